"""Papers for orders, with the addresses they need; each look at an address is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huopan.domains.logistics import actions as logistics
from huopan.domains.orders import queries
from huopan.domains.orders.actions.moving import ConsigneeClosedError
from huopan.domains.orders.events import ConsigneeRevealed
from huopan.domains.orders.queries.papers import LABELS, NOTES, PARTS, papers_pdf
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, counted, said

MOST_PRINTED = 200


class NothingTickedError(RefusedError):
    kind = "invalid"
    sentence = said("Tick at least one order, and say what to print.")


class TooManyOrdersError(RefusedError):
    kind = "invalid"
    sentence = counted(
        "At most {most} orders are printed at once; you asked for {asked}. Tick fewer.",
        "At most {most} orders are printed at once; you asked for {asked}. Tick fewer.",
        "asked",
    )


class NoLabelError(RefusedError):
    sentence = said("None of these orders has a waybill yet; ship them first, or print the picking list.")


@transaction.atomic
def print_orders(*, numbers: Sequence[str], parts: Iterable[str], by: Actor, at: datetime) -> bytes:
    """A PDF of `parts` (picking, notes, labels) of the supplier's orders; labels are of parcels no courier has yet.

    Raises ForbiddenError, NothingTickedError, TooManyOrdersError, UnknownError unless all are the asker's,
    ConsigneeClosedError for an address that is hidden again, NoLabelError, and what printing refuses.
    """
    by.must("sell")
    wanted = [part for part in PARTS if part in set(parts)]
    asked = list(dict.fromkeys(numbers))
    if not (asked and wanted):
        raise NothingTickedError
    if len(asked) > MOST_PRINTED:
        raise TooManyOrdersError(most=MOST_PRINTED, asked=len(asked))
    orders = queries.orders_numbered(asked, by)
    if len(orders) < len(asked):
        raise UnknownError(what="order")
    if {NOTES, LABELS} & set(wanted):
        for order in orders:
            if not queries.may_reveal_consignee(order, at):
                raise ConsigneeClosedError(number=order.number)
        announce(*(replace(ConsigneeRevealed.of(order, at=at), concerns=()) for order in orders), by=by)
    if LABELS in wanted and not logistics.mark_labels_printed(references=asked, by=by, at=at) and wanted == [LABELS]:
        raise NoLabelError
    return papers_pdf(orders, wanted, by, at=at)
