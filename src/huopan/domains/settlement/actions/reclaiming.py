"""Back to the payer what the seller already has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from huopan.domains.settlement import queries
from huopan.domains.settlement.actions.refunding import RefundOfNothingError, booked_refund, same_refund
from huopan.domains.settlement.actions.releasing import NothingHeldError
from huopan.domains.settlement.models import Account, Refund, Transfer
from huopan.domains.settlement.queries.platform import COMMISSION, REFUNDING
from huopan.domains.settlement.rules import Shares, reclaimed
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said


class RefundBeyondReleasedError(RefusedError):
    sentence = said("Only {left} of what was released for {reference} is not refunded yet; refund at most that.")


class SellerShortError(RefusedError):
    sentence = said(
        "The seller's available balance is {available}, and {needed} is needed for this refund; try again when more "
        "orders have been completed."
    )


@transaction.atomic
def refund_from_seller(*, reference: str, payee_id: int, amount: Money, cause: str, by: Actor, at: datetime) -> Refund:
    """Send `amount` of what was released to the payee back to its payer, and the fee on it back to the payee.

    Only from what the payee has available: the platform advances nothing. `cause` as for `refund`. Raises
    NothingHeldError, RefundOfNothingError, RefundBeyondReleasedError, SellerShortError and RefundCauseTakenError.
    """
    if amount.fen <= 0:
        raise RefundOfNothingError
    escrows = queries.locked_escrows(reference, payee_id=payee_id)
    if not escrows:
        raise NothingHeldError(reference=reference)
    available = queries.locked_available(payee_id)
    if earlier := Refund.objects.filter(cause=cause).first():
        return same_refund(earlier, reference, amount)
    parts = _parts(escrows, reference, amount)
    if available is None or available.balance_fen < parts.share.fen:
        held = Money(available.balance_fen if available else 0, amount.currency)
        raise SellerShortError(available=held, needed=parts.share)
    made = booked_refund(escrows[-1], reference, amount, cause=cause, by=by, at=at)
    Transfer.objects.bulk_create(
        Transfer(debit_id=debit_id, credit_id=REFUNDING, amount_fen=part.fen, cause=f"refund:{made.pk}", at=at)
        for debit_id, part in ((COMMISSION, parts.fee), (available.pk, parts.share))
        if part
    )
    return made


def _parts(escrows: Sequence[Account], reference: str, amount: Money) -> Shares:
    out = Transfer.objects.filter(debit__in=escrows)
    fee = _sum(out.filter(credit=COMMISSION))
    released = fee + _sum(out.filter(credit__kind=Account.Kind.AVAILABLE))
    refunded = Refund.objects.filter(reference=reference).aggregate(fen=Sum("amount_fen", default=0))["fen"]
    before = refunded - _sum(out.filter(credit=REFUNDING))
    if before + amount.fen > released:
        raise RefundBeyondReleasedError(reference=reference, left=Money(released - before, amount.currency))
    return reclaimed(Shares(Money(fee), Money(released - fee)), before=Money(before), amount=amount)


def _sum(transfers: QuerySet[Transfer]) -> int:
    return int(transfers.aggregate(fen=Sum("amount_fen", default=0))["fen"])
