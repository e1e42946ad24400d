from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huopan.engines.planning import promising
from huopan.engines.planning.boards import Board
from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import (
    ALWAYS,
    HOUR,
    Arrival,
    Calendar,
    Job,
    Machine,
    Material,
    Need,
    Option,
    Placement,
    Plan,
    SetupRule,
    Shift,
    Shop,
    Step,
    WorkCentre,
    traits,
)
from huopan.engines.planning.refusals import (
    AlreadyPlannedError,
    BeyondCalendarError,
    DeadlineMissedError,
    MaterialShortError,
    NoMachineError,
    NotPlannedError,
    PromiseLapsedError,
    TimesNotApprovedError,
)
from tests.engines.planning import shops

RED, BLUE = traits(colour="red"), traits(colour="blue")


ALL_DAY = Calendar()


def press(*, machines: int = 1, calendar: Calendar = ALL_DAY, hour_fen: int = 3600) -> Shop:
    rule = SetupRule(changes=(("colour", 10),))
    many = tuple(Machine(str(n)) for n in range(machines))
    return Shop((WorkCentre("press", many, calendar, rule, hour_fen),))


def printing(code: str, run: int = 20, colour=RED, **fields) -> Job:
    return Job(code, (Step("print", (Option("press", run),), colour),), **fields)


def promised(board: Board, job: Job, **asked) -> promising.Promise:
    """Promise the job by its earliest finish and commit it."""
    made = promising.promise(board, job, **asked)
    promising.commit(board, made)
    return made


def filled(shop: Shop, wanted) -> Board:
    board = Board(shop, [], Plan())
    for job, slack in wanted:
        try:
            made = promising.promise(board, job)
        except BeyondCalendarError:
            continue
        kept = replace(job, deadline=min(ALWAYS, made.finish + slack), is_promised=True)
        promising.commit(board, promising.promise(board, kept))
    return board


open_jobs = st.tuples(*(shops.jobs(code) for code in "abcd"))


@settings(max_examples=80, deadline=None)
@given(shops.shops(), open_jobs, shops.jobs("new"), st.booleans())
def test_a_new_job_breaks_nothing(shop, wanted, new, may_slide):
    board = filled(shop, wanted)
    before = {code: board.finish(code) for code in board.jobs}
    try:
        made = promising.promise(board, new[0], may_slide=may_slide)
    except BeyondCalendarError:
        return
    promising.commit(board, made)
    assert faults(shop, list(board.jobs.values()), board.plan()) == []
    assert board.placements("new") == made.placements
    moved = {code for code, end in before.items() if board.finish(code) > end}
    assert {slide.job for slide in made.slid if slide.after > slide.before} == moved
    assert may_slide or not moved


@settings(max_examples=50, deadline=None)
@given(shops.shops(), st.tuples(*(shops.jobs(code) for code in "abc")), shops.jobs("new"), st.integers(0, 80))
def test_no_way_of_placing_it_ends_earlier(shop, wanted, new, at):
    board = filled(shop, wanted)
    oracle = shops.earliest_by_trying_everything(shop, list(board.jobs.values()), board.plan(), new[0], at=at)
    try:
        made = promising.promise(board, new[0], at=at)
    except BeyondCalendarError:
        assert oracle is None
        return
    assert made.finish == oracle


@settings(max_examples=60, deadline=None)
@given(shops.shops(), open_jobs, shops.jobs("new"), st.booleans())
def test_taking_a_job_out_again_gives_the_board_back(shop, wanted, new, cheap):
    board = filled(shop, wanted)
    plan, limits = board.plan(), {code: board.latest_finish(code) for code in board.jobs}
    try:
        made = promising.cheapest(board, new[0], 2000) if cheap else promising.promise(board, new[0])
    except (BeyondCalendarError, DeadlineMissedError):
        return
    assert board.plan() == plan
    promising.commit(board, made)
    board.release("new")
    assert board.plan() == plan
    assert {code: board.latest_finish(code) for code in board.jobs} == limits
    assert Board(shop, list(board.jobs.values()), plan).plan() == plan


@settings(max_examples=60, deadline=None)
@given(shops.shops(), open_jobs, shops.jobs("new"), st.integers(0, 400))
def test_the_cheapest_way_is_in_time_and_no_dearer_than_the_earliest(shop, wanted, new, later):
    board = filled(shop, wanted)
    try:
        soonest = promising.promise(board, new[0])
    except BeyondCalendarError:
        return
    cheap = promising.cheapest(board, new[0], soonest.finish + later)
    assert cheap.finish <= soonest.finish + later
    assert cheap.cost_fen <= soonest.cost_fen
    promising.commit(board, cheap)
    assert faults(shop, list(board.jobs.values()), board.plan()) == []


def test_it_slides_what_has_slack_and_says_so():
    board = Board(press(), [], Plan())
    promised(board, printing("red", deadline=100))
    made = promised(board, printing("new", colour=BLUE, deadline=35))
    assert made.slid[0].job == "red"
    assert (made.finish, board.finish("red")) == (30, 60)


def test_it_leaves_everything_where_it_is_when_nothing_may_slide():
    board = Board(press(), [], Plan())
    promised(board, printing("red", deadline=100))
    with pytest.raises(DeadlineMissedError) as refused:
        promising.promise(board, printing("new", colour=BLUE, deadline=35), may_slide=False)
    assert refused.value.earliest == 60
    assert [each.code for each in refused.value.short] == ["press"]


def test_cheap_work_waits_for_regular_hours_and_joins_an_equal_set_up():
    days = [(Shift(n * 100, n * 100 + 30), Shift(n * 100 + 30, n * 100 + 60, 200)) for n in range(5)]
    board = Board(press(calendar=Calendar(sum(days, ()))), [], Plan())
    promised(board, printing("red", 15, deadline=25))
    blue = printing("blue", 15, BLUE)
    assert promising.promise(board, blue).costs[0].overtime_fen == 20
    waits = promising.cheapest(board, blue, 500)
    assert (waits.placements[0].start, waits.cost_fen) == (100, 25)
    promising.commit(board, waits)
    joins = promising.cheapest(board, printing("blue too", 5, BLUE), 500)
    assert joins.costs[0].joins
    assert joins.cost_fen == 5
    assert not waits.costs[0].joins


def test_unapproved_times_are_not_promised_on():
    step = Step("print", (Option("press", 20, is_approved=False),))
    with pytest.raises(TimesNotApprovedError, match="print"):
        promising.promise(Board(press(), [], Plan()), Job("new", (step,)))
    with pytest.raises(TimesNotApprovedError):
        promising.promise(Board(press(), [], Plan()), printing("new", run=0))


def test_a_step_that_nobody_can_do_is_named():
    with pytest.raises(NoMachineError, match="bake"):
        promising.promise(Board(press(), [], Plan()), Job("new", (Step("bake", (Option("oven", 5),)),)))


def test_material_is_claimed_once():
    shop = Shop(press(machines=2).work_centres, (Material("cup", (Arrival(0, 100), Arrival(500, 100))),))
    board = Board(shop, [], Plan())
    need = (Need("cup", 80),)
    assert promised(board, printing("first", needs=need)).start == 0
    assert promised(board, printing("second", needs=need)).start == 500
    with pytest.raises(MaterialShortError, match="cup") as refused:
        promising.promise(board, printing("third", needs=need))
    assert refused.value.short[0].missing == 40
    board.release("first")
    assert promising.promise(board, printing("third", needs=need)).start == 0


def test_a_deadline_that_waits_for_material_names_it():
    shop = Shop(press().work_centres, (Material("cup", (Arrival(500, 100),)),))
    with pytest.raises(DeadlineMissedError) as refused:
        promising.promise(Board(shop, [], Plan()), printing("new", deadline=400, needs=(Need("cup", 1),)))
    assert [(each.kind, each.code, each.free_from) for each in refused.value.short] == [("material", "cup", 500)]
    assert refused.value.earliest == 530


def test_a_promise_survives_what_does_not_touch_it_and_lapses_otherwise():
    board = Board(press(machines=2), [], Plan())
    offered, other = promising.promise(board, printing("a", deadline=30)), promising.promise(board, printing("b"))
    promising.commit(board, offered)
    with pytest.raises(PromiseLapsedError):
        promising.commit(board, other)
    with pytest.raises(AlreadyPlannedError):
        promising.commit(board, offered)
    board.release("a")
    board.advance(1)
    with pytest.raises(PromiseLapsedError):
        promising.commit(board, other)
    other = promising.promise(board, printing("b"))
    promised(board, printing("c", deadline=400))
    promising.commit(board, other)
    assert board.finish("b") == other.finish


def test_what_has_begun_stays_and_facts_push_what_follows():
    board = Board(press(), [], Plan())
    promised(board, printing("a", deadline=30))
    promised(board, printing("b", deadline=60))
    board.advance(5)
    assert [each.is_fixed for each in board.plan().placements] == [True, False]
    assert promising.promise(board, printing("c", 5)).start == 30
    slid = board.fix("a", 0, start=0, end=70)
    assert [(slide.job, slide.after) for slide in slid] == [("b", 90)]
    assert [(late.job, late.after) for late in board.late()] == [("a", 70), ("b", 90)]
    board.fix("a", 0, start=0, end=25)
    board.pull_forward()
    assert board.finish("b") == 45


def test_a_pinned_step_takes_another_machine_and_others_go_round_it():
    board = Board(press(machines=2), [], Plan())
    promised(board, printing("a"))
    promised(board, printing("b"))
    board.fix("a", 0, start=20, end=50, machine=("press", "1"))
    assert faults(board.shop, list(board.jobs.values()), board.plan()) == []
    assert board.plan().by_machine["press", "1"][0].start == 20


def test_a_plan_that_does_not_hold_any_more_slides():
    shop = press(calendar=Calendar((Shift(100, 900),)))
    stored = Plan((Placement("a", 0, "press", "0", 0, 10, 30), Placement("b", 0, "press", "0", 30, 0, 50)))
    board = Board(shop, [printing("a"), printing("b", deadline=140, is_promised=True)], stored)
    assert [(slide.job, slide.before, slide.after) for slide in board.slid] == [("a", 30, 130), ("b", 50, 150)]
    assert [late.job for late in board.late()] == ["b"]


def test_nobody_finds_a_job_that_is_not_planned():
    with pytest.raises(NotPlannedError):
        Board(press(), [], Plan()).finish("ghost")


def test_past_the_last_shift_is_refused():
    board = Board(press(calendar=Calendar((Shift(0, HOUR),))), [], Plan())
    with pytest.raises(BeyondCalendarError, match="press"):
        promising.promise(board, printing("long", 2 * HOUR))
