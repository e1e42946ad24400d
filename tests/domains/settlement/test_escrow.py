from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.actions.refunding import (
    RefundAfterReleaseError,
    RefundBeyondHeldError,
    RefundCauseTakenError,
    RefundNotFailedError,
    RefundOfNothingError,
)
from huopan.domains.settlement.actions.releasing import NothingHeldError
from huopan.domains.settlement.models import CommissionRate, Refund, Transfer
from huopan.domains.settlement.ports import Outcome, ProviderSilentError
from huopan.domains.settlement.rules import Allocation, Verdict, shares
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from huopan.kernel.refusal import ForbiddenError
from tests.factories.parties import an_actor, an_operator
from tests.factories.settlement import NOON, a_payment, balance, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(traders) -> int:
    """¥100.01 in escrow for the factory under SO1."""
    payment = a_payment(traders.buyer.pk, Allocation("SO1", traders.factory.pk, Money(10_001)))
    pay(payment)
    return traders.factory.pk


def release(payee_id: int, reference: str = "SO1", cause: str = "order:SO1:release") -> Money:
    return settlement.release_escrow(reference=reference, payee_id=payee_id, cause=cause, by=SYSTEM, at=NOON)


def refund(fen: int, cause: str = "after-sale:1", reference: str = "SO1") -> Refund:
    return settlement.refund(reference=reference, amount=Money(fen), cause=cause, by=SYSTEM, at=NOON)


def events(name: str) -> list[dict]:
    return list(TrailEntry.objects.filter(name=f"settlement.{name}").values_list("payload", flat=True))


@given(fen=st.integers(1, 10**12), basis_points=st.integers(0, 10_000))
def test_fee_and_share_are_the_whole_to_the_fen(fen, basis_points):
    cut = shares(Money(fen), basis_points)
    assert cut.fee.fen + cut.share.fen == fen
    assert min(cut.fee.fen, cut.share.fen) >= 0
    assert abs(cut.fee.fen * 10_000 - fen * basis_points) < 10_000


def test_release_gives_the_seller_all_but_the_commission(held):
    assert release(held) == Money(10_001)
    assert (balance(held), balance(held, "escrow")) == (9_801, 0)
    assert events("EscrowReleased")[0]["fee_fen"] == 200


def test_releasing_twice_gives_nothing_more(held):
    release(held)
    assert release(held, cause="order:SO1:again") == Money(0)
    assert balance(held) == 9_801


def test_a_party_may_have_its_own_rate(held):
    CommissionRate.objects.create(party_id=held, basis_points=0)
    release(held)
    assert balance(held) == 10_001


def test_what_was_never_paid_is_not_released(held, traders):
    with pytest.raises(NothingHeldError):
        release(held, reference="SO-none")
    with pytest.raises(NothingHeldError):
        release(traders.trader.pk)


def test_partial_refund_leaves_the_rest_for_the_seller(held):
    made = refund(4_000)
    assert (made.state, balance(held, "escrow")) == ("requested", 6_001)
    assert release(held) == Money(6_001)


def test_refunds_end_at_what_is_held(held):
    refund(10_000)
    with pytest.raises(RefundBeyondHeldError, match=r"Only ¥0\.01"):
        refund(2, cause="after-sale:2")


def test_after_the_release_there_is_nothing_to_refund(held):
    release(held)
    with pytest.raises(RefundAfterReleaseError):
        refund(1)


def test_a_refund_is_above_zero(held):
    with pytest.raises(RefundOfNothingError):
        refund(0)


def test_the_same_cause_refunds_once(held):
    assert refund(4_000) == refund(4_000)
    assert balance(held, "escrow") == 6_001
    with pytest.raises(RefundCauseTakenError):
        refund(4_001)


def test_a_late_payment_is_refunded_to_who_made_it(traders, held):
    again = a_payment(traders.buyer.pk, Allocation("SO1", held, Money(10_001)))
    settlement.close_payment(purpose="purchase", reference=again.reference, by=SYSTEM, at=NOON)
    assert pay(again) == Verdict.LATE
    assert refund(10_001, cause=f"late:{again.pk}").payment == again


def test_the_provider_settles_a_refund(held, provider):
    made = settlement.send_refund(refund_id=refund(4_000).pk, at=NOON)
    assert (made.state, made.done_at) == ("done", NOON)
    assert provider.asked == [made.number]
    assert len(events("RefundDone")) == 1


def test_a_settled_refund_is_not_asked_again(held, provider):
    made = refund(4_000)
    settlement.send_refund(refund_id=made.pk, at=NOON)
    settlement.send_refund(refund_id=made.pk, at=NOON)
    assert provider.asked == [made.number]


def test_a_silent_provider_leaves_the_refund_waiting(held, provider):
    made = refund(4_000)
    provider.is_silent = True
    with pytest.raises(ProviderSilentError):
        settlement.send_refund(refund_id=made.pk, at=NOON)
    made.refresh_from_db()
    assert made.state == "requested"


def test_a_refused_refund_waits_for_a_person(held, provider):
    made = refund(4_000)
    provider.outcomes[made.number] = Outcome("failed", "the buyer's account is closed")
    assert settlement.send_refund(refund_id=made.pk, at=NOON).state == "failed"
    assert events("RefundFailed")[0]["because"] == "the buyer's account is closed"
    treasurer = an_operator("treasurer")
    assert settlement.retry_refund(number=made.number, by=treasurer, at=NOON).state == "requested"
    provider.outcomes.clear()
    assert settlement.send_refund(refund_id=made.pk, at=NOON).state == "done"
    with pytest.raises(RefundNotFailedError):
        settlement.retry_refund(number=made.number, by=treasurer, at=NOON)


def test_only_the_treasury_asks_again(held, traders):
    with pytest.raises(ForbiddenError):
        settlement.retry_refund(number=refund(1).number, by=an_actor(traders.buyer), at=NOON)


def refund_notice(made: Refund, **changed) -> Verdict:
    fields = {"kind": "refund", "number": made.number, "amount": Money(made.amount_fen)}
    return pay(made.payment, **{**fields, **changed})


def test_a_notice_settles_a_refund_once(held):
    made = refund(4_000)
    assert [refund_notice(made), refund_notice(made)] == [Verdict.NOTED, Verdict.NOTED]
    assert Transfer.objects.filter(cause=f"refund:{made.pk}").count() == 2


@pytest.mark.parametrize("changed", [{"amount": Money(3_999)}, {"number": "RF-none"}])
def test_a_refund_notice_that_does_not_fit_is_quarantined(held, changed):
    assert refund_notice(refund(4_000), **changed) == Verdict.QUARANTINED


def test_a_done_refund_cannot_fail(held):
    made = refund(4_000)
    refund_notice(made)
    assert refund_notice(made, outcome="failed") == Verdict.QUARANTINED
    made.refresh_from_db()
    assert made.state == "done"
