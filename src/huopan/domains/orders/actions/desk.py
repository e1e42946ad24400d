"""What a supplier keeps for its own use: notes about customers, quick replies."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huopan.domains.orders import queries
from huopan.domains.orders.actions.messages import LONGEST_MESSAGE, MessageLengthError
from huopan.domains.orders.models import CustomerNote, Phrase
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

LONGEST_NOTE, LONGEST_TITLE, MOST_PHRASES = 500, 30, 30


class NoteTooLongError(RefusedError):
    kind = "invalid"
    sentence = said("A note has at most {most} characters.")


class PhraseTitleError(RefusedError):
    kind = "invalid"
    sentence = said("Give the quick reply a name of at most {most} characters that no other one bears.")


class TooManyPhrasesError(RefusedError):
    sentence = said("There are {most} quick replies already; remove one first.")


@transaction.atomic
def note_customer(*, buyer_id: int, text: str, by: Actor, at: datetime) -> None:
    """Keep `text` about a buyer that bought here; nothing forgets the note. Raises ForbiddenError, UnknownError,
    NoteTooLongError."""
    by.must("sell")
    queries.customer(buyer_id, by)
    words = text.strip()
    if len(words) > LONGEST_NOTE:
        raise NoteTooLongError(most=LONGEST_NOTE)
    if not words:
        CustomerNote.objects.filter(supplier_id=by.party_id, buyer_id=buyer_id).delete()
        return
    CustomerNote.objects.update_or_create(
        supplier_id=by.party_id, buyer_id=buyer_id, defaults={"text": words, "changed_at": at}
    )


@transaction.atomic
def save_phrase(*, title: str, text: str, phrase_id: int | None = None, by: Actor) -> Phrase:
    """A new quick reply, or another wording of one. Raises ForbiddenError, UnknownError, PhraseTitleError,
    MessageLengthError, TooManyPhrasesError."""
    by.must("sell")
    own = Phrase.objects.filter(supplier_id=by.party_id)
    phrase = own.seen(by, pk=phrase_id) if phrase_id is not None else Phrase(supplier_id=by.party_id)
    name, words = title.strip(), text.strip()
    if not 1 <= len(name) <= LONGEST_TITLE or own.filter(title=name).exclude(pk=phrase.pk).exists():
        raise PhraseTitleError(most=LONGEST_TITLE)
    if not 1 <= len(words) <= LONGEST_MESSAGE:
        raise MessageLengthError(most=LONGEST_MESSAGE)
    if phrase.pk is None:
        if own.count() >= MOST_PHRASES:
            raise TooManyPhrasesError(most=MOST_PHRASES)
        phrase.position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
    phrase.title, phrase.text = name, words
    phrase.save()
    return phrase


@transaction.atomic
def remove_phrase(*, phrase_id: int, by: Actor) -> None:
    """Raises ForbiddenError, UnknownError."""
    by.must("sell")
    Phrase.objects.filter(supplier_id=by.party_id).seen(by, pk=phrase_id).delete()
