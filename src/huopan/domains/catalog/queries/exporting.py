"""A seller's offers as the rows of a sheet that an import reads back as the same offers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.catalog.queries.stored import stored_drafts
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.domains.catalog.rules.sheets import COLUMNS, ladder_text
from huopan.infra.files.tables import Cell
from huopan.infra.languages import is_english
from huopan.kernel.actor import Actor

OFFERS_AT_ONCE = 300
SHEET_TITLE = "货品 Offers"


def offer_rows(by: Actor, *, offer_ids: Collection[int] | None = None) -> Iterator[list[Cell]]:
    """The heading, then a row per SKU of the actor's own offers, all or those named, read in pieces."""
    own = Offer.objects.filter(supplier_id=by.party_id).order_by("pk")
    if offer_ids is not None:
        own = own.filter(pk__in=offer_ids)
    axes, attributes = _axes(own), _attributes(own)
    english = is_english()
    yield [
        *(column.en if english else column.zh for column in COLUMNS if column.key != "spec"),
        *(f"规格:{axis}" for axis in axes),
        *(f"属性:{code}" for code in attributes),
    ]
    for draft in _drafts(own):
        for position, sku in enumerate(draft.skus):
            yield _row(draft, sku, position, axes, attributes)


def _drafts(own: QuerySet[Offer]) -> Iterator[OfferDraft]:
    last = 0
    while offers := list(own.filter(pk__gt=last)[:OFFERS_AT_ONCE]):
        yield from stored_drafts(offers).values()
        last = offers[-1].pk


def _axes(own: QuerySet[Offer]) -> list[str]:
    specs = Sku.objects.filter(offer__in=own.order_by()).order_by("pk").values_list("spec", flat=True)
    return list(dict.fromkeys(axis for spec in specs.iterator() for axis in spec))


def _attributes(own: QuerySet[Offer]) -> list[str]:
    stated = own.values_list("attributes", flat=True)
    return list(dict.fromkeys(code for attributes in stated.iterator() for code in attributes))


def _row(draft: OfferDraft, sku: SkuDraft, position: int, axes: Sequence[str], attributes: Sequence[str]) -> list[Cell]:
    """Everything of the offer stands on its first row; the others repeat only the code."""
    is_first = position == 0
    of_offer: dict[str, Cell] = {
        "category": draft.category_code,
        "title_zh": draft.title_zh,
        "title_en": draft.title_en,
        "price_kind": draft.price_kind,
        "unit": draft.unit,
        "moq": draft.moq,
        "order_multiple": draft.order_multiple,
        "is_mixable": _yes_or_no(draft.is_mixable),
        "dropship_price": float(draft.dropship_price.yuan()) if draft.dropship_price else None,
        "sample_price": None if draft.sample_price is None else float(draft.sample_price.yuan()),
        "sample_days": draft.sample_days,
        "lead_time_days": draft.lead_time_days,
        "weight_grams": draft.weight_grams,
        "description_zh": draft.description_zh,
        "description_en": draft.description_en,
    }
    of_sku: dict[str, Cell] = {
        "code": draft.code,
        "sku_code": sku.code,
        "price": _price(sku.ladder or (draft.ladder if is_first else ())),
        "stock": sku.on_hand,
        "barcode": sku.barcode,
        "sku_weight": sku.weight_grams,
        "on_sale": _yes_or_no(sku.is_active),
    }
    cells = of_sku | (of_offer if is_first else {})
    return [
        *(cells.get(column.key) for column in COLUMNS if column.key != "spec"),
        *(sku.spec.get(axis) for axis in axes),
        *(_value(draft.attributes.get(code)) if is_first else None for code in attributes),
    ]


def _price(ladder: tuple[Step, ...]) -> Cell:
    if len(ladder) == 1 and ladder[0].from_quantity == 1:
        return float(ladder[0].unit_price.yuan())
    return ladder_text(ladder)


def _value(value: Any) -> Cell:
    return _yes_or_no(value) if isinstance(value, bool) else value


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 - its only argument
    return "是" if value else "否"
