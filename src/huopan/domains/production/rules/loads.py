"""How much of which day a placement takes, and how much a day has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from huopan.domains.production.rules.working_time import CHINA, day_spans
from huopan.engines.planning.model import Machine, Placement, WorkCentre

Day = tuple[str, date]  # work centre code, day


def load_of(
    placements: Iterable[Placement], centres: Sequence[WorkCentre], origin: datetime
) -> dict[str, Counter[Day]]:
    """Working seconds of each job on each work centre's days."""
    from huopan.engines.planning.working import clock_of  # noqa: PLC0415 - compiled code takes a second to load

    rows = {(centre.code, machine.code): (centre, machine) for centre in centres for machine in centre.machines}
    loads: dict[str, Counter[Day]] = defaultdict(Counter)
    for each in placements:
        known = rows.get((each.work_centre, each.machine))
        clock = clock_of(*known) if known else None
        for day, start, end in day_spans(origin=origin, start=each.start, end=each.end):
            seconds = clock.open_seconds(start, end) if clock else 0
            if seconds:
                loads[each.job][each.work_centre, day] += seconds
    return loads


def capacity_of(days: Iterable[Day], centres: Sequence[WorkCentre], origin: datetime) -> dict[Day, int]:
    """Machine seconds that each of `days` has while its machines are up."""
    from huopan.engines.planning.working import clock_of  # noqa: PLC0415 - compiled code takes a second to load

    by_code = {centre.code: centre for centre in centres}
    found: dict[Day, int] = {}
    for code, day in days:
        centre = by_code.get(code)
        start, end = (int((_midnight(day, n) - origin).total_seconds()) for n in (0, 1))
        machines: Sequence[Machine] = centre.machines if centre else ()
        found[code, day] = sum(clock_of(centre, machine).open_seconds(start, end) for machine in machines if centre)
    return found


def _midnight(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(), CHINA)
