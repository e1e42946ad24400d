"""How full each work centre is, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from huopan.domains.production import queries
from huopan.domains.production.queries import Board
from huopan.domains.production.rules.loads import capacity_of, load_of
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party

DAYS = 21
FULL = 100
COLUMN, HEIGHT = 31, 56  # pixels


@dataclass(frozen=True, slots=True)
class DayLoad:
    """`x`, `y`, `height`: the bar, in pixels."""

    on: date
    busy: int
    capacity: int
    percent: int
    x: int
    y: int
    height: int

    @property
    def is_open(self) -> bool:
        return self.capacity > 0


@dataclass(frozen=True, slots=True)
class CentreLoad:
    name: str
    machines: int
    days: tuple[DayLoad, ...]

    @property
    def percent(self) -> int:
        """Of the whole time shown."""
        capacity = sum(day.capacity for day in self.days)
        return round(FULL * sum(day.busy for day in self.days) / capacity) if capacity else 0


@for_party("plan")
def load(request: ActingRequest) -> HttpResponse:
    at = now()
    board = queries.board_of(request.actor.party_id, at)
    days = [timezone.localdate(at) + timedelta(days=n) for n in range(DAYS)]
    centres = sorted(_loads(board, days), key=lambda each: -each.percent)
    context = {
        "centres": centres,
        "names": [date_format(day, "m-d D") for day in days],
        "width": COLUMN * DAYS,
        "height": HEIGHT,
        "bottleneck": centres[:1],
    }
    return render(request, "workbench/production/load.html", context)


def _loads(board: Board, days: list[date]) -> list[CentreLoad]:
    centres = board.shop.work_centres
    busy: dict[tuple[str, date], int] = {}
    for per_day in load_of(board.plan.placements, centres, board.origin).values():
        for key, seconds in per_day.items():
            busy[key] = busy.get(key, 0) + seconds
    room = capacity_of([(centre.code, day) for centre in centres for day in days], centres, board.origin)
    return [
        CentreLoad(
            str(board.centres[centre.code]),
            len(centre.machines),
            tuple(
                _day(place, day, busy.get((centre.code, day), 0), room[centre.code, day])
                for place, day in enumerate(days)
            ),
        )
        for centre in centres
    ]


def _day(place: int, on: date, busy: int, capacity: int) -> DayLoad:
    percent = round(FULL * busy / capacity) if capacity else 0
    height = round(HEIGHT * min(percent, FULL) / FULL)
    return DayLoad(on, busy, capacity, percent, place * COLUMN, HEIGHT - height, height)
