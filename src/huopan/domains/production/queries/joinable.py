"""Which open pools a demand could join, what that costs and when it would be done: asked before anybody joins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huopan.domains.production.models import Demand, ProductionPool
from huopan.domains.production.queries.board import Board, board_of
from huopan.domains.production.queries.demands import demand as seen_demand
from huopan.domains.production.queries.pools import Joined
from huopan.domains.production.queries.promises import joinings, standing_of
from huopan.domains.production.queries.verdicts import as_kept, judged
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError

MOST_TRIED = 10


@dataclass(frozen=True, slots=True)
class Joinable:
    """`later`: how many others would be done later for it, each within what was promised."""

    joined: Joined
    finishes_at: datetime
    later: int


def pools_to_join(demand_id: int, by: Actor, at: datetime) -> list[Joinable]:
    """What joining each open pool would mean for a demand, what saves most first; nothing is reserved. Raises
    UnknownError to strangers, its buyer too."""
    demand = seen_demand(demand_id, by)
    return _joinable(board_of(demand.factory_id, at, also=[demand]), demand)


def verdict_and_pools(demand: Demand, at: datetime) -> tuple[dict[str, Any], list[Joinable]]:
    """What is thought of a demand now and the pools it could join, by one look at the board, for whoever may see it.
    Two statements."""
    board = board_of(demand.factory_id, at, also=[demand])
    return as_kept(judged(board, demand)), _joinable(board, demand)


def _joinable(board: Board, demand: Demand) -> list[Joinable]:
    try:
        board.routes.must_be_promisable(demand)
    except RefusedError:
        return []
    standing = standing_of(board)
    if str(demand.pk) in standing:
        standing.release(str(demand.pk))
    rows = ProductionPool.objects.filter(factory_id=demand.factory_id, state="open", closes_at__gt=board.origin)
    found = [
        Joinable(Joined(pool, offer.alone_fen, offer.share_fen), board.moment(made.finish), len(made.slid))
        for pool in rows.select_related("machine__work_centre").order_by("closes_at")[:MOST_TRIED]
        for made, offer in joinings(board, standing, demand, pool)
    ]
    return sorted(found, key=lambda each: (-each.joined.saving_fen, each.finishes_at))
