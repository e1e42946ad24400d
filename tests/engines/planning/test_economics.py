from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huopan.engines.planning import bottleneck, economics, pooling, promising, verdicts
from huopan.engines.planning.boards import Board
from huopan.engines.planning.checking import faults
from huopan.engines.planning.economics import QuoteRequest, Usage
from huopan.engines.planning.model import (
    HOUR,
    Arrival,
    Calendar,
    Machine,
    Material,
    Plan,
    SetupRule,
    Shift,
    Shop,
    WorkCentre,
    traits,
)
from huopan.engines.planning.refusals import DeadlineMissedError
from huopan.engines.planning.routing import Operation, Routing, Way
from huopan.kernel.money import UnitPrice
from tests.engines.planning.test_promising import printing, promised

DAY = 24 * HOUR
LONG_DAYS = Calendar(
    tuple(
        part
        for day in range(60)
        for part in (
            Shift(day * DAY + 8 * HOUR, day * DAY + 17 * HOUR),
            Shift(day * DAY + 17 * HOUR, day * DAY + 21 * HOUR, 150),
        )
    )
)
RULE = SetupRule(changes=(("colour", 1800),))


def shop(*, hour_fen: int = 6000, calendar: Calendar = LONG_DAYS) -> Shop:
    """One press and one packing table, cups for 15,000 pieces at ¥1.20."""
    press = WorkCentre("press", (Machine("1"),), calendar, RULE, hour_fen)
    table = WorkCentre("pack", (Machine("1"),), calendar, SetupRule(), 3000)
    return Shop((press, table), (Material("cup", (Arrival(0, 15_000),), 120),))


def cups(quantity: int = 100, price: str = "5", colour: str = "red", **fields) -> QuoteRequest:
    """Printed cups: 36 s and then 9 s a piece."""
    routing = Routing(
        (
            Operation("print", (Way("press", 36_000),), traits(colour=colour)),
            Operation("pack", (Way("pack", 9000),)),
        )
    )
    return QuoteRequest("new", routing, quantity, UnitPrice.from_yuan(price), (Usage("cup"),), **fields)


def sums_of(board: Board, request: QuoteRequest) -> economics.Arithmetic:
    made = promising.promise(board, economics.job_for(board, request))
    return economics.arithmetic(board, request, made, bottleneck.bid_price(board))


def test_the_arithmetic_by_hand():
    """¥500 − cups 120 − half an hour's set-up 30 − print 60 − pack 7.50 − packaging 20 − rework 1% of 217.50."""
    sums = sums_of(Board(shop(), [], Plan()), cups(packaging=UnitPrice.from_yuan("0.2"), rework_basis_points=100))
    assert [(line.kind, line.fen) for line in sums.lines] == [
        ("material", 12_000),
        ("setup", 3000),
        ("run", 6000),
        ("setup", 0),
        ("run", 750),
        ("packaging", 2000),
        ("rework", 218),
        ("displaced", 0),
        ("late", 0),
    ]
    assert (sums.cost_fen, sums.contribution_fen) == (23_968, 26_032)


def test_overtime_is_a_line_of_its_own():
    sums = sums_of(Board(shop(), [], Plan()), cups(1000))
    assert sums.line("overtime") == 4500 + 3750  # 1.5 h of the press and 2.5 h of the table at half as much again
    assert sums.line("run") == 60_000 + 7500


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 3000),
    st.integers(0, 200_000),
    st.integers(0, 5000),
    st.integers(0, 2000),
    st.integers(0, 9999),
    st.integers(0, 90),
    st.lists(st.tuples(st.sampled_from(["red", "blue"]), st.integers(600, 40_000)), max_size=5),
)
def test_a_quote_adds_up_to_the_fen(quantity, hao, packaging, rework, hour_fen, margin, others):  # noqa: PLR0917
    board = Board(shop(hour_fen=hour_fen), [], Plan())
    for number, (colour, run) in enumerate(others):
        job = printing(f"open {number}", run, traits(colour=colour), due=DAY, late_hour_fen=777, revenue_fen=50_000)
        promised(board, job)
    request = replace(
        cups(quantity, due=DAY, late_hour_fen=1234),
        price=UnitPrice(hao),
        packaging=UnitPrice(packaging),
        rework_basis_points=rework,
        least_margin_pct=margin,
    )
    sums = sums_of(board, request)
    assert sums.revenue_fen - sum(line.fen for line in sums.lines) == sums.contribution_fen
    assert all(isinstance(line.fen, int) for line in sums.lines)
    assert sums.earns == (sums.revenue_fen >= sums.least_price_fen)
    assert sums.line("material") == 120 * quantity
    if sums.bottleneck_seconds:
        hourly = sums.contribution_per_bottleneck_hour_fen
        assert hourly * sums.bottleneck_seconds <= sums.contribution_fen * HOUR < (hourly + 1) * sums.bottleneck_seconds


@settings(max_examples=60, deadline=None)
@given(st.integers(100, 400), st.integers(13_000, 18_700) | st.integers(20_000, 30_000), st.sampled_from([0, 5, 20]))
def test_break_even_is_the_fewest_pieces_that_earn(quantity, hao, margin):
    """On an empty board in regular hours an order costs a set-up and 187.5 fen a piece, so the formula is exact."""
    assume(not 18_700 < hao * (100 - margin) // 100 < 20_000)  # where half a fen of rounding is several pieces
    board = Board(shop(calendar=Calendar()), [], Plan())
    request = replace(cups(quantity), price=UnitPrice(hao), least_margin_pct=margin)
    enough = sums_of(board, request).break_even_quantity
    if enough is None:
        assert not sums_of(board, replace(request, quantity=9000)).earns
        return
    assert sums_of(board, replace(request, quantity=enough + 1)).earns
    assert enough <= 2 or not sums_of(board, replace(request, quantity=enough - 2)).earns


def busy(*, hours: int, revenue_fen: int = 100_000) -> Board:
    """A press with so many hours of red work, each earning `revenue_fen`."""
    board = Board(shop(), [], Plan())
    for number in range(hours):
        job = printing(f"red {number}", HOUR, traits(colour="red"), revenue_fen=revenue_fen)
        promised(board, replace(job, deadline=40 * DAY))
    return board


def test_the_bid_rises_with_the_load():
    bids = [bottleneck.bid_price(busy(hours=hours)) for hours in (20, 50, 60, 80)]
    assert [bid.load.work_centre for bid in bids] == ["press"] * 4
    assert [bid.load.open_seconds for bid in bids] == [65 * HOUR] * 4
    assert bids[0].hour_fen == 0
    assert 0 < bids[1].hour_fen < bids[2].hour_fen < bids[3].hour_fen
    assert bids[3].hour_fen > bids[3].earned_hour_fen > 90_000
    assert [bottleneck.scarcity_pct(pct) for pct in (0, 70, 85, 100, 120, 900)] == [0, 0, 50, 100, 120, 150]


def test_a_good_order_is_accepted_and_a_poor_one_is_not():
    board = Board(shop(), [], Plan())
    assert verdicts.judge(board, cups()).answer == "accept"
    poor = verdicts.judge(board, cups(price="1"), with_counters=False)
    assert (poor.answer, poor.arithmetic.contribution_fen < 0) == ("decline", True)


def test_what_leaves_less_than_the_least_margin_is_not_accepted_and_says_the_price_that_does():
    """Cups at ¥5 leave 28,250 of 50,000 fen on an empty board: 56%."""
    board = Board(shop(), [], Plan())
    assert verdicts.judge(board, cups(least_margin_pct=56)).answer == "accept"
    verdict = verdicts.judge(board, cups(least_margin_pct=60))
    sums = verdict.arithmetic
    assert (verdict.answer, sums.contribution_fen, sums.least_margin_fen) == ("counter", 28_250, 30_000)
    assert sums.least_price_fen == -(-sums.cost_fen * 100 // 40)
    assert all(each.arithmetic.least_margin_pct == 60 for each in verdict.counters)


def test_on_a_full_press_the_same_order_has_to_earn_more():
    verdict = verdicts.judge(busy(hours=80), cups())
    assert verdict.answer != "accept"
    assert 0 < verdict.arithmetic.contribution_fen < verdict.arithmetic.bid_fen
    dearer = cups(price="30")
    assert verdicts.judge(busy(hours=80), dearer).answer == "accept"


def test_counters_name_changes_that_can_be_committed_at_their_price():
    board = busy(hours=9)
    asked = cups(10, price="2", colour="blue", deadline=DAY, packaging=UnitPrice(100))
    verdict = verdicts.judge(board, asked)
    assert verdict.answer == "counter"
    assert {"quantity", "colour"} <= {each.change for each in verdict.counters}
    savings = [each.saving_basis_points for each in verdict.counters]
    assert savings == sorted(savings, reverse=True)
    assert savings[-1] > 0
    for each in verdict.counters:
        assert each.price_fen == each.arithmetic.cost_fen + each.arithmetic.bid_fen
        promising.commit(board, each.promise)
        assert faults(board.shop, list(board.jobs.values()), board.plan()) == []
        board.release("new")


def test_joining_a_pool_is_cheaper_by_the_set_up_it_spares():
    board = busy(hours=3)
    promised(board, printing("blue", HOUR, traits(colour="blue"), release=2 * DAY, deadline=3 * DAY))
    verdict = verdicts.judge(board, cups(10, price="1", colour="blue", deadline=20 * DAY))
    pooled = next(each for each in verdict.counters if each.change == "pool")
    offer = pooling.offers(board, economics.job_for(board, pooled.request))[0]
    assert verdict.arithmetic.line("setup") >= 3000
    assert pooled.arithmetic.line("setup") == offer.share_fen == 1500
    assert pooled.price_fen < verdict.arithmetic.least_price_fen


def test_who_joins_without_asking_pays_the_same_share():
    board = Board(shop(), [], Plan())
    promised(board, printing("red", HOUR, traits(colour="red"), deadline=DAY))
    assert sums_of(board, cups()).line("setup") == 1500


def test_what_cannot_be_done_in_time_is_countered_with_a_later_date():
    board = busy(hours=9)
    for code in list(board.jobs):
        board.release(code)
    promised(board, printing("block", 9 * HOUR - 1800, traits(colour="blue"), deadline=17 * HOUR))
    verdict = verdicts.judge(board, cups(100, deadline=17 * HOUR))
    assert verdict.promise is None
    assert isinstance(verdict.refusal, DeadlineMissedError)
    later = next(each for each in verdict.counters if each.change == "later")
    assert verdict.answer == "counter"
    assert 17 * HOUR < later.promise.finish <= 17 * HOUR + int(later.detail) * DAY
    assert later.arithmetic.line("overtime") == 0


def test_short_material_declines_with_the_reason():
    verdict = verdicts.judge(Board(shop(), [], Plan()), cups(20_000))
    assert (verdict.answer, verdict.refusal.code) == ("decline", "material_short")


def test_lateness_that_it_causes_is_charged():
    board = Board(shop(calendar=Calendar()), [], Plan())
    promised(board, printing("soft", HOUR, traits(colour="red"), due=HOUR + 1800, late_hour_fen=1000, deadline=DAY))
    sums = sums_of(board, cups(100, deadline=2 * HOUR))
    assert [slide.job for slide in sums.displaced] == ["soft"]
    assert sums.line("displaced") == 1000


def test_a_price_is_asked_of_whole_materials():
    assert [Usage("carton", 1, 24).needed(pieces) for pieces in (1, 24, 25)] == [1, 1, 2]
    with pytest.raises(ZeroDivisionError):
        Usage("carton", 1, 0).needed(1)
