"""One change to many of a seller's offers: planned row by row, done for the rows that allow it, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from huopan.domains.catalog.actions.counting import CountBelowReservedError
from huopan.domains.catalog.actions.offering import draft_faults
from huopan.domains.catalog.actions.publishing import (
    NotADraftError,
    NotPublishedError,
    publish_offer,
    withdraw_offer,
)
from huopan.domains.catalog.actions.writing import write_offers
from huopan.domains.catalog.models import BulkStep, Offer, Stock
from huopan.domains.catalog.queries.categories import CategoryNode, categories_by_code
from huopan.domains.catalog.queries.stored import stored_drafts
from huopan.domains.catalog.rules import OfferDraft
from huopan.domains.catalog.rules.bulk import STATES, STOCK, VERBS, changed_draft, restored, snapshot
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

MOST_AT_ONCE = 500
Reserved = dict[tuple[int, str], int]


class UnknownVerbError(RefusedError):
    kind = "invalid"
    sentence = said("Choose what to change.")


class TooManyAtOnceError(RefusedError):
    kind = "invalid"
    sentence = said("At most {most} offers are changed at once; choose fewer.")


class NothingToChangeError(RefusedError):
    kind = "invalid"
    sentence = said("None of the chosen offers would change; look at the reasons in the table.")


class ChangedSinceError(RefusedError):
    sentence = said("It has been changed again since; it is left as it is.")


class UndoneError(RefusedError):
    sentence = said("This change has been taken back already.")


@dataclass(frozen=True, slots=True)
class BulkRow:
    """What would become of one offer. `before` and `after`: what the verb changes of it; `refusals`: why it cannot."""

    offer: Offer
    draft: OfferDraft | None
    before: Any
    after: Any
    refusals: tuple[RefusedError, ...] = ()

    @property
    def is_changing(self) -> bool:
        return not self.refusals and self.before != self.after


def plan_bulk(*, offer_ids: Sequence[int], verb: str, value: Any, by: Actor) -> list[BulkRow]:
    """Each of the actor's own offers among `offer_ids` as it would become; nothing is written. Raises UnknownVerbError,
    TooManyAtOnceError."""
    by.must("offers.write")
    if verb not in VERBS:
        raise UnknownVerbError
    offers = _own(offer_ids, by)
    if verb in STATES:
        return [_moved(offer, verb) for offer in offers]
    stored, categories = stored_drafts(offers), categories_by_code()
    pairs = [(offer, stored[offer.pk], changed_draft(stored[offer.pk], verb, value)) for offer in offers]
    return _judged(pairs, verb, categories)


@transaction.atomic
def change_offers(*, offer_ids: Sequence[int], verb: str, value: Any, by: Actor, at: datetime) -> BulkStep:
    """Do what `plan_bulk` shows for every row that allows it. Raises as it does, and NothingToChangeError."""
    rows = [row for row in plan_bulk(offer_ids=offer_ids, verb=verb, value=value, by=by) if row.is_changing]
    if not rows:
        raise NothingToChangeError
    _write(rows, verb, by=by, at=at)
    changes = [{"offer": row.offer.pk, "before": row.before, "after": row.after} for row in rows]
    return BulkStep.objects.create(supplier_id=by.party_id, verb=verb, changes=changes, done_at=at)


@transaction.atomic
def undo_bulk(*, step_id: int, by: Actor, at: datetime) -> list[BulkRow]:
    """Put back what the step changed, where nobody has changed it since; the rows, with why some were left. Raises
    UnknownError, UndoneError."""
    by.must("offers.write")
    step = BulkStep.objects.select_for_update().filter(supplier_id=by.party_id).seen(by, pk=step_id)
    if step.undone_at is not None:
        raise UndoneError
    rows = _backwards(step, by)
    back = {"publish": "withdraw", "withdraw": "publish"}.get(step.verb, step.verb)
    _write([row for row in rows if row.is_changing], back, by=by, at=at)
    step.undone_at = at
    step.save(update_fields=["undone_at"])
    return rows


def _own(offer_ids: Sequence[int], by: Actor) -> list[Offer]:
    if len(offer_ids) > MOST_AT_ONCE:
        raise TooManyAtOnceError(most=MOST_AT_ONCE)
    mine = Offer.objects.filter(supplier_id=by.party_id, pk__in=list(offer_ids))
    return list(mine.select_for_update(of=("self",)).order_by("-pk"))


def _moved(offer: Offer, verb: str) -> BulkRow:
    goal, start, refusal = (
        (Offer.State.PUBLISHED, Offer.State.DRAFT, NotADraftError)
        if verb == "publish"
        else (Offer.State.DRAFT, Offer.State.PUBLISHED, NotPublishedError)
    )
    refusals = () if offer.state == start else (refusal(state=offer.get_state_display()),)
    return BulkRow(offer, None, offer.state, goal.value, refusals)


def _judged(
    pairs: Iterable[tuple[Offer, OfferDraft, OfferDraft]], verb: str, categories: dict[str, CategoryNode]
) -> list[BulkRow]:
    pairs = list(pairs)
    reserved = _reserved([offer.pk for offer, _, _ in pairs]) if verb in STOCK else {}
    return [
        BulkRow(
            offer,
            new,
            snapshot(old, verb),
            snapshot(new, verb),
            (*draft_faults(new, categories), *_too_low(offer, new, reserved)),
        )
        for offer, old, new in pairs
    ]


def _backwards(step: BulkStep, by: Actor) -> list[BulkRow]:
    changes = {change["offer"]: change for change in step.changes}
    offers = _own(list(changes), by)
    if step.verb in STATES:
        return [_moved(offer, "withdraw" if step.verb == "publish" else "publish") for offer in offers]
    stored, categories = stored_drafts(offers), categories_by_code()
    rows = []
    for offer in offers:
        known, change = stored[offer.pk], changes[offer.pk]
        new = restored(known, step.verb, before=change["before"], after=change["after"])
        if new is None:
            now = snapshot(known, step.verb)
            rows.append(BulkRow(offer, known, now, now, (ChangedSinceError(),)))
        else:
            rows += _judged([(offer, known, new)], step.verb, categories)
    return rows


def _write(rows: Sequence[BulkRow], verb: str, *, by: Actor, at: datetime) -> None:
    if verb in STATES:
        act = publish_offer if verb == "publish" else withdraw_offer
        for row in rows:
            act(offer_id=row.offer.pk, by=by, at=at)
        return
    drafts = [row.draft if verb in STOCK else _uncounted(row.draft) for row in rows if row.draft]
    write_offers(drafts, supplier_id=by.party_id, categories=categories_by_code(), by=by, at=at)


def _uncounted(draft: OfferDraft) -> OfferDraft:
    return replace(draft, skus=tuple(replace(sku, on_hand=None) for sku in draft.skus))


def _reserved(offer_ids: list[int]) -> Reserved:
    rows = Stock.objects.filter(sku__offer_id__in=offer_ids).values_list("sku__offer_id", "sku__code", "reserved")
    return {(offer_id, code): reserved for offer_id, code, reserved in rows}


def _too_low(offer: Offer, draft: OfferDraft, reserved: Reserved) -> list[RefusedError]:
    return [
        CountBelowReservedError(item=sku.code, reserved=held)
        for sku in draft.skus
        if sku.on_hand is not None and 0 <= sku.on_hand < (held := reserved.get((offer.pk, sku.code), 0))
    ]
