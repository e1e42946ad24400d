"""How much of which day a placement takes, and how much a day has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from huopan.domains.production.rules.working_time import CHINA, day_spans
from huopan.engines.planning.model import Placement, WorkCentre

Day = tuple[str, date]  # work centre code, day


def load_of(
    placements: Iterable[Placement], centres: Sequence[WorkCentre], origin: datetime
) -> dict[str, Counter[Day]]:
    """Working seconds of each job on each work centre's days."""
    from huopan.engines.planning.working import clock_of  # noqa: PLC0415 - compiled code takes a second to load

    machines = {(centre.code, machine.code): (centre, machine) for centre in centres for machine in centre.machines}
    clocks = {key: clock_of(*both) for key, both in machines.items()}
    loads: dict[str, Counter[Day]] = defaultdict(Counter)
    for each in placements:
        clock = clocks.get((each.work_centre, each.machine))
        for day, start, end in day_spans(origin=origin, start=each.start, end=each.end):
            seconds = clock.open_seconds(start, end) if clock else 0
            if seconds:
                loads[each.job][each.work_centre, day] += seconds
    return loads


def capacity_of(days: Iterable[Day], centres: Sequence[WorkCentre], origin: datetime) -> dict[Day, int]:
    """Machine seconds that each of `days` has while its machines are up."""
    from huopan.engines.planning.working import clock_of  # noqa: PLC0415 - compiled code takes a second to load

    clocks = {centre.code: [clock_of(centre, machine) for machine in centre.machines] for centre in centres}
    found: dict[Day, int] = {}
    for code, day in days:
        start, end = (int((_midnight(day, n) - origin).total_seconds()) for n in (0, 1))
        found[code, day] = sum(clock.open_seconds(start, end) for clock in clocks.get(code, ()))
    return found


def _midnight(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(), CHINA)
