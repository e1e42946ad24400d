from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.planning.model import Calendar, Machine, Shift, Span, WorkCentre
from huopan.engines.planning.working import NEVER, clock_of

DAYS = Calendar(tuple(Shift(day * 100, day * 100 + 40) for day in range(10)))


def clock(calendar: Calendar = DAYS, *, down: tuple[Span, ...] = (), may_pause: bool = True):
    return clock_of(WorkCentre("press", (), calendar, may_pause=may_pause), Machine("1", down=down))


def test_work_waits_while_the_centre_is_closed():
    assert clock().begin(50, 10) == 100
    assert clock().end(130, 25) == 215


def test_what_may_not_pause_waits_for_a_stretch_that_holds_it():
    assert clock(may_pause=False).begin(25, 20) == 100
    assert clock(may_pause=False).begin(0, 41) == NEVER


def test_a_machine_that_is_down_is_closed():
    broken = clock(down=(Span(10, 120),))
    assert broken.begin(5, 10) == 5
    assert broken.end(5, 10) == 125
    assert broken.open_seconds(0, 140) == 30


def test_past_the_last_shift_is_never():
    assert clock().begin(941, 1) == NEVER
    assert clock().end(930, 11) == NEVER
    assert clock().end(930, 10) == 940


def test_overtime_is_paid_by_its_rate():
    long_day = clock(Calendar((Shift(0, 40), Shift(40, 60, 150))))
    assert long_day.paid_seconds(30, 20) == 10 + 15


@given(st.integers(0, 900), st.integers(1, 120), st.booleans())
def test_the_latest_start_ends_in_time_and_one_later_does_not(end: int, work: int, may_pause: bool):
    asked = clock(may_pause=may_pause)
    latest = asked.latest(end, work)
    if latest < 0:
        assert all(asked.end(asked.begin(at, work), work) > end for at in range(0, end + 1, 7))
        return
    assert asked.begin(latest, work) == latest
    assert asked.end(latest, work) <= end
    later = asked.begin(latest + 1, work)
    assert later == NEVER or asked.end(later, work) > end
