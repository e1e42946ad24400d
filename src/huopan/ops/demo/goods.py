"""What the demo's suppliers put on the market: 25 offers each, every price kind, pictures, freight, mix-batch rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any

import resvg_py

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.rules import Zone
from huopan.infra.files.pictures import Picture
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money, UnitPrice
from huopan.ops.demo.people import Cast
from huopan.ops.demo.pictures import PATTERNS, product_svg
from huopan.ops.demo.words import BELTS, GOODS, MAKERS, STATED, Good, Maker

OFFERS_EACH = 25
SMALL_LOTS = {2: 2, 7: 10, 12: 1}  # MOQ of every supplier's offers at these places; the others have the usual one
COMMON = (4, 9, 14)  # places of goods that several suppliers offer with the same words and picture
LEAD_DAYS = (1, 2, 3, 3, 5, 7, 15, 20)
PICTURE_PIXELS = 480
NEARBY = ("31", "32", "33", "34", "35", "36", "44")
ZONES = (
    Zone(NEARBY, 1000, 600, 1000, 100),
    Zone(("54", "65"), 1000, 1800, 1000, 1500),
    Zone(("",), 1000, 900, 1000, 300),
)
KINDS = ("ladder", "fixed", "per_sku", "ladder_per_sku", "ladder")


def put_on_market(cast: Cast, *, seed: int, at: datetime, tick: Callable[[], None]) -> None:
    """Write and publish every supplier's offers; `tick` after each."""
    catalog.load_categories()
    for maker in MAKERS:
        by, chance = cast.makers[maker.key], Random(f"{seed}/{maker.key}")  # noqa: S311 - a repeatable demo
        _say_terms(maker, by, chance, at)
        for place in range(OFFERS_EACH):
            _offer(maker, place, chance, by=by, at=at)
            tick()


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


def _offer(maker: Maker, place: int, chance: Random, *, by: Actor, at: datetime) -> None:
    kind = maker.kinds[place % len(maker.kinds)]
    good, hue, pattern = GOODS[kind], chance.randrange(360), chance.choice(list(PATTERNS))
    if place in COMMON:
        hue, pattern = 20 * place, min(PATTERNS)
    offer = catalog.create_offer(draft=_draft(maker, good, place, chance), by=by, at=at)
    svg = product_svg(shape=kind, hue=hue, pattern=pattern)
    catalog.attach_picture(offer_id=offer.pk, picture=_drawn(svg, f"{maker.key}-{place}"), by=by, at=at)
    if place < OFFERS_EACH - 1:
        catalog.publish_offer(offer_id=offer.pk, by=by, at=at)


def _drawn(svg: str, name: str) -> Picture:
    """Our own drawing needs no child process to be made safe."""
    content = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=PICTURE_PIXELS, height=PICTURE_PIXELS))
    return Picture(f"{name}.png", content, PICTURE_PIXELS, PICTURE_PIXELS, peak_mb=0)


def _draft(maker: Maker, good: Good, place: int, chance: Random) -> OfferDraft:
    style_zh, style_en = good.styles[place % len(good.styles)]
    price = good.price_hao * chance.randrange(80, 130) // 100 // 500 * 500 + 500
    kind = KINDS[place % len(KINDS)]
    per_sku, moq = kind.endswith("per_sku"), SMALL_LOTS.get(place, good.moq)
    whose_zh, whose_en = f"{_brand(maker)}工厂直供", f"made by {maker.name_en}"
    if place in COMMON:
        (style_zh, style_en), whose_zh, whose_en = good.styles[0], "产地通货", "common goods"
    return OfferDraft(
        code=f"{maker.key[:2].upper()}{place + 101}",
        category_code=good.category,
        title_zh=f"{style_zh}{good.name_zh} {whose_zh} 可定制logo",
        title_en=f"{style_en.capitalize()} {good.name_en}, {whose_en}, custom logo",
        description_zh=f"{style_zh}{good.name_zh}，产地现货，支持一件代发与小批量定制。",
        description_en=f"{style_en.capitalize()} {good.name_en}: in stock, dropship and small custom lots welcome.",
        price_kind=kind,
        ladder=() if per_sku else _ladder(kind, price, moq),
        moq=moq,
        order_multiple=1 if place % 6 or moq % 2 else 2,
        is_mixable=bool(place % 4),
        dropship_price=UnitPrice(price * 125 // 100) if place % 3 else None,
        lead_time_days=chance.choice(LEAD_DAYS),
        attributes=_stated(maker.kinds[place % len(maker.kinds)], place),
        weight_grams=good.weight_grams,
        skus=tuple(_skus(good, kind, price, moq, chance)),
    )


def _stated(kind: str, place: int) -> dict[str, Any]:
    return {code: values[place % len(values)] for code, values in STATED.get(kind, {}).items()}


def _brand(maker: Maker) -> str:
    """华鑫 of 义乌市华鑫箱包厂: what stands behind the place."""
    return maker.name_zh[2:].removeprefix("市")[:2]


def _skus(good: Good, kind: str, price: int, moq: int, chance: Random) -> Iterator[SkuDraft]:
    for place, value in enumerate(good.values):
        own = price + place * price // 20
        yield SkuDraft(
            code=f"{place + 1:02d}",
            spec={good.axis: value},
            ladder=_ladder(kind, own, moq) if kind.endswith("per_sku") else (),
            on_hand=chance.choice((0, 60, 300, 800, 2500, 8000)) if place else chance.choice((300, 2500, 8000)),
        )


def _ladder(kind: str, hao: int, moq: int) -> tuple[Step, ...]:
    steps = ((moq, 100), (moq * 5, 92), (moq * 20, 85)) if kind.startswith("ladder") else ((1, 100),)
    return tuple(Step(quantity, UnitPrice(hao * share // 10_000 * 100)) for quantity, share in steps)
