from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.actions.paying import (
    CurrencyNotServedError,
    PaymentAlreadyMadeError,
    PaymentAlreadyOpenError,
    PaymentNoLongerOpenError,
)
from huopan.domains.settlement.models import Account, Payment, ProviderNotice, Transfer
from huopan.domains.settlement.rules import Allocation, EmptyPaymentError, TwicePaidReferenceError, Verdict
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from huopan.kernel.refusal import UnknownError
from tests.factories.parties import an_actor
from tests.factories.settlement import NOON, a_notice, a_payment, an_allocation, balance, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(traders) -> Payment:
    return a_payment(
        traders.buyer.pk, an_allocation(traders.factory.pk, 7_001), an_allocation(traders.trader.pk, 2_999)
    )


def without_savepoints(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def events(name: str) -> list[dict]:
    return list(TrailEntry.objects.filter(name=name).values_list("payload", flat=True))


def test_opening_takes_one_row_and_one_trail_entry(traders, django_assert_num_queries):
    allocation = an_allocation(traders.factory.pk)
    with django_assert_num_queries(2):
        a_payment(traders.buyer.pk, allocation)


def test_a_payment_asks_for_the_sum_of_its_allocations(payment):
    assert payment.amount_fen == 10_000
    assert events("settlement.PaymentOpened")[0]["amount_fen"] == 10_000


def test_nothing_cannot_be_asked_for(traders):
    with pytest.raises(EmptyPaymentError):
        a_payment(traders.buyer.pk)
    with pytest.raises(EmptyPaymentError):
        a_payment(traders.buyer.pk, an_allocation(traders.factory.pk, 0))


def test_one_reference_is_paid_once_in_a_payment(traders):
    part = an_allocation(traders.factory.pk)
    with pytest.raises(TwicePaidReferenceError):
        a_payment(traders.buyer.pk, part, part)


def test_other_currencies_are_not_served(traders):
    with pytest.raises(CurrencyNotServedError):
        a_payment(traders.buyer.pk, Allocation("SO1", traders.factory.pk, Money(5, "USD")))


@pytest.mark.django_db(transaction=True)
def test_one_open_payment_per_reference(traders):
    a_payment(traders.buyer.pk, an_allocation(traders.factory.pk), reference="PG1")
    with pytest.raises(PaymentAlreadyOpenError):
        a_payment(traders.buyer.pk, an_allocation(traders.factory.pk), reference="PG1")
    settlement.close_payment(purpose="purchase", reference="PG1", by=SYSTEM, at=NOON)
    a_payment(traders.buyer.pk, an_allocation(traders.factory.pk), reference="PG1")


def test_only_the_payer_gets_the_link(traders, payment):
    link = {"number": payment.number, "return_url": "https://huopan.example/back", "at": NOON}
    assert payment.number in settlement.payment_link(**link, by=an_actor(traders.buyer))
    with pytest.raises(UnknownError):
        settlement.payment_link(**link, by=an_actor(traders.factory))


def test_no_link_once_the_time_is_over(traders, payment):
    later = NOON + timedelta(hours=1)
    with pytest.raises(PaymentNoLongerOpenError):
        settlement.payment_link(number=payment.number, return_url="", by=an_actor(traders.buyer), at=later)


def test_no_link_once_paid(traders, payment):
    pay(payment)
    with pytest.raises(PaymentAlreadyMadeError):
        settlement.payment_link(number=payment.number, return_url="", by=an_actor(traders.buyer), at=NOON)


def test_a_paid_payment_is_held_for_each_payee(traders, payment):
    assert pay(payment) == Verdict.BOOKED
    assert (balance(traders.factory.pk, "escrow"), balance(traders.trader.pk, "escrow")) == (7_001, 2_999)
    assert events("settlement.PaymentReceived")[0] | {"payment_id": 0} == {
        "payment_id": 0,
        "number": payment.number,
        "purpose": "purchase",
        "reference": payment.reference,
        "amount_fen": 10_000,
        "is_late": False,
    }


def test_a_notice_takes_six_statements(payment):
    notice = a_notice(payment)
    with CaptureQueriesContext(connection) as queries:
        settlement.receive_notice(provider="sandbox", notice=notice, at=NOON)
    assert len(without_savepoints(queries)) == 6


def test_a_replayed_notice_changes_nothing(traders, payment):
    pay(payment, external_id="n1")
    assert pay(payment, external_id="n1") == Verdict.REPLAYED
    assert (Transfer.objects.count(), ProviderNotice.objects.count()) == (2, 1)


def test_saying_it_again_under_another_id_changes_nothing(traders, payment):
    pay(payment)
    assert pay(payment) == Verdict.REPEATED
    assert Transfer.objects.count() == 2


def test_a_second_trade_for_the_same_payment_is_quarantined(payment):
    pay(payment)
    assert pay(payment, provider_reference="another-trade") == Verdict.QUARANTINED
    assert events("settlement.NoticeQuarantined")[0]["because"] == "paid_twice"


def test_money_for_a_closed_payment_is_booked_as_late(traders, payment):
    assert settlement.close_payment(purpose="purchase", reference=payment.reference, by=SYSTEM, at=NOON)
    assert pay(payment) == Verdict.LATE
    assert balance(traders.factory.pk, "escrow") == 7_001
    assert events("settlement.PaymentReceived")[0]["is_late"] is True


def test_a_late_payment_does_not_disturb_the_one_made_instead(traders, payment):
    settlement.close_payment(purpose="purchase", reference=payment.reference, by=SYSTEM, at=NOON)
    again = a_payment(traders.buyer.pk, an_allocation(traders.factory.pk, 5), reference=payment.reference)
    assert (pay(again), pay(payment)) == (Verdict.BOOKED, Verdict.LATE)


def test_a_paid_payment_is_not_closed(payment):
    pay(payment)
    with pytest.raises(PaymentAlreadyMadeError):
        settlement.close_payment(purpose="purchase", reference=payment.reference, by=SYSTEM, at=NOON)


def test_closing_twice_or_nothing_is_no_news(payment):
    close = {"purpose": "purchase", "by": SYSTEM, "at": NOON}
    assert settlement.close_payment(reference=payment.reference, **close)
    assert not settlement.close_payment(reference=payment.reference, **close)
    assert not settlement.close_payment(reference="PG-none", **close)
    assert len(events("settlement.PaymentClosed")) == 1


def test_a_failed_attempt_leaves_the_payment_open(payment):
    assert pay(payment, outcome="failed") == Verdict.NOTED
    assert pay(payment) == Verdict.BOOKED


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"amount": Money(9_999)}, "amount"),
        ({"amount": Money(10_000, "USD")}, "currency"),
        ({"payee": "somebody-else"}, "payee"),
        ({"reference": "PG-other"}, "reference"),
        ({"number": "PY-none"}, "unknown"),
    ],
)
def test_what_does_not_fit_is_quarantined(payment, changed, because):
    assert pay(payment, **changed) == Verdict.QUARANTINED
    assert ProviderNotice.objects.get().because == because
    assert events("settlement.NoticeQuarantined")[0]["because"] == because
    assert not Account.objects.filter(kind="escrow").exists()


def test_a_replayed_misfit_stays_refused(payment):
    pay(payment, external_id="bad", amount=Money(1))
    assert pay(payment, external_id="bad", amount=Money(1)) == Verdict.QUARANTINED


def test_another_providers_payment_is_not_booked(payment):
    Payment.objects.update(provider="alipay")
    notice = a_notice(payment)
    assert settlement.receive_notice(provider="sandbox", notice=notice, at=NOON) == Verdict.QUARANTINED
