"""What still has to be asked of a provider, or looked at by a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from huopan.domains.settlement.models import Payment, Payout, ProviderNotice, Refund
from huopan.domains.settlement.ports import PROVIDERS
from huopan.domains.settlement.rules import Verdict

PATIENCE = timedelta(minutes=5)
LATEST = timedelta(days=1)
ROUND = 200


def payments_to_poll(*, at: datetime) -> list[Payment]:
    """Payments whose notice may be lost, longest unasked first: open for a while, or closed within a day."""
    is_due = Q(polled_at=None) | Q(polled_at__lte=at - PATIENCE)
    is_open = Q(state=Payment.State.PENDING, opened_at__lte=at - PATIENCE)
    is_just_closed = Q(state=Payment.State.CLOSED, expires_at__gt=at - LATEST)
    due = Payment.objects.filter(is_due, is_open | is_just_closed, provider__in=list(PROVIDERS))
    return list(due.order_by(F("polled_at").asc(nulls_first=True), "pk")[:ROUND])


def refunds_to_send() -> list[int]:
    waiting = Refund.objects.filter(state=Refund.State.REQUESTED, payment__provider__in=list(PROVIDERS))
    return list(waiting.order_by("requested_at").values_list("pk", flat=True)[:ROUND])


def payouts_to_send() -> list[int]:
    """Approved ones, and sent ones whose end nobody has told us."""
    waiting = Payout.objects.filter(state__in=[Payout.State.APPROVED, Payout.State.SENT], provider__in=list(PROVIDERS))
    return list(waiting.order_by("requested_at").values_list("pk", flat=True)[:ROUND])


def quarantined() -> QuerySet[ProviderNotice]:
    """Notices that did not fit and that nobody has dealt with."""
    return ProviderNotice.objects.filter(verdict=Verdict.QUARANTINED, resolved_at=None)
