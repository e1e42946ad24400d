"""The one place that writes offers: many at once, new and changed alike, in a dozen statements however many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from huopan.domains.catalog.actions.counting import set_on_hand
from huopan.domains.catalog.events import OfferChanged, OfferDrafted
from huopan.domains.catalog.models import Offer, PriceTier, Sku, Stock
from huopan.domains.catalog.queries.categories import CategoryNode
from huopan.domains.catalog.queries.stored import PLAIN_FIELDS, stored_drafts
from huopan.domains.catalog.rules import OfferDraft, Step
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor

ROWS_AT_ONCE = 500
PRICE_COLUMNS = ["dropship_price_hao", "sample_price_hao"]
OFFER_COLUMNS = [*(name for name in PLAIN_FIELDS if name != "code"), *PRICE_COLUMNS, "category", "changed_at"]
SKU_COLUMNS = ["spec", "barcode", "weight_grams", "is_active", "position"]
Outcome = Literal["created", "changed", "unchanged"]
SkuKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    offer_id: int
    code: str
    outcome: Outcome


def write_offers(
    drafts: Collection[OfferDraft],
    *,
    supplier_id: int,
    categories: Mapping[str, CategoryNode],
    source: str = "",
    by: Actor,
    at: datetime,
) -> list[Written]:
    """Store `drafts`, judged sound and with different codes, by (supplier, code); what equals its rows stays untouched.

    SKUs that a draft no longer names go off sale: orders point at them, so they are never deleted.
    """
    known = _known(supplier_id, [draft.code for draft in drafts])
    before = stored_drafts(list(known.values()))
    pending = {
        draft.code: draft
        for draft in drafts
        if draft.code not in known or not _says_the_same(before[known[draft.code].pk], draft)
    }
    ids = _upsert_offers(pending.values(), supplier_id=supplier_id, categories=categories, at=at)
    skus = _upsert_skus(pending, ids)
    _replace_tiers(pending, ids, skus)
    _count(pending, skus, source=source, by=by, at=at)
    written = [_written(draft.code, known, ids) for draft in drafts]
    _announce(written, supplier_id=supplier_id, by=by, at=at)
    return written


def _known(supplier_id: int, codes: list[str]) -> dict[str, Offer]:
    rows = Offer.objects.select_for_update().filter(supplier_id=supplier_id, code__in=codes).order_by("pk")
    return {offer.code: offer for offer in rows}


def _says_the_same(stored: OfferDraft, draft: OfferDraft) -> bool:
    """Whether writing `draft` would change nothing: stock it does not mention and SKUs long off sale do not count."""
    named = {sku.code for sku in draft.skus}
    on_hand = {sku.code: sku.on_hand for sku in stored.skus}
    kept = tuple(sku for sku in stored.skus if sku.is_active or sku.code in named)
    counted = tuple(replace(sku, on_hand=on_hand.get(sku.code)) if sku.on_hand is None else sku for sku in draft.skus)
    return replace(stored, skus=kept) == replace(draft, skus=counted)


def _upsert_offers(
    drafts: Iterable[OfferDraft], *, supplier_id: int, categories: Mapping[str, CategoryNode], at: datetime
) -> dict[str, int]:
    rows = [
        Offer(
            **{name: getattr(draft, name) for name in PLAIN_FIELDS},
            supplier_id=supplier_id,
            category_id=categories[draft.category_code].category_id,
            dropship_price_hao=draft.dropship_price.hao if draft.dropship_price else None,
            sample_price_hao=None if draft.sample_price is None else draft.sample_price.hao,
            created_at=at,
            changed_at=at,
        )
        for draft in drafts
    ]
    Offer.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["supplier", "code"],
        update_fields=OFFER_COLUMNS,
    )
    return {row.code: row.pk for row in rows}


def _upsert_skus(drafts: Mapping[str, OfferDraft], ids: Mapping[str, int]) -> dict[SkuKey, int]:
    """The ids of all SKUs by (offer code, SKU code); each with its stock row, those no longer named off sale."""
    rows = {
        (code, sku.code): Sku(
            offer_id=ids[code],
            code=sku.code,
            spec=sku.spec,
            barcode=sku.barcode,
            weight_grams=sku.weight_grams,
            is_active=sku.is_active,
            position=position,
        )
        for code, draft in drafts.items()
        for position, sku in enumerate(draft.skus)
    }
    Sku.objects.bulk_create(
        rows.values(),
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["offer", "code"],
        update_fields=SKU_COLUMNS,
    )
    skus = {key: row.pk for key, row in rows.items()}
    Sku.objects.filter(offer_id__in=ids.values(), is_active=True).exclude(pk__in=skus.values()).update(is_active=False)
    Stock.objects.bulk_create([Stock(sku_id=pk) for pk in skus.values()], ROWS_AT_ONCE, ignore_conflicts=True)
    return skus


def _replace_tiers(drafts: Mapping[str, OfferDraft], ids: Mapping[str, int], skus: Mapping[SkuKey, int]) -> None:
    PriceTier.objects.filter(offer_id__in=ids.values()).delete()
    tiers = [
        *(_tier(ids[code], None, step) for code, draft in drafts.items() for step in draft.ladder),
        *(
            _tier(ids[code], skus[code, sku.code], step)
            for code, draft in drafts.items()
            for sku in draft.skus
            for step in sku.ladder
        ),
    ]
    PriceTier.objects.bulk_create(tiers, ROWS_AT_ONCE)


def _tier(offer_id: int, sku_id: int | None, step: Step) -> PriceTier:
    return PriceTier(
        offer_id=offer_id, sku_id=sku_id, from_quantity=step.from_quantity, unit_price_hao=step.unit_price.hao
    )


def _count(
    drafts: Mapping[str, OfferDraft], skus: Mapping[SkuKey, int], *, source: str, by: Actor, at: datetime
) -> None:
    counts = {
        skus[code, sku.code]: sku.on_hand
        for code, draft in drafts.items()
        for sku in draft.skus
        if sku.on_hand is not None
    }
    if counts:
        by.must("stock.write")
        set_on_hand(counts=counts, source=source, at=at)


def _written(code: str, known: Mapping[str, Offer], ids: Mapping[str, int]) -> Written:
    if code not in ids:
        return Written(known[code].pk, code, "unchanged")
    return Written(ids[code], code, "changed" if code in known else "created")


def _announce(written: Iterable[Written], *, supplier_id: int, by: Actor, at: datetime) -> None:
    kinds = {"created": OfferDrafted, "changed": OfferChanged}
    events = [
        kinds[each.outcome](offer_id=each.offer_id, supplier_id=supplier_id, at=at, concerns=(supplier_id,))
        for each in written
        if each.outcome in kinds
    ]
    if events:
        announce(*events, by=by)
