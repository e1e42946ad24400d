"""What the offices of the demo's people keep: quick replies, prices for regulars, favourites, limits that ask, and
notices that were read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.actions import PrivateStep
from huopan.domains.catalog.models import Offer, PriceTier
from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import Notice
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import PurchaseRequest
from huopan.domains.parties.models import Address
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money, UnitPrice
from huopan.ops.demo.stage import Stage, pay
from huopan.ops.demo.words import MAKERS

REPLIES = (
    ("发货时间", "现货当天 16 点前下单当天发，定制款按订单上的承诺日期发。"),
    ("能否印 logo", "可以印。请发矢量文件或高清图，我们出效果图，确认后再开工。"),
    ("起订量", "单款按页面起订量，几款混着拿达到混批数量也可以。"),
    ("开发票", "可以开，下单时选好发票抬头，发货后三天内开出。"),
    ("退换货", "签收后七天内有质量问题包退换，请拍照并保留包装。"),
)
PRICED, REGULARS = 3, 3
A_REGULAR_PAYS = 94  # per cent
LIMIT_AT_ONCE, LIMIT_A_MONTH = Money(20_000), Money(800_000)
ASKED = (
    ("直播间返场，库存只够两天", "refused", "先卖完手上的，下周再补"),
    ("老客户追加，周五要货", "approved", ""),
    ("国庆档备货，两家一起拿更省运费", "waiting", ""),
    ("新品试水，先拿一批看看动销", "waiting", ""),
)
NEWS_STAYS_UNREAD = timedelta(days=2)
REPRICED = (-800, 500, -450)  # of 10,000, since the buyer marked them


def furnish(stage: Stage) -> None:
    """As of the end of the month."""
    maker, buyer = stage.cast.makers[MAKERS[0].key], stage.cast.buyers[0]
    for title, text in REPLIES:
        orders.save_phrase(title=title, text=text, by=maker)
    _prices_for_regulars(maker, stage)
    _favourites(buyer, stage)
    stage.stock_up()
    _ask_for_approval(stage.cast.clerks[0], buyer, stage)


def read_old_notices(stage: Stage) -> None:
    """Everybody of the tour has read what is older than two days."""
    cast = stage.cast
    for by in (cast.buyers[0], cast.makers[MAKERS[0].key], cast.operator):
        old = Notice.objects.visible_to(by).filter(at__lt=stage.at - NEWS_STAYS_UNREAD).order_by("-pk").first()
        if old is not None:
            notifications.read_all(upto=old.pk, by=by, at=stage.at - NEWS_STAYS_UNREAD)


def _prices_for_regulars(maker: Actor, stage: Stage) -> None:
    """A few offers at lower prices for the buyers who come back."""
    own = Offer.objects.visible_to(maker).filter(supplier_id=maker.party_id, state=Offer.State.PUBLISHED)
    for place, offer in enumerate(own.order_by("pk")[:PRICED]):
        [cheapest] = PriceTier.objects.visible_to(maker).filter(offer=offer).order_by("unit_price_hao")[:1]
        price = UnitPrice(cheapest.unit_price_hao * A_REGULAR_PAYS // 10_000 * 100)
        for regular in stage.cast.buyers[: REGULARS - place]:
            step = PrivateStep(price, offer.moq, ends_at=stage.at + timedelta(days=90))
            catalog.set_private_prices(
                offer_id=offer.pk, buyer_id=regular.party_id, prices=[step], by=maker, at=stage.at
            )


def _favourites(buyer: Actor, stage: Stage) -> None:
    """Kept over the month; the prices of some have moved since."""
    some = Offer.objects.visible_to(buyer).filter(state=Offer.State.PUBLISHED).order_by("pk")
    kept = list(some[::7][:9])
    for place, offer in enumerate(kept):
        orders.keep_favourites(offer_ids=[offer.pk], by=buyer, at=stage.at - timedelta(days=12 - place))
    for offer, share in zip(kept[1::2], REPRICED, strict=False):
        by = next(by for by in stage.cast.makers.values() if by.party_id == offer.supplier_id)
        catalog.change_offers(offer_ids=[offer.pk], verb="price_pct", value=share, by=by, at=stage.at)


def _ask_for_approval(clerk: Actor, buyer: Actor, stage: Stage) -> None:
    """The clerk needs more than the limit allows: requests in every state but withdrawn."""
    orders.set_spending_limit(
        person_id=clerk.person_id, per_order=LIMIT_AT_ONCE, per_month=LIMIT_A_MONTH, by=buyer, at=stage.at
    )
    address = Address.objects.visible_to(buyer).get(is_default=True)
    for place, (why, becomes, answer) in enumerate(ASKED):
        at = stage.at - timedelta(hours=26 - place * 6)
        lines = list(_much_of(stage, list(stage.cast.makers.values())[4 + place]))
        orders.put_in_cart(lines=lines, by=clerk, at=at)
        asked = orders.ask_for_approval(
            address=address.pk, sku_ids=[sku_id for sku_id, _ in lines], why=why, by=clerk, at=at
        )
        _decide(asked, becomes, answer, buyer, stage)


def _much_of(stage: Stage, maker: Actor) -> Iterator[tuple[int, int]]:
    """Ten times the least of two of the maker's wares."""
    plenty = [ware for ware in stage.shelves[maker.party_id] if ware.left >= ware.moq * 20]
    for ware in plenty[:2]:
        ware.left -= ware.moq * 10
        yield ware.sku_id, ware.moq * 10


def _decide(asked: PurchaseRequest, becomes: str, answer: str, buyer: Actor, stage: Stage) -> None:
    at = asked.asked_at + timedelta(hours=2)
    if becomes == "refused":
        orders.refuse_purchase(number=asked.number, answer=answer, by=buyer, at=at)
        orders.remove_cart_lines(sku_ids=[line["sku_id"] for line in asked.lines], by=buyer, at=at)
    elif becomes == "approved":
        purchase = orders.approve_purchase(number=asked.number, by=buyer, at=at)
        ended_at, stage.at = stage.at, at
        pay(stage, purchase)
        stage.at = ended_at
