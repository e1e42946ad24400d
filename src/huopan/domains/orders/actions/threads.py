"""A buyer asks about an offer, its supplier answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.models import Offer
from huopan.domains.orders.actions.messages import LONGEST_MESSAGE, MessageLengthError
from huopan.domains.orders.events import ThreadMessageSent
from huopan.domains.orders.models import Thread, ThreadMessage
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class OwnOfferError(RefusedError):
    kind = "invalid"
    sentence = said("This offer is your own organisation's; there is nobody else to ask.")


@transaction.atomic
def ask_supplier(*, offer_id: int, text: str, by: Actor, at: datetime) -> ThreadMessage:
    """Write to the supplier of a visible offer; the first word opens the talk.

    Raises ForbiddenError, UnknownError, OwnOfferError, MessageLengthError.
    """
    by.must("buy")
    offer = Offer.objects.visible_to(by).seen(by, pk=offer_id)
    if offer.supplier_id == by.party_id:
        raise OwnOfferError
    thread, _is_new = Thread.objects.get_or_create(
        buyer_id=by.party_id,
        offer_id=offer.pk,
        defaults={"supplier_id": offer.supplier_id, "started_at": at, "last_at": at},
    )
    return _written(thread, text, by=by, at=at)


@transaction.atomic
def answer_buyer(*, thread_id: int, text: str, by: Actor, at: datetime) -> ThreadMessage:
    """The supplier writes back. Raises ForbiddenError, UnknownError, MessageLengthError."""
    by.must("sell")
    thread = Thread.objects.filter(supplier_id=by.party_id).seen(by, pk=thread_id)
    return _written(thread, text, by=by, at=at)


@transaction.atomic
def read_thread(*, thread_id: int, by: Actor, at: datetime) -> int:
    """`by`'s party has seen what the other side wrote; how many were new. Raises UnknownError, ForbiddenError."""
    thread = Thread.objects.visible_to(by).seen(by, pk=thread_id)
    if by.party_id not in (thread.buyer_id, thread.supplier_id):
        return 0
    by.must("buy" if by.party_id == thread.buyer_id else "sell")
    return _mark_read(thread, by, at)


def _mark_read(thread: Thread, by: Actor, at: datetime) -> int:
    unread = ThreadMessage.objects.filter(thread=thread, read_at__isnull=True).exclude(party_id=by.party_id)
    return unread.update(read_at=at)


def _written(thread: Thread, text: str, *, by: Actor, at: datetime) -> ThreadMessage:
    words = text.strip()
    if not 1 <= len(words) <= LONGEST_MESSAGE:
        raise MessageLengthError(most=LONGEST_MESSAGE)
    _mark_read(thread, by, at)  # who answers has read what was asked
    message = ThreadMessage.objects.create(
        thread=thread, party_id=by.party_id, person_id=by.person_id, text=words, at=at
    )
    Thread.objects.filter(pk=thread.pk).update(last_at=at)
    announce(_sent(message, thread), by=by)
    return message


def _sent(message: ThreadMessage, thread: Thread) -> ThreadMessageSent:
    return ThreadMessageSent(
        message_id=message.pk,
        thread_id=thread.pk,
        offer_id=thread.offer_id,
        supplier_id=thread.supplier_id,
        buyer_id=thread.buyer_id,
        is_from_buyer=message.party_id == thread.buyer_id,
        at=message.at,
        concerns=(thread.buyer_id, thread.supplier_id),
    )
