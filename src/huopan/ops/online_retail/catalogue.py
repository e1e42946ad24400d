"""The file's articles as the wholesaler's offers: one offer per stock code, one SKU per price it was sold at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Sku
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.domains.catalog.rules.matrix import MOST_SKUS
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.models import FreightTemplate
from huopan.domains.logistics.rules import Zone
from huopan.kernel.actor import Actor
from huopan.kernel.money import UnitPrice
from huopan.ops.online_retail.reading import Article, Replay

CATEGORY = "gifts"
LONGEST_TITLE = 200
NUMBERED = "/"  # no stock code has one


def put_on_market(replay: Replay, *, by: Actor, at: datetime, tick: Callable[[], None]) -> dict[Article, int]:
    """Write and publish every offer that is not there yet; the SKU id of each article.

    Stock is all that the file ever sells, so that no invoice of the past is refused for want of goods.
    """
    catalog.load_categories()
    _free_freight(by, at)
    offers = offers_of(replay)
    known = sku_ids(by)
    for code, sold in offers.items():
        if any(article not in known for article, _pieces in sold):
            stock_code = sold[0][0].code
            draft = _draft(code, replay.descriptions.get(stock_code, stock_code), sold)
            catalog.create_offer(draft=draft, by=by, at=at)
        tick()
    catalog.publish_offers(codes=list(offers), by=by, at=at)
    return sku_ids(by)


def offers_of(replay: Replay) -> dict[str, list[tuple[Article, int]]]:
    """Articles with the pieces ever sold, by the code of their offer. Postage was sold at more prices than an offer has
    room for: its offers after the first are numbered."""
    articles: defaultdict[str, list[tuple[Article, int]]] = defaultdict(list)
    for article, pieces in sorted(replay.articles().items(), key=lambda each: each[0].price):
        articles[article.code].append((article, pieces))
    return {
        f"{code}{NUMBERED}{start // MOST_SKUS + 1}" if start else code: sold[start : start + MOST_SKUS]
        for code, sold in articles.items()
        for start in range(0, len(sold), MOST_SKUS)
    }


def sku_ids(by: Actor) -> dict[Article, int]:
    """SKUs are named after their price, so that an article finds its own again."""
    mine = Sku.objects.visible_to(by).filter(offer__supplier_id=by.party_id)
    rows = mine.values_list("offer__code", "tiers__unit_price_hao", "pk")
    return {Article(code.partition(NUMBERED)[0], UnitPrice(hao)): pk for code, hao, pk in rows if hao}


def _free_freight(by: Actor, at: datetime) -> None:
    if FreightTemplate.objects.visible_to(by).filter(supplier_id=by.party_id).exists():
        return
    everywhere = Zone(("",), 1000, 0, 1000, 0)
    logistics.save_freight_template(
        name="Free", origin_code="440305", zones=[everywhere], is_default=True, by=by, at=at
    )


def _draft(code: str, title: str, sold: list[tuple[Article, int]]) -> OfferDraft:
    return OfferDraft(
        code=code,
        category_code=CATEGORY,
        title_zh=title[:LONGEST_TITLE],
        title_en=title[:LONGEST_TITLE],
        price_kind="per_sku",
        skus=tuple(
            SkuDraft(
                code=str(article.price.hao),
                spec={"price": str(article.price)},
                ladder=(Step(1, article.price),),
                on_hand=pieces,
            )
            for article, pieces in sold
        ),
    )
