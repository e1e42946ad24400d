"""What the demo's suppliers put on the market: 125 offers each, every price kind, freight, mix-batch rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.rules import Zone
from huopan.kernel.actor import Actor
from huopan.kernel.money import HAO_PER_YUAN, Money, UnitPrice
from huopan.ops.demo.items import Item, item, specs_of
from huopan.ops.demo.merchandise import STATED
from huopan.ops.demo.people import Cast
from huopan.ops.demo.titles import titles_of, told_en, told_zh
from huopan.ops.demo.words import BELTS, MAKERS, Maker

SMALL_LOTS = {2: 2, 7: 10, 12: 1}  # MOQ of every supplier's offers at these places; the others have the usual one
DRAFTS = (24, 49, 111)  # places that every supplier has not published yet
LEAD_DAYS = (1, 2, 3, 3, 5, 7, 15, 20)
SAMPLE_DAYS = (1, 2, 3, 3, 5, 7)
NEARBY = ("31", "32", "33", "34", "35", "36", "44")
ZONES = (
    Zone(NEARBY, 1000, 600, 1000, 100),
    Zone(("54", "65"), 1000, 1800, 1000, 1500),
    Zone(("",), 1000, 900, 1000, 300),
)
KINDS = ("ladder", "fixed", "per_sku", "ladder_per_sku", "ladder")
STOCKS = (0, 60, 300, 800, 2500, 8000)


def put_on_market(cast: Cast, *, offers_each: int, seed: int, at: datetime, tick: Callable[[int], None]) -> None:
    """Write every supplier's offers and publish nearly all, a few each day; `tick` with how many were written."""
    catalog.load_categories()
    for maker in MAKERS:
        by, chance = cast.makers[maker.key], Random(f"{seed}/{maker.key}")  # noqa: S311 - a repeatable demo
        _say_terms(maker, by, chance, at)
        items = [item(maker, place) for place in range(offers_each)]
        for day, some in enumerate(_shares(items)):
            wrote_at = at + timedelta(days=day * 2, hours=day)
            catalog.create_offers(drafts=[draft_of(each, chance) for each in some], by=by, at=wrote_at)
            ready = [each.code for each in some if each.place not in DRAFTS]
            catalog.publish_offers(codes=ready, by=by, at=wrote_at + timedelta(minutes=30))
            tick(len(some))


def suspend_one(operator: Actor, *, at: datetime) -> None:
    """The operator takes one offer off sale, so that the console shows one."""
    last = Offer.objects.visible_to(operator).filter(state=Offer.State.PUBLISHED).order_by("-pk")[0]
    catalog.suspend_offer(offer_id=last.pk, because="图片与实物不符，请更换后申请恢复", by=operator, at=at)


def _shares(items: list[Item]) -> list[list[Item]]:
    """Most at the start, the rest in small lots over the month."""
    much = len(items) * 4 // 5
    rest = items[much:]
    lots = [rest[start : start + 9] for start in range(0, len(rest), 9)]
    return [items[:much], *lots]


def _say_terms(maker: Maker, by: Actor, chance: Random, at: datetime) -> None:
    origin = next(belt.division for belt in BELTS if belt.code == maker.belt)
    logistics.save_freight_template(
        name="标准快递",
        origin_code=origin,
        zones=ZONES,
        free_from_fen=chance.choice((39_900, 59_900, 99_900)),
        is_default=True,
        by=by,
        at=at,
    )
    catalog.set_mix_batch_rule(
        min_quantity=chance.choice((30, 50, 100)), min_amount=Money(chance.choice((50_000, 100_000))), by=by, at=at
    )


def draft_of(item: Item, chance: Random) -> OfferDraft:
    good, place = item.good, item.place
    price = good.price_hao * chance.randrange(80, 130) // 100 // 500 * 500 + 500
    kind = KINDS[place % len(KINDS)]
    per_sku, moq = kind.endswith("per_sku"), SMALL_LOTS.get(place, good.moq)
    zh, en = titles_of(item)
    return OfferDraft(
        code=item.code,
        category_code=good.category,
        title_zh=zh,
        title_en=en,
        description_zh=told_zh(item),
        description_en=told_en(item),
        price_kind=kind,
        ladder=() if per_sku else _ladder(kind, price, moq),
        moq=moq,
        order_multiple=1 if place % 6 or moq % 2 else 2,
        is_mixable=bool(place % 4),
        dropship_price=UnitPrice(price * 125 // 100) if place % 3 else None,
        sample_price=_sample_price(price, place),
        sample_days=None if _sample_price(price, place) is None else SAMPLE_DAYS[place % len(SAMPLE_DAYS)],
        lead_time_days=chance.choice(LEAD_DAYS),
        attributes=_stated(item.kind, place),
        weight_grams=good.weight_grams,
        skus=tuple(_skus(item, kind, price, moq, chance)),
    )


def _sample_price(hao: int, place: int) -> UnitPrice | None:
    """None for every third offer; every ninth is free; the others cost twice a piece, in whole yuan."""
    if place % 3 == 1:
        return None
    is_free = place % 9 == 0
    return UnitPrice(0 if is_free else -(-2 * hao // HAO_PER_YUAN) * HAO_PER_YUAN)


def _stated(kind: str, place: int) -> dict[str, Any]:
    return {code: values[place % len(values)] for code, values in STATED.get(kind, {}).items()}


def _skus(item: Item, kind: str, price: int, moq: int, chance: Random) -> Iterator[SkuDraft]:
    """Every fifth offer has the whole matrix of colours and values, the others one axis."""
    for place, spec in enumerate(specs_of(item)):
        own = price + place % 5 * price // 20
        yield SkuDraft(
            code=f"{place + 1:02d}",
            spec=spec,
            ladder=_ladder(kind, own, moq) if kind.endswith("per_sku") else (),
            on_hand=chance.choice(STOCKS) if place else chance.choice(STOCKS[2:]),
        )


def _ladder(kind: str, hao: int, moq: int) -> tuple[Step, ...]:
    steps = ((moq, 100), (moq * 5, 92), (moq * 20, 85)) if kind.startswith("ladder") else ((1, 100),)
    return tuple(Step(quantity, UnitPrice(hao * share // 10_000 * 100)) for quantity, share in steps)
