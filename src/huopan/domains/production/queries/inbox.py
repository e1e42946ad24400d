"""Verdicts for the planner's inbox: as plain values, many on one board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huopan.domains.production.models import Demand
from huopan.domains.production.queries.board import board_of
from huopan.domains.production.queries.promises import standing_of
from huopan.domains.production.queries.verdicts import as_kept, judged, verdict_on
from huopan.kernel.actor import Actor


def verdicts_on(demands: Sequence[Demand], factory_id: int, at: datetime) -> dict[int, dict[str, Any]]:
    """Each demand judged by itself, by its id: the same statements, and one board, however many they are."""
    board = board_of(factory_id, at, also=demands)
    standing = standing_of(board)
    return {demand.pk: as_kept(judged(board, demand, standing)) for demand in demands}


def kept_verdict(demand_id: int, by: Actor, at: datetime) -> dict[str, Any]:
    """What is thought of a demand now. Raises UnknownError to strangers."""
    return as_kept(verdict_on(demand_id, by, at))
