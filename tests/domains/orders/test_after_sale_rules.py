from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.orders.rules.after_sale import (
    ClaimLine,
    ClaimsTooMuchError,
    ClaimTooLateError,
    NotClaimableError,
    NothingToReturnError,
    NotOrderedError,
    ReturnsTooMuchError,
    check_refund,
    check_return,
    must_be_claimable,
    price_of,
)
from huopan.domains.orders.rules.disputes import AwardOutsideClaimError, awarded
from huopan.kernel.money import Money

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)


def line(sku_id: int = 1, amount_fen: int = 1000, ordered: int = 3, **pieces: int) -> ClaimLine:
    counts = {"shipped": 0, "dropped": 0, "returned": 0} | pieces
    return ClaimLine(sku_id, "杯子", amount_fen, ordered, **counts)


@given(st.integers(1, 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_parts_taken_one_after_the_other_add_up_to_the_line(amount_fen: int, parts: list[int]) -> None:
    taken, total = 0, 0
    for part in parts:
        total += line(1, amount_fen, sum(parts), shipped=sum(parts), returned=taken).amount_of_next(part).fen
        taken += part
    assert total == amount_fen


def test_only_shipped_pieces_go_back_and_each_once() -> None:
    lines = [line(shipped=2, returned=1)]
    check_return(lines, {1: 1})
    with pytest.raises(ReturnsTooMuchError):
        check_return(lines, {1: 2})
    with pytest.raises(NotOrderedError):
        check_return(lines, {9: 1})
    with pytest.raises(NothingToReturnError):
        check_return(lines, {})


def test_before_the_last_shipment_a_refund_is_for_what_has_not_left() -> None:
    lines = [line(shipped=1)]
    check_refund(lines, {1: 2}, is_shipping=True)
    with pytest.raises(ClaimsTooMuchError):
        check_refund(lines, {1: 3}, is_shipping=True)
    with pytest.raises(ClaimsTooMuchError):
        check_refund(lines, {1: 0}, is_shipping=True)
    check_refund(lines, {1: 1}, is_shipping=False)
    with pytest.raises(ClaimsTooMuchError):
        check_refund(lines, {1: 2}, is_shipping=False)


def test_refund_of_everything_unshipped_takes_the_freight_along() -> None:
    lines = [line(1), line(2)]
    assert price_of(lines, {1: 3, 2: 3}, left=Money(2800)) == Money(2800)
    assert price_of(lines, {1: 3}, left=Money(2800)) == Money(1000)


def test_price_is_never_more_than_what_is_left() -> None:
    assert price_of([line(shipped=3)], {1: 3}, left=Money(400)) == Money(400)


def claimable(state: str, closed_at: datetime | None = None) -> None:
    must_be_claimable(state, closed_at=closed_at, at=AT, window_days=15, label=state)


def test_unpaid_and_ended_orders_have_no_after_sale() -> None:
    for state in ("awaiting_payment", "awaiting_acceptance", "cancelled", "terminated"):
        with pytest.raises(NotClaimableError):
            claimable(state)


def test_window_after_completion_ends() -> None:
    claimable("completed", AT - timedelta(days=15))
    with pytest.raises(ClaimTooLateError):
        claimable("completed", AT - timedelta(days=15, seconds=1))


def test_award_lies_within_the_claim() -> None:
    assert awarded("full", asked=Money(9), amount=None) == Money(9)
    assert awarded("none", asked=Money(9), amount=Money(5)) == Money(0)
    assert awarded("partial", asked=Money(9), amount=Money(5)) == Money(5)
    for amount in (None, Money(0), Money(9), Money(-1)):
        with pytest.raises(AwardOutsideClaimError):
            awarded("partial", asked=Money(9), amount=amount)
