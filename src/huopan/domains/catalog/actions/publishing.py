"""Onto the market and off it: the seller publishes and withdraws, the operator suspends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.offering import own_offer
from huopan.domains.catalog.events import OfferPublished, OfferSuspended, OfferWithdrawn
from huopan.domains.catalog.models import Offer
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

State = Offer.State


class NotADraftError(RefusedError):
    sentence = said("Only a draft can be published; this offer is {state}.")


class NotPublishedError(RefusedError):
    sentence = said("This offer is {state}, not on the market; reload the page.")


class NotSuspendedError(RefusedError):
    sentence = said("This offer is {state}, not suspended; reload the page.")


class NoReasonError(RefusedError):
    kind = "invalid"
    sentence = said("Say in up to 200 characters why; the seller reads it.")


@transaction.atomic
def publish_offer(*, offer_id: int, by: Actor, at: datetime) -> None:
    """Draft → published. What a draft may hold was judged when it was written."""
    offer = own_offer(offer_id, by)
    if not _moved(offer, State.DRAFT, State.PUBLISHED, at=at):
        raise NotADraftError(state=offer.get_state_display())
    announce(OfferPublished(offer_id=offer.pk, supplier_id=offer.supplier_id, at=at, concerns=_seller(offer)), by=by)


@transaction.atomic
def publish_offers(*, codes: Collection[str], by: Actor, at: datetime) -> int:
    """Publish all of the party's drafts with these item codes; how many were drafts."""
    by.must("offers.write")
    drafts = Offer.objects.select_for_update().filter(supplier_id=by.party_id, code__in=codes, state=State.DRAFT)
    ids = list(drafts.order_by("pk").values_list("pk", flat=True))
    Offer.objects.filter(pk__in=ids).update(state=State.PUBLISHED, changed_at=at)
    seller = by.party_id
    announce(*(OfferPublished(offer_id=pk, supplier_id=seller, at=at, concerns=(seller,)) for pk in ids), by=by)
    return len(ids)


@transaction.atomic
def withdraw_offer(*, offer_id: int, by: Actor, at: datetime) -> None:
    """Published → draft, by its seller. Open orders go on."""
    offer = own_offer(offer_id, by)
    if not _moved(offer, State.PUBLISHED, State.DRAFT, at=at):
        raise NotPublishedError(state=offer.get_state_display())
    announce(OfferWithdrawn(offer_id=offer.pk, supplier_id=offer.supplier_id, at=at, concerns=_seller(offer)), by=by)


@transaction.atomic
def suspend_offer(*, offer_id: int, because: str, by: Actor, at: datetime) -> None:
    """Published → suspended, by the operator, who tells the seller why."""
    by.must("operate")
    if not 0 < len(because.strip()) <= 200:  # noqa: PLR2004 - as wide as the column
        raise NoReasonError
    offer = Offer.objects.seen(by, pk=offer_id)
    if not _moved(offer, State.PUBLISHED, State.SUSPENDED, at=at, because=because.strip()):
        raise NotPublishedError(state=offer.get_state_display())
    announce(
        OfferSuspended(
            offer_id=offer.pk, supplier_id=offer.supplier_id, because=because.strip(), at=at, concerns=_seller(offer)
        ),
        by=by,
    )


@transaction.atomic
def unsuspend_offer(*, offer_id: int, by: Actor, at: datetime) -> None:
    """Suspended → published again, by the operator."""
    by.must("operate")
    offer = Offer.objects.seen(by, pk=offer_id)
    if not _moved(offer, State.SUSPENDED, State.PUBLISHED, at=at):
        raise NotSuspendedError(state=offer.get_state_display())
    announce(OfferPublished(offer_id=offer.pk, supplier_id=offer.supplier_id, at=at, concerns=_seller(offer)), by=by)


def _moved(offer: Offer, before: State, after: State, *, at: datetime, because: str = "") -> bool:
    moved = Offer.objects.filter(pk=offer.pk, state=before)
    return moved.update(state=after, suspended_because=because, changed_at=at) == 1


def _seller(offer: Offer) -> tuple[int, ...]:
    return (offer.supplier_id,)
