"""The two sides of an order write to each other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.orders import queries
from huopan.domains.orders.events import OrderMessageSent
from huopan.domains.orders.models import OrderMessage, SupplierOrder
from huopan.domains.orders.policies import must_be_a_side
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

LONGEST_MESSAGE = 1000


class MessageLengthError(RefusedError):
    kind = "invalid"
    sentence = said("A message has between 1 and {most} characters.")


@transaction.atomic
def send_message(*, number: str, text: str, by: Actor, at: datetime) -> OrderMessage:
    """Write to the other side of order `number`; who answers has read what was asked.

    Raises UnknownError, NotASideError, MessageLengthError.
    """
    order = queries.order(number, by)
    side = must_be_a_side(order, by)
    if not 1 <= len(text.strip()) <= LONGEST_MESSAGE:
        raise MessageLengthError(most=LONGEST_MESSAGE)
    _mark_read(order, by, at)
    message = OrderMessage.objects.create(
        order=order, party_id=by.party_id, person_id=by.person_id, text=text.strip(), at=at
    )
    announce(
        OrderMessageSent(
            message_id=message.pk,
            number=number,
            supplier_id=order.supplier_id,
            buyer_id=order.buyer_id,
            is_from_buyer=side == "buyer",
            at=at,
            concerns=(order.buyer_id, order.supplier_id),
        ),
        by=by,
    )
    return message


@transaction.atomic
def read_messages(*, number: str, by: Actor, at: datetime) -> int:
    """`by`'s party has seen what the other side wrote; how many were new. Raises UnknownError, NotASideError."""
    order = queries.order(number, by)
    must_be_a_side(order, by)
    return _mark_read(order, by, at)


def _mark_read(order: SupplierOrder, by: Actor, at: datetime) -> int:
    unread = OrderMessage.objects.filter(order=order, read_at__isnull=True).exclude(party_id=by.party_id)
    return unread.update(read_at=at)
