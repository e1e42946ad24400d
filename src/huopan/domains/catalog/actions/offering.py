"""Offers as their seller writes them: created, changed, put on the market and taken off it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.writing import write_offers
from huopan.domains.catalog.models import Offer
from huopan.domains.catalog.queries.categories import CategoryNode, categories_by_code
from huopan.domains.catalog.rules import OfferDraft, attribute_faults, offer_faults, tidied
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusalsError, RefusedError, said


class NotASellerError(RefusedError):
    kind = "forbidden"
    sentence = said("Only factories and traders sell here; ask the operator to change what your organisation does.")


class UnknownCategoryError(RefusedError):
    kind = "invalid"
    sentence = said("There is no category “{code}”; choose one from the category list.")


class CodeTakenError(RefusedError):
    sentence = said("You already have an offer with the item code “{code}”; change that one or choose another code.")


class CodeIsKeptError(RefusedError):
    kind = "invalid"
    sentence = said("The item code “{code}” stays as it is for ever; imports and orders find the offer by it.")


class ChangedMeanwhileError(RefusedError):
    sentence = said(
        "This offer was changed at {time} while you were editing it, and saving would undo that. "
        "What you typed is still here: look at the other version in a second tab, then save again."
    )


@transaction.atomic
def create_offer(*, draft: OfferDraft, by: Actor, at: datetime) -> Offer:
    """A new offer of the actor's party, as a draft that only the party sees.

    Raises RefusalsError with every fault, each naming its `field`; NotASellerError; CodeTakenError.
    """
    must_sell(by)
    draft = tidied(draft)
    categories = _must_be_sound(draft)
    if Offer.objects.filter(supplier_id=by.party_id, code=draft.code).exists():
        raise CodeTakenError(code=draft.code)
    [written] = write_offers([draft], supplier_id=by.party_id, categories=categories, by=by, at=at)
    return Offer.objects.get(pk=written.offer_id)


@transaction.atomic
def create_offers(*, drafts: Sequence[OfferDraft], by: Actor, at: datetime) -> list[int]:
    """Write many offers down as drafts for the actor's party, all or none; their ids in this order.

    Raises as `create_offer`, the faults of every draft together; CodeTakenError also for a code that stands twice."""
    must_sell(by)
    drafts = [tidied(draft) for draft in drafts]
    categories = categories_by_code()
    if faults := [fault for draft in drafts for fault in draft_faults(draft, categories)]:
        raise RefusalsError(faults)
    codes = [draft.code for draft in drafts]
    taken = set(Offer.objects.filter(supplier_id=by.party_id, code__in=codes).values_list("code", flat=True))
    if again := next((code for code in codes if code in taken or codes.count(code) > 1), None):
        raise CodeTakenError(code=again)
    written = write_offers(drafts, supplier_id=by.party_id, categories=categories, by=by, at=at)
    return [each.offer_id for each in written]


@transaction.atomic
def change_offer(
    *, offer_id: int, draft: OfferDraft, by: Actor, at: datetime, seen_at: datetime | None = None
) -> Offer:
    """Make the offer say what `draft` says, SKU matrix and prices included; it stays on the market if it is.

    SKUs not named go off sale; stock of SKUs whose `on_hand` is None stays. `seen_at`: when what the draft was made
    from had last changed. Raises as `create_offer`, and ChangedMeanwhileError.
    """
    offer = own_offer(offer_id, by)
    if seen_at is not None and seen_at != offer.changed_at:
        raise ChangedMeanwhileError(time=offer.changed_at)
    draft = tidied(draft)
    if draft.code != offer.code:
        raise RefusalsError([CodeIsKeptError(code=offer.code, field="code")])
    categories = _must_be_sound(draft)
    write_offers([draft], supplier_id=offer.supplier_id, categories=categories, by=by, at=at)
    return Offer.objects.get(pk=offer_id)


def must_sell(by: Actor) -> None:
    """Raise unless the actor may write offers of a party that sells."""
    by.must("offers.write")
    party = Party.objects.visible_to(by).filter(pk=by.party_id).first()
    if party is None or not party.is_seller:
        raise NotASellerError


def own_offer(offer_id: int, by: Actor) -> Offer:
    """The actor's own offer, locked. A stranger learns nothing, not even of what is published."""
    by.must("offers.write")
    return Offer.objects.filter(supplier_id=by.party_id).select_for_update(of=("self",)).seen(by, pk=offer_id)


def draft_faults(draft: OfferDraft, categories: dict[str, CategoryNode]) -> list[RefusedError]:
    """Everything wrong with `draft`, its category and attributes included."""
    category = categories.get(draft.category_code)
    if category is None:
        return [*offer_faults(draft), UnknownCategoryError(code=draft.category_code, field="category")]
    return [*offer_faults(draft), *attribute_faults(draft.attributes, category.attributes)]


def _must_be_sound(draft: OfferDraft) -> dict[str, CategoryNode]:
    categories = categories_by_code()
    if faults := draft_faults(draft, categories):
        raise RefusalsError(faults)
    return categories
