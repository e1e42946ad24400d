"""A statement of any period adds up, whichever way its figures are summed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement import queries
from huopan.domains.settlement.models import CommissionRate
from huopan.domains.settlement.rules import Allocation
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.factories.parties import an_actor
from tests.factories.settlement import NOON, a_payment, balance, pay

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def seller(traders, provider):
    """Three orders released on three days, and a payout between them."""
    CommissionRate.objects.create(party=traders.factory, basis_points=0)
    owner = an_actor(traders.factory)
    settlement.save_payout_account(holder="工厂", bank="工商银行", number="6222 0200 0011 2233", by=owner, at=NOON)
    for day, fen in enumerate((10_000, 20_000, 40_000)):
        at, reference = NOON + day * DAY, f"SO{day}"
        pay(a_payment(traders.buyer.pk, Allocation(reference, traders.factory.pk, Money(fen)), at=at), at=at)
        settlement.release_escrow(reference=reference, payee_id=traders.factory.pk, cause=reference, by=SYSTEM, at=at)
        if day == 1:
            settlement.request_payout(amount=Money(5_000), by=owner, at=at)
    return owner.party_id


def period(seller, since, until, most=100):
    return queries.period_statement(seller, since=NOON + since * DAY, until=NOON + until * DAY, most=most)


@pytest.mark.parametrize(("since", "until"), [(-5, 9), (0, 1), (1, 2), (2, 9), (5, 9), (-5, 0)])
def test_opening_and_movements_make_the_closing_balance(seller, since, until):
    found = period(seller, since, until)
    assert found.opening + found.received - found.gone == found.closing
    assert found.opening + sum((line.amount for line in found.lines), Money(0)) == found.closing
    assert [line.balance for line in found.lines][-1:] == ([found.closing] if found.lines else [])


def test_one_periods_closing_is_the_nexts_opening_and_the_last_is_what_is_there(seller):
    assert period(seller, -5, 1).closing == period(seller, 1, 9).opening == Money(10_000)
    assert period(seller, -5, 9).closing == Money(balance(seller))


def test_a_long_statement_is_cut_but_its_sums_are_whole(seller):
    found = period(seller, -5, 9, most=2)
    assert (len(found.lines), found.is_cut) == (2, True)
    assert found.closing == Money(balance(seller))


def test_who_never_sold_has_an_empty_statement(traders):
    found = period(traders.buyer.pk, -5, 9)
    assert (found.opening, found.closing, found.lines) == (Money(0), Money(0), ())
