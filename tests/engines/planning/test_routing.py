import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.planning.routing import (
    EmptyRoutingError,
    NotAChainError,
    NothingToMakeError,
    Operation,
    RepeatedOperationError,
    Routing,
    RoutingLoopError,
    TimeNotPositiveError,
    UnknownWorkCentreError,
    Way,
    chain,
    job_of,
)


def routing(*operations: tuple[str, str], **way) -> Routing:
    """Operations of (code, after), each on the press."""
    ways = (Way(**{"work_centre": "press", "cycle_ms": 1000, **way}),)
    return Routing(tuple(Operation(code, ways, after=after) for code, after in operations))


def test_a_quantity_takes_whole_cycles():
    job = job_of(
        routing(("print", ""), cycle_ms=1500, pieces_per_cycle=4, setup_seconds=60), 9, code="a", work_centres=["press"]
    )
    option = job.steps[0].options[0]
    assert (option.run, option.setup) == (5, 60)


def test_names_after_names_make_a_chain():
    assert [each.code for each in chain(routing(("pack", "print"), ("cut", ""), ("print", "cut")))] == [
        "cut",
        "print",
        "pack",
    ]
    assert [each.code for each in chain(routing(("b", ""), ("a", "")))] == ["b", "a"]


@pytest.mark.parametrize(
    ("operations", "refusal", "named"),
    [
        ([("a", "c"), ("b", "a"), ("c", "b")], RoutingLoopError, "a → b → c"),
        ([("first", ""), ("a", "b"), ("b", "a")], RoutingLoopError, "a → b"),
        ([("a", "a")], RoutingLoopError, "a"),
        ([("a", ""), ("b", "a"), ("c", "a")], NotAChainError, "c"),
        ([("a", ""), ("b", "ghost")], NotAChainError, "ghost"),
        ([("a", ""), ("a", "")], RepeatedOperationError, "a"),
        ([], EmptyRoutingError, "no operation"),
    ],
)
def test_what_is_no_chain_is_refused(operations, refusal, named):
    with pytest.raises(refusal, match=named):
        chain(routing(*operations))


@pytest.mark.parametrize("wrong", [{"cycle_ms": 0}, {"cycle_ms": -1}, {"pieces_per_cycle": 0}, {"setup_seconds": -1}])
def test_times_that_are_none_are_refused(wrong):
    with pytest.raises(TimeNotPositiveError, match="print"):
        job_of(routing(("print", ""), **wrong), 1, code="a", work_centres=["press"])


def test_a_work_centre_that_is_not_there_is_named():
    with pytest.raises(UnknownWorkCentreError, match="press"):
        job_of(routing(("print", "")), 1, code="a", work_centres=["oven"])


@given(st.integers(-5, 0))
def test_nothing_cannot_be_made(quantity):
    with pytest.raises(NothingToMakeError):
        job_of(routing(("print", "")), quantity, code="a", work_centres=["press"])
