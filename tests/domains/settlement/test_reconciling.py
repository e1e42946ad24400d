"""What providers failed to tell is found by asking; what waits for them is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.actions.reconciling import Reconciled
from huopan.domains.settlement.models import Payment
from huopan.domains.settlement.ports import Outcome
from huopan.domains.settlement.rules import Allocation, Verdict
from huopan.infra.jobs.ticking import schedules
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.factories.settlement import NOON, a_notice, a_payment, an_allocation, balance, pay

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(minutes=4), NOON + timedelta(minutes=6)


@pytest.fixture
def payment(traders) -> Payment:
    return a_payment(traders.buyer.pk, an_allocation(traders.factory.pk, 500))


def test_a_payment_paid_in_silence_is_found(payment, provider, traders):
    provider.paid[payment.number] = a_notice(payment)
    assert settlement.reconcile(at=SOON) == Reconciled(0, 0, was_silent=False)
    assert settlement.reconcile(at=LATER) == Reconciled(1, 1, was_silent=False)
    assert balance(traders.factory.pk, "escrow") == 500


def test_the_lost_notice_that_comes_after_all_is_no_news(payment, provider):
    provider.paid[payment.number] = a_notice(payment)
    settlement.reconcile(at=LATER)
    assert pay(payment, at=LATER) == Verdict.REPEATED


def test_an_open_payment_is_not_asked_about_all_the_time(payment, provider):
    for minutes in (6, 7, 8, 11, 12):
        settlement.reconcile(at=NOON + timedelta(minutes=minutes))
    assert len(provider.asked) == 2


def test_money_that_comes_as_the_payment_closes_is_found_for_a_day(payment, provider):
    settlement.close_payment(purpose="purchase", reference=payment.reference, by=SYSTEM, at=LATER)
    provider.paid[payment.number] = a_notice(payment)
    assert settlement.reconcile(at=payment.expires_at + timedelta(hours=23)).found == 1
    payment.refresh_from_db()
    assert payment.state == "late"


def test_long_closed_payments_are_left_alone(payment, provider):
    settlement.close_payment(purpose="purchase", reference=payment.reference, by=SYSTEM, at=LATER)
    assert settlement.reconcile(at=payment.expires_at + timedelta(days=2)).looked_at == 0


def test_a_silent_provider_ends_the_round_and_loses_nothing(payment, provider):
    provider.is_silent = True
    assert settlement.reconcile(at=LATER).was_silent
    provider.is_silent = False
    provider.paid[payment.number] = a_notice(payment)
    assert settlement.reconcile(at=LATER).found == 1


def test_payments_of_a_provider_no_longer_in_use_are_left_alone(payment):
    Payment.objects.update(provider="alipay")
    assert settlement.reconcile(at=LATER).looked_at == 0


def test_a_refund_is_asked_for_until_it_is_settled(traders, provider):
    pay(a_payment(traders.buyer.pk, Allocation("SO1", traders.factory.pk, Money(500))))
    made = settlement.refund(reference="SO1", amount=Money(5), cause="c", by=SYSTEM, at=NOON)
    provider.outcomes[made.number] = Outcome("pending")
    settlement.send_waiting(at=NOON)
    provider.is_silent = True
    assert settlement.send_waiting(at=NOON).was_silent
    provider.is_silent = False
    provider.outcomes.clear()
    settlement.send_waiting(at=NOON)
    made.refresh_from_db()
    assert (made.state, len(provider.asked)) == ("done", 3)
    assert settlement.send_waiting(at=NOON).looked_at == 0


def test_the_sweeps_are_on_the_clock():
    names = {name.rsplit(".", 1)[1] for name in schedules()}
    assert {"send_waiting_money", "find_lost_notices"} <= names
