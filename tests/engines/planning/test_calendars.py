from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.planning.calendars import (
    Hours,
    NoOpenHourError,
    NotHoursError,
    NoZoneError,
    Origin,
    calendar_of,
    working_week,
)
from huopan.engines.planning.model import HOUR, Shift

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
ORIGIN = Origin(datetime(2026, 11, 23, tzinfo=SHANGHAI))
OFFICE = working_week(Hours(time(8), time(17)))
DAY = 24 * HOUR


def worked_days(**given_):
    calendar = calendar_of(ORIGIN, OFFICE, first=MONDAY, days=7, **given_)
    return [ORIGIN.to_datetime(shift.start).date().isoweekday() for shift in calendar.shifts]


def test_a_week_is_open_as_its_pattern_says():
    shifts = calendar_of(ORIGIN, OFFICE, first=MONDAY, days=7).shifts
    assert shifts[0] == Shift(8 * HOUR, 17 * HOUR)
    assert worked_days() == [1, 2, 3, 4, 5]


def test_holidays_close_and_make_up_days_open():
    saturday = MONDAY + timedelta(days=5)
    assert worked_days(holidays=[MONDAY], makeup_days=[saturday]) == [2, 3, 4, 5, 6]


def test_overtime_and_nights_are_stretches_of_their_own():
    night = working_week(Hours(time(22), time(6)), days=1)
    shifts = calendar_of(ORIGIN, night, first=MONDAY, days=2, extra={MONDAY: (Hours(time(18), time(23), 150),)}).shifts
    assert shifts == (Shift(18 * HOUR, 22 * HOUR, 150), Shift(22 * HOUR, 30 * HOUR))


def test_a_change_of_clocks_shortens_the_night():
    berlin = ZoneInfo("Europe/Berlin")
    origin = Origin(datetime(2026, 3, 28, tzinfo=berlin))
    night = working_week(Hours(time(22), time(6)), days=7)
    shifts = calendar_of(origin, night, first=date(2026, 3, 28), days=1).shifts
    assert shifts == (Shift(22 * HOUR, 29 * HOUR),)
    assert origin.to_datetime(29 * HOUR) == datetime(2026, 3, 29, 6, tzinfo=berlin)


def test_a_calendar_without_an_open_hour_is_refused():
    with pytest.raises(NoOpenHourError, match="2026-11-23"):
        calendar_of(ORIGIN, OFFICE, first=MONDAY, days=1, holidays=[MONDAY])


def test_hours_without_a_length_or_rate_are_refused():
    with pytest.raises(NotHoursError):
        Hours(time(8), time(8))
    with pytest.raises(NotHoursError):
        Hours(time(8), time(9), 0)


def test_a_moment_needs_a_zone():
    with pytest.raises(NoZoneError):
        Origin(datetime(2026, 11, 23))
    with pytest.raises(NoZoneError):
        ORIGIN.to_seconds(datetime(2026, 11, 23))


@given(st.integers(0, 400 * DAY), st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
def test_seconds_come_back_in_any_zone(second, zone):
    origin = Origin(datetime(2026, 3, 1, tzinfo=ZoneInfo(zone)))
    moment = origin.to_datetime(second)
    assert origin.to_seconds(moment) == second
    assert moment.astimezone(UTC) - origin.moment.astimezone(UTC) == timedelta(seconds=second)


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23), st.sampled_from([80, 100, 150])), max_size=4))
def test_stretches_are_sorted_and_apart_whatever_overlaps(hours):
    given_ = tuple(Hours(time(start), time(end), rate) for start, end, rate in hours if start != end)
    try:
        shifts = calendar_of(ORIGIN, working_week(*given_), first=MONDAY, days=3).shifts
    except NoOpenHourError:
        assert not given_
        return
    for before, after in pairwise(shifts):
        assert before.end < after.start or (before.end == after.start and before.rate_pct != after.rate_pct)
    covered = {at for shift in shifts for at in range(shift.start // HOUR, shift.end // HOUR)}
    expected = {
        day * 24 + hour
        for day in range(3)
        for each in given_
        for hour in range(each.start.hour, each.end.hour + (24 if each.end < each.start else 0))
    }
    assert covered == expected
