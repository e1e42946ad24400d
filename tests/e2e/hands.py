"""What happens outside the browser, in a process of its own: the market is stocked, the courier scans.

python -m tests.e2e.hands stock | grids | shelve | categories | sell HOW_MANY | deliver | courier WAYBILL
"""

from __future__ import annotations

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from huopan.domains.catalog import actions as catalog  # noqa: E402
from huopan.domains.logistics import actions as logistics  # noqa: E402
from huopan.domains.logistics.rules import Zone  # noqa: E402
from huopan.domains.orders.models import SupplierOrder  # noqa: E402
from huopan.domains.parties.models import Party  # noqa: E402
from huopan.domains.search import actions as search  # noqa: E402
from huopan.domains.search.rules.conduct import Conduct  # noqa: E402
from huopan.infra.clock import now  # noqa: E402
from huopan.kernel.actor import SYSTEM  # noqa: E402
from tests.factories.catalog import an_offer  # noqa: E402
from tests.factories.parties import a_party, an_actor, an_address  # noqa: E402

PASSWORD = "silk-road-2026"
FREIGHT = Zone(divisions=("",), first_weight_grams=1000, first_fee_fen=600, next_weight_grams=1000, next_fee_fen=200)


def stock() -> None:
    """Two suppliers with an offer each, and a buyer with an address."""
    for number, (zh, en, title_zh, title_en) in enumerate(
        [
            ("义乌市晨光礼品厂", "Yiwu Chenguang Gifts", "红山茶陶瓷杯", "Red camellia mug"),
            ("汕头市乐童玩具厂", "Shantou Letong Toys", "红山茶木马", "Red camellia wooden horse"),
        ],
        start=1,
    ):
        supplier = a_party("factory", name_zh=zh, name_en=en)
        _may_sign_in(supplier, f"seller{number}@example.com")
        actor = an_actor(supplier)
        logistics.save_freight_template(
            name="全国", origin_code=_division(), zones=[FREIGHT], is_default=True, by=actor, at=now()
        )
        ladder = ((10, 68_000), (100, 60_000))
        an_offer(
            supplier,
            price_kind="ladder",
            ladder=ladder,
            stock=[500, 300],
            moq=10,
            weight_grams=180,
            title_zh=title_zh,
            title_en=title_en,
        )
    buyer = a_party("buyer", name_zh="杭州小鹿直播间", name_en="Xiaolu Livestream", credit_code=None)
    _may_sign_in(buyer, "buyer@example.com")
    an_address(buyer)
    search.rebuild_index()


def grids() -> None:
    """A scarf in two colours and three sizes of each supplier, to be ordered in a grid."""
    for number, supplier in enumerate(Party.objects.filter(kind="factory").order_by("pk"), start=1):
        offer = an_offer(
            supplier,
            code=f"SCARF-{number}",
            stock=[900] * 6,
            moq=24,
            weight_grams=90,
            title_zh=f"格纹围巾 第{number}款",
            title_en=f"Checked scarf, model {number}",
        )
        kinds = [(colour, size) for colour in ("红", "蓝") for size in ("S", "M", "L")]
        for sku, (colour, size) in zip(offer.skus.order_by("position"), kinds, strict=True):
            sku.spec = {"颜色": colour, "尺码": size}
            sku.save()
    search.rebuild_index()


def shelve() -> None:
    """Bottles of two measured suppliers: three for small lots, two of them of the one picked up in time."""
    suppliers = list(Party.objects.filter(kind="factory").order_by("pk"))
    search.record_conduct({suppliers[0].pk: Conduct(20, 19, 10, 10), suppliers[1].pk: Conduct(20, 10, 10, 8)}, at=now())
    for place, (supplier, moq) in enumerate([(0, 2), (0, 5), (1, 10), (1, 100)], start=1):
        an_offer(
            suppliers[supplier],
            code=f"BOTTLE-{place}",
            price_kind="ladder",
            ladder=((moq, 150_000 + place * 1_000), (moq * 10, 130_000)),
            stock=[500, 300],
            moq=moq,
            weight_grams=380,
            title_zh=f"保温壶 第{place}款",
            title_en=f"Steel bottle, model {place}",
        )
    search.rebuild_index()
    search.learn(at=now())


def categories() -> None:
    catalog.load_categories()


def sell(how_many: str) -> None:
    """Paid orders of the first supplier, one a purchase."""
    from tests.factories import orders as bought

    supplier = Party.objects.filter(kind="factory").order_by("pk")[0]
    sku = supplier.offers.get().skus.order_by("pk")[0]
    for _ in range(int(how_many)):
        bought.pay(bought.a_purchase(pieces={sku: 10}, at=now()), at=now())


def deliver() -> None:
    """Ten pieces of the first supplier, delivered to the buyer."""
    from tests.factories import orders as bought

    supplier = Party.objects.filter(kind="factory").order_by("pk")[0]
    buyer = bought.owner_of(Party.objects.get(kind="buyer").pk)
    bought.an_order("delivered", buyer=buyer, pieces={supplier.offers.get().skus.order_by("pk")[0]: 10}, at=now())


def courier(waybill: str) -> None:
    """The parcel is scanned when collected and when delivered."""
    for kind in ("collected", "delivered"):
        logistics.record_tracking(
            carrier="SF",
            waybill_number=waybill,
            kind=kind,
            external_id=f"{waybill}:{kind}",
            place="深圳",
            seen_at=now(),
            by=SYSTEM,
            at=now(),
        )


def apply() -> None:
    """A factory with a draft waits for the platform, where a clerk and an arbiter work."""
    newcomer = a_party("factory", name_zh="景德镇新窑", name_en="Jingdezhen New Kiln", state=Party.State.PENDING)
    _may_sign_in(newcomer, "newcomer@example.com")
    a_title = {"title_zh": "青花茶壶", "title_en": "Blue and white teapot"}
    an_offer(newcomer, state="draft", price_kind="ladder", ladder=((10, 68_000),), stock=[50, 30], moq=10, **a_title)
    platform = a_party("operator", name_zh="货盘", name_en="Huopan", credit_code=None)
    _may_sign_in(platform, "chief@example.com")


def quarrel() -> None:
    """The buyer's order was delivered broken, its supplier refuses, and the platform is asked."""
    from huopan.domains.orders import actions as orders
    from tests.factories import after_sales
    from tests.factories import orders as bought

    sku = Party.objects.filter(kind="factory").order_by("pk")[0].offers.get().skus.order_by("pk")[0]
    buyer = an_actor(Party.objects.get(kind="buyer"))
    purchase = bought.a_purchase(buyer, pieces={sku: 10}, at=now())
    order = purchase.orders.get()
    supplier = an_actor(order.supplier)
    bought.pay(purchase, at=now())
    _until(order, "awaiting_acceptance")
    orders.accept_order(number=order.number, by=supplier, at=now())
    bought.ship(order, at=now())
    bought.see(order, "collected", at=now())
    bought.see(order, "delivered", at=now())
    _until(order, "delivered")
    claim = after_sales.a_claim(order, at=now())
    orders.refuse_after_sale(number=claim.number, answer="包装完好", by=supplier, at=now())
    orders.dispute_after_sale(number=claim.number, because="到货即碎", by=buyer, at=now())


def _until(order: SupplierOrder, state: str) -> None:
    """The worker relays at the same time as we do: whoever took the news, it arrives."""
    for _ in range(600):
        order.refresh_from_db()
        if order.state == state:
            return
        time.sleep(0.1)
    raise AssertionError(f"{order.number} never was {state}")


def _may_sign_in(party: Party, email: str) -> None:
    person = party.grants.get().person
    person.email, person.full_name = email, "林小鹿"
    person.set_password(PASSWORD)
    person.save()


def _division() -> str:
    from tests.factories.parties import a_division

    return a_division().pk


if __name__ == "__main__":
    {"stock": stock, "shelve": shelve, "categories": categories, "sell": sell, "deliver": deliver, "courier": courier}[
        sys.argv[1]
    ](*sys.argv[2:])
