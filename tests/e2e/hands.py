"""What happens outside the browser, in a process of its own: the market is stocked, the courier scans.

python -m tests.e2e.hands stock | grids | shelve | categories | sell HOW_MANY | deliver | courier WAYBILL
python -m tests.e2e.hands employ | apply NTH | quarrel | earn
"""

from __future__ import annotations

import os
import sys
import time
from io import BytesIO
from itertools import count

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from huopan.domains.catalog import actions as catalog  # noqa: E402
from huopan.domains.logistics import actions as logistics  # noqa: E402
from huopan.domains.logistics.rules import Zone  # noqa: E402
from huopan.domains.orders.models import SupplierOrder  # noqa: E402
from huopan.domains.orders.tasks import measure_conduct  # noqa: E402
from huopan.domains.parties.models import Party  # noqa: E402
from huopan.domains.search import actions as search  # noqa: E402
from huopan.domains.search.rules.conduct import Conduct  # noqa: E402
from huopan.infra.clock import now  # noqa: E402
from huopan.infra.files.pictures import Picture, safe_picture  # noqa: E402
from huopan.infra.jobs.models import Tick  # noqa: E402
from huopan.kernel.actor import SYSTEM, Actor  # noqa: E402
from tests.factories import parties  # noqa: E402
from tests.factories.catalog import an_offer  # noqa: E402
from tests.factories.parties import a_party, an_actor, an_address  # noqa: E402

FIRST_ROUND_S = 80
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
    _wait_for_the_first_measuring()
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


def _wait_for_the_first_measuring() -> None:
    """A worker that has just started measures orders that are not there, and would forget what is told now."""
    until = time.monotonic() + FIRST_ROUND_S
    measured = Tick.objects.filter(name=f"{measure_conduct.__module__}.measure_conduct", finished_at__isnull=False)
    while not measured.exists():
        if time.monotonic() > until:
            raise TimeoutError("the worker never measured")
        time.sleep(0.2)


def categories() -> None:
    catalog.load_categories()


def sell(how_many: str) -> None:
    """Paid orders of the first supplier, one a purchase."""
    from tests.factories import orders as bought

    supplier = Party.objects.filter(kind="factory").order_by("pk")[0]
    sku = supplier.offers.order_by("pk")[0].skus.order_by("pk")[0]
    for _ in range(int(how_many)):
        bought.pay(bought.a_purchase(pieces={sku: 10}, at=now()), at=now())


def deliver() -> None:
    """Ten pieces of the first supplier, delivered to the buyer."""
    _delivered(an_actor(Party.objects.get(kind="buyer")))


def _delivered(buyer: Actor) -> SupplierOrder:
    from huopan.domains.orders import actions as orders
    from tests.factories import orders as bought

    sku = Party.objects.filter(kind="factory").order_by("pk")[0].offers.order_by("pk")[0].skus.order_by("pk")[0]
    purchase = bought.a_purchase(buyer, pieces={sku: 10}, at=now())
    order = purchase.orders.get()
    bought.pay(purchase, at=now())
    _until(order, "awaiting_acceptance")
    orders.accept_order(number=order.number, by=an_actor(order.supplier), at=now())
    bought.ship(order, at=now())
    for kind, reached in (("collected", "in_transit"), ("delivered", "delivered")):
        bought.see(order, kind, at=now())
        _until(order, reached)
    return order


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


def apply(nth: str) -> None:
    """The nth factory with a draft waits for the platform."""
    names = {"name_zh": f"景德镇新窑{nth}厂", "name_en": f"Jingdezhen New Kiln {nth}"}
    newcomer = a_party("factory", **names, state=Party.State.PENDING)
    _may_sign_in(newcomer, f"newcomer{nth}@example.com")
    a_title = {"title_zh": "青花茶壶", "title_en": "Blue and white teapot"}
    an_offer(newcomer, state="draft", price_kind="ladder", ladder=((10, 68_000),), stock=[50, 30], moq=10, **a_title)


def employ() -> None:
    """Whoever decides everything for the platform."""
    _may_sign_in(a_party("operator", name_zh="货盘", name_en="Huopan", credit_code=None), "chief@example.com")


def quarrel() -> None:
    """The buyer's order was delivered broken, its supplier refuses, both show pictures, and the platform is asked."""
    from huopan.domains.orders import actions as orders
    from tests.factories import after_sales

    buyer = an_actor(Party.objects.get(kind="buyer"))
    order = _delivered(buyer)
    supplier = an_actor(order.supplier)
    number = after_sales.a_claim(order, at=now()).number
    orders.refuse_after_sale(number=number, answer="包装完好", by=supplier, at=now())
    orders.dispute_after_sale(number=number, because="到货即碎", by=buyer, at=now())
    for side, colour in ((buyer, "brown"), (supplier, "teal")):
        orders.add_evidence(number=number, picture=_picture(colour), by=side, at=now())


def earn() -> None:
    """An order of the first supplier is completed: its money may be paid out."""
    from huopan.domains.orders import actions as orders

    buyer = an_actor(Party.objects.get(kind="buyer"))
    orders.confirm_receipt(number=_delivered(buyer).number, by=buyer, at=now())


def _picture(colour: str) -> Picture:
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return safe_picture(out.getvalue())


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


def _count_on() -> None:
    """The factories count from one in every process; what an earlier one made keeps its codes."""
    parties._serial = count(100 * Party.objects.count() + 1)


HANDS = (stock, grids, shelve, categories, sell, deliver, courier, employ, apply, quarrel, earn)

if __name__ == "__main__":
    _count_on()
    {hand.__name__: hand for hand in HANDS}[sys.argv[1]](*sys.argv[2:])
