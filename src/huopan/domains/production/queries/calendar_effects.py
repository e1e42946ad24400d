"""What another calendar would do to every promise: asked before it is saved, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from huopan.domains.production.queries.board import Board, board_of
from huopan.domains.production.queries.calendars import Changed, calendars_of
from huopan.domains.production.queries.moves import Shifted, shifted_between
from huopan.domains.production.queries.tables import calendar_rows
from huopan.engines.planning import model


@dataclass(frozen=True)
class Effect:
    """`shifted`: promised demands that would be done at another time than without the change."""

    shifted: tuple[Shifted, ...] = ()

    @property
    def newly_late(self) -> tuple[Shifted, ...]:
        return tuple(each for each in self.shifted if each.is_late)


def effect_of(factory_id: int, changed: Changed, at: datetime) -> Effect:
    """Everything keeps its order and moves only as far as it must, as it will when the change is saved. A board's
    statement and one more; without a promise no more than the board's."""
    from huopan.engines.planning.retiming import retimed  # noqa: PLC0415 - compiled code takes a second to load

    board = board_of(factory_id, at)
    if not board.jobs:
        return Effect()
    as_it_is = replace(board, plan=retimed(board.shop, board.jobs, board.plan))
    return Effect(shifted_between(as_it_is, retimed(_shop(board, changed), board.jobs, board.plan)))


def _shop(board: Board, changed: Changed) -> model.Shop:
    then = calendars_of(
        calendar_rows(board.factory_id), board.origin, horizon_days=board.terms.horizon_days, changed=changed
    )
    centres = (
        replace(each, calendar=then.get(board.centres[each.code].calendar_id, model.Calendar(())))
        for each in board.shop.work_centres
    )
    return replace(board.shop, work_centres=tuple(centres))
