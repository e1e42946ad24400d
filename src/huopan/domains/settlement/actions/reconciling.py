"""Asking providers for what they may have failed to tell, and for what still has to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from huopan.domains.settlement import queries
from huopan.domains.settlement.actions.noticing import receive_notice
from huopan.domains.settlement.actions.payouts import send_payout
from huopan.domains.settlement.actions.refunding import send_refund
from huopan.domains.settlement.models import Payment
from huopan.domains.settlement.ports import PROVIDERS, ProviderSilentError
from huopan.domains.settlement.rules import Verdict


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many were looked at, how many lost notices were found, and whether a provider did not answer."""

    looked_at: int
    found: int
    was_silent: bool


def reconcile(*, at: datetime) -> Reconciled:
    """Ask providers about payments that should have been told of by now; book what was paid. Safe to repeat.

    Open payments older than some minutes, and for a day those that were closed unpaid.
    """
    due = queries.payments_to_poll(at=at)
    found, looked_at = 0, 0
    for payment in due:
        try:
            found += _poll(payment, at)
        except ProviderSilentError:
            return Reconciled(looked_at, found, was_silent=True)
        looked_at += 1
    return Reconciled(looked_at, found, was_silent=False)


def send_waiting(*, at: datetime) -> Reconciled:
    """Ask providers for every refund and payout that waits. Safe to repeat; a silent provider ends the round."""
    waiting: list[Callable[[], object]] = [
        *(partial(send_refund, refund_id=pk, at=at) for pk in queries.refunds_to_send()),
        *(partial(send_payout, payout_id=pk, at=at) for pk in queries.payouts_to_send()),
    ]
    for sent, send in enumerate(waiting):
        try:
            send()
        except ProviderSilentError:
            return Reconciled(sent, 0, was_silent=True)
    return Reconciled(len(waiting), 0, was_silent=False)


def _poll(payment: Payment, at: datetime) -> bool:
    notice = PROVIDERS[payment.provider].query(payment.number)
    Payment.objects.filter(pk=payment.pk).update(polled_at=at)
    if notice is None:
        return False
    return receive_notice(provider=payment.provider, notice=notice, at=at) in (Verdict.BOOKED, Verdict.LATE)
