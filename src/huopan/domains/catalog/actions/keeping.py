"""What is typed into the offers editor is kept meanwhile; it concerns nobody but its party, so nobody is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.offering import must_sell, own_offer
from huopan.domains.catalog.models import UnfinishedOffer
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

LONGEST_FORM = 400_000  # characters: 500 SKUs with ladders and two long descriptions
MOST_UNFINISHED = 50


class KeptElsewhereError(RefusedError):
    sentence = said("Another tab kept its own version at {time}; nothing of either is lost. Choose which one goes on.")


class FormTooLongError(RefusedError):
    kind = "invalid"
    sentence = said("This is more than can be kept while you type; save it, or split the offer.")


class TooManyUnfinishedError(RefusedError):
    sentence = said("You have {most} unfinished offers; finish or discard some first.")


@transaction.atomic
def keep_unfinished(
    *, form: str, offer_id: int | None, unfinished_id: int | None, revision: int, by: Actor, at: datetime
) -> UnfinishedOffer:
    """Keep `form` over the version `revision` of it; 0: over whatever is there.

    Raises KeptElsewhereError when another version came between, FormTooLongError, UnknownError.
    """
    must_sell(by)
    if len(form) > LONGEST_FORM:
        raise FormTooLongError
    known = _known(offer_id, unfinished_id, by)
    if known is None:
        return _begun(form, offer_id, by=by, at=at)
    if known.form == form:
        return known
    if revision not in (0, known.revision):
        raise KeptElsewhereError(time=known.kept_at, revision=known.revision)
    known.form, known.revision, known.kept_at = form, known.revision + 1, at
    known.save(update_fields=["form", "revision", "kept_at"])
    return known


@transaction.atomic
def discard_unfinished(*, unfinished_id: int, by: Actor) -> None:
    """Forget what was typed and not saved. Raises UnknownError."""
    by.must("offers.write")
    if not UnfinishedOffer.objects.filter(pk=unfinished_id, supplier_id=by.party_id).delete()[0]:
        raise UnknownError(what=str(UnfinishedOffer._meta.verbose_name))


def _known(offer_id: int | None, unfinished_id: int | None, by: Actor) -> UnfinishedOffer | None:
    mine = UnfinishedOffer.objects.filter(supplier_id=by.party_id).select_for_update(of=("self",))
    if offer_id is not None:
        own_offer(offer_id, by)
        return mine.filter(offer_id=offer_id).first()
    return mine.seen(by, pk=unfinished_id, offer=None) if unfinished_id is not None else None


def _begun(form: str, offer_id: int | None, *, by: Actor, at: datetime) -> UnfinishedOffer:
    if UnfinishedOffer.objects.filter(supplier_id=by.party_id).count() >= MOST_UNFINISHED:
        raise TooManyUnfinishedError(most=MOST_UNFINISHED)
    return UnfinishedOffer.objects.create(supplier_id=by.party_id, offer_id=offer_id, form=form, kept_at=at)
