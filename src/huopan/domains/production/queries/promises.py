"""Where a demand would stand beside everything promised: the planner's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from huopan.domains.production.models import Demand
from huopan.domains.production.queries.board import Board
from huopan.domains.production.rules.working_time import CHINA
from huopan.engines.planning.calendars import Origin
from huopan.engines.planning.model import Placement, Plan

if TYPE_CHECKING:
    from huopan.engines.planning.boards import Board as Standing


@dataclass(frozen=True)
class Place:
    """`placements` of the demand, and the plan of all with it: others may have moved within their slack."""

    demand: Demand
    placements: tuple[Placement, ...]
    plan: Plan
    finishes_at: datetime
    promised_at: datetime


def standing_of(board: Board) -> Standing:
    """The board as the planner asks it."""
    from huopan.engines.planning.boards import Board as Standing  # noqa: PLC0415 - compiled code: a second to load

    return Standing(board.shop, board.jobs, board.plan, origin=Origin(board.origin.astimezone(CHINA)))


def place_of(board: Board, demand: Demand) -> Place:
    """The cheapest place of `demand` in time for what is wanted, or the earliest when no date is. Reserves nothing.

    Raises what the route and the planner refuse: no step, times that nobody approved, no machine, no material, no time.
    """
    from huopan.engines.planning import promising  # noqa: PLC0415 - compiled code takes a second to load

    board.routes.must_be_promisable(demand)
    standing = standing_of(board)
    if demand.wanted_by:
        wanted_by = board.second(demand.wanted_by)
        found = promising.cheapest(standing, board.job_of(demand, deadline=wanted_by), wanted_by)
    else:
        found = promising.promise(standing, board.job_of(demand))
    promising.commit(standing, found)
    finishes_at = board.moment(found.finish)
    return Place(demand, found.placements, standing.plan(), finishes_at, promise_of(board, demand, finishes_at))


def promise_of(board: Board, demand: Demand, finishes_at: datetime) -> datetime:
    """What to promise for a finish: what is wanted, which leaves the plan the most room, or the finish with the
    factory's buffer when nothing is."""
    if demand.wanted_by:
        return demand.wanted_by
    ahead = (finishes_at - board.origin) * board.terms.buffer_pct // 100
    return finishes_at + max(ahead, timedelta(hours=1))
