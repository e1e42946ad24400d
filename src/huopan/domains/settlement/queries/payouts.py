from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from huopan.domains.settlement.models import Account, Payout
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money

A_DAY = timedelta(days=1)


def locked_available(party_id: int) -> Account | None:
    """The party's available account, locked until the transaction ends; None while nothing was ever released to it."""
    accounts = Account.objects.select_for_update(no_key=True)
    return accounts.filter(kind=Account.Kind.AVAILABLE, party_id=party_id, currency=LEDGER_CURRENCY).first()


def asked_within_a_day(party_id: int, *, at: datetime) -> Money:
    """What the party's payouts of the last 24 hours come to, refused and failed ones left out."""
    live = Payout.objects.filter(party_id=party_id, requested_at__gt=at - A_DAY).exclude(
        state__in=[Payout.State.REFUSED, Payout.State.FAILED]
    )
    return Money(live.aggregate(fen=Sum("amount_fen"))["fen"] or 0, LEDGER_CURRENCY)


def payouts_to_approve(by: Actor) -> QuerySet[Payout]:
    """Payouts of `by`'s party that wait for a second person and that `by` did not ask for, oldest first."""
    waiting = Payout.objects.filter(party_id=by.party_id, state=Payout.State.REQUESTED)
    return waiting.exclude(requested_by=by.person_id).order_by("requested_at", "pk")
