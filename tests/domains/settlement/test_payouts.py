from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement import queries
from huopan.domains.settlement.actions.accounts import NotABankAccountError
from huopan.domains.settlement.actions.payouts import (
    NoPayoutAccountError,
    PayoutBeyondAvailableError,
    PayoutMovedOnError,
    PayoutOfNothingError,
    SecondPersonNeededError,
)
from huopan.domains.settlement.models import CommissionRate, Payout
from huopan.domains.settlement.ports import Outcome, ProviderSilentError
from huopan.domains.settlement.rules import Allocation, Verdict
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import an_actor, an_operator
from tests.factories.settlement import NOON, a_notice, a_payment, balance, pay

pytestmark = pytest.mark.django_db
LIMIT = 5_000_000


@pytest.fixture
def seller(traders) -> Actor:
    """A factory's owner with ¥100,000.00 available and a bank account."""
    CommissionRate.objects.create(party=traders.factory, basis_points=0)
    pay(a_payment(traders.buyer.pk, Allocation("SO1", traders.factory.pk, Money(2 * LIMIT))))
    settlement.release_escrow(reference="SO1", payee_id=traders.factory.pk, cause="x", by=SYSTEM, at=NOON)
    seller = an_actor(traders.factory)
    settlement.save_payout_account(holder="工厂", bank="工商银行", number="6222 0200 0011 2233", by=seller, at=NOON)
    return seller


def ask(seller: Actor, fen: int, at=NOON) -> Payout:
    return settlement.request_payout(amount=Money(fen), by=seller, at=at)


def test_a_small_payout_goes_at_once(seller, provider):
    payout = ask(seller, LIMIT)
    assert (payout.state, balance(seller.party_id)) == ("approved", LIMIT)
    assert settlement.send_payout(payout_id=payout.pk, at=NOON).state == "paid"
    assert provider.asked == [payout.number]


def test_a_large_payout_waits_for_a_second_person(seller):
    payout = ask(seller, LIMIT + 1)
    assert settlement.send_payout(payout_id=payout.pk, at=NOON).state == "requested"
    approved = settlement.approve_payout(number=payout.number, by=an_operator("treasurer"), at=NOON)
    assert settlement.send_payout(payout_id=approved.pk, at=NOON).state == "paid"


def test_many_small_payouts_of_a_day_count_as_a_large_one(seller):
    assert ask(seller, LIMIT - 10).state == "approved"
    assert ask(seller, 11).state == "requested"
    assert ask(seller, 12, at=NOON + timedelta(days=1)).state == "approved"


def test_nobody_approves_their_own_request(seller):
    treasurer = an_operator("treasurer")
    payout = ask(seller, LIMIT + 1)
    Payout.objects.filter(pk=payout.pk).update(requested_by=treasurer.person_id)
    with pytest.raises(SecondPersonNeededError):
        settlement.approve_payout(number=payout.number, by=treasurer, at=NOON)


@pytest.mark.parametrize("state", ["approved", "sent", "paid"])
def test_the_database_lets_no_large_payout_go_without_a_second_person(seller, state):
    payout = ask(seller, LIMIT + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(state=state)


def test_a_payout_stays_within_what_is_available(seller):
    with pytest.raises(PayoutBeyondAvailableError, match=r"¥100,000\.00 is available"):
        ask(seller, 2 * LIMIT + 1)
    with pytest.raises(PayoutOfNothingError):
        ask(seller, 0)


def test_a_payout_needs_an_account(traders):
    with pytest.raises(NoPayoutAccountError):
        ask(an_actor(traders.trader), 1)


def test_a_refused_payout_gives_the_money_back(seller):
    payout = ask(seller, LIMIT + 1)
    treasurer = an_operator("treasurer")
    settlement.refuse_payout(number=payout.number, because="account not verified", by=treasurer, at=NOON)
    assert balance(seller.party_id) == 2 * LIMIT
    with pytest.raises(PayoutMovedOnError):
        settlement.approve_payout(number=payout.number, by=treasurer, at=NOON)


def test_a_failed_payout_gives_the_money_back(seller, provider):
    payout = ask(seller, 500)
    provider.outcomes[payout.number] = Outcome("failed", "no such account")
    assert settlement.send_payout(payout_id=payout.pk, at=NOON).state == "failed"
    assert balance(seller.party_id) == 2 * LIMIT


def test_a_silent_provider_is_asked_again_under_the_same_number(seller, provider):
    payout = ask(seller, 500)
    provider.is_silent = True
    with pytest.raises(ProviderSilentError):
        settlement.send_payout(payout_id=payout.pk, at=NOON)
    provider.is_silent = False
    assert settlement.send_payout(payout_id=payout.pk, at=NOON).state == "paid"
    assert provider.asked == [payout.number, payout.number]


def payout_notice(payout: Payout, outcome: str, seller: Actor) -> Verdict:
    notice = a_notice(
        a_payment(seller.party_id, Allocation("SO-x", seller.party_id, Money(1))),
        kind="payout",
        outcome=outcome,
        number=payout.number,
        amount=Money(payout.amount_fen),
    )
    return settlement.receive_notice(provider="sandbox", notice=notice, at=NOON)


def test_success_after_failure_is_quarantined(seller, provider):
    payout = ask(seller, 500)
    provider.outcomes[payout.number] = Outcome("pending")
    settlement.send_payout(payout_id=payout.pk, at=NOON)
    assert payout_notice(payout, "failed", seller) == Verdict.NOTED
    assert payout_notice(payout, "done", seller) == Verdict.QUARANTINED
    assert balance(seller.party_id) == 2 * LIMIT


def test_the_treasury_writes_down_what_it_paid_by_hand(seller):
    payout = ask(seller, 500)
    treasurer = an_operator("treasurer")
    paid = settlement.record_payout(number=payout.number, outcome=Outcome("done"), by=treasurer, at=NOON)
    assert paid.state == "paid"
    with pytest.raises(PayoutMovedOnError):
        settlement.record_payout(number=payout.number, outcome=Outcome("failed"), by=treasurer, at=NOON)


def test_changing_the_account_does_not_redirect_what_was_asked(seller):
    payout = ask(seller, 500)
    settlement.save_payout_account(holder="他人", bank="农业银行", number="9999888877776666", by=seller, at=NOON)
    payout.refresh_from_db()
    assert payout.destination["number"] == "6222020000112233"


def test_the_trail_knows_the_account_only_masked(seller):
    saved = TrailEntry.objects.get(name="settlement.PayoutAccountSaved")
    assert saved.payload["masked_number"] == "••••••••••••2233"


@pytest.mark.parametrize("number", ["", "123", "6222-卡", "x" * 35])
def test_an_account_number_must_look_like_one(seller, number):
    with pytest.raises(NotABankAccountError):
        settlement.save_payout_account(holder="工厂", bank="工商银行", number=number, by=seller, at=NOON)


def test_a_second_person_of_the_seller_approves_and_who_asked_takes_it_back(seller, traders):
    payout = ask(seller, LIMIT + 1)
    with pytest.raises(SecondPersonNeededError):
        settlement.approve_payout(number=payout.number, by=seller, at=NOON)
    second = an_actor(traders.factory, "finance")
    assert list(queries.payouts_to_approve(second)) == [payout]
    assert not queries.payouts_to_approve(seller).exists()
    assert settlement.approve_payout(number=payout.number, by=second, at=NOON).state == "approved"
    again = ask(seller, 1)
    settlement.refuse_payout(number=again.number, because="", by=seller, at=NOON)
    assert balance(seller.party_id) == 2 * LIMIT - (LIMIT + 1)


def test_nobody_else_decides_on_a_payout(seller, traders):
    payout = ask(seller, LIMIT + 1)
    with pytest.raises(ForbiddenError):
        settlement.approve_payout(number=payout.number, by=an_actor(traders.factory, "sales"), at=NOON)
    for act in (settlement.approve_payout, partial(settlement.refuse_payout, because="x")):
        with pytest.raises(UnknownError):
            act(number=payout.number, by=an_actor(traders.buyer), at=NOON)
    payout.refresh_from_db()
    assert payout.state == "requested"
