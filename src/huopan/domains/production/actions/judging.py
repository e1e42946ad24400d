"""The verdict that was decided on, kept with the demand, so that it can be looked at later."""

from __future__ import annotations

from typing import Any

from huopan.domains.production import queries
from huopan.domains.production.models import Demand
from huopan.domains.production.queries.board import Board
from huopan.kernel.refusal import RefusedError


def keep_verdict(board: Board, demand: Demand, *, decided: str) -> None:
    """Note what the planner thinks of `demand` on this board, which has its material and routing, in the moment in
    which it is `decided`: held, countered or declined. What was held and is taken on is accepted on the same verdict.
    Only with the board locked."""
    demand.verdict = {**_verdict(board, demand), "decided": decided}
    Demand.objects.filter(pk=demand.pk).update(verdict=demand.verdict)


def _verdict(board: Board, demand: Demand) -> dict[str, Any]:
    try:
        return queries.as_kept(queries.judged(board, demand))
    except RefusedError as refusal:
        return queries.as_kept(queries.Judged(demand, board, None, refusal))
