"""A floor that reports, for the tests around it."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from huopan.domains.production import actions as production
from huopan.domains.production.models import FloorReport, WorkOrder
from tests.factories.production import MONDAY, Plannable, a_planner

_scans = count(1)


def told(
    shop: Plannable, order: WorkOrder, position: int, kind: str, *, at: datetime = MONDAY, **said: Any
) -> FloorReport:
    """One report by somebody who works on the floor, under an id of its own unless one is given."""
    client_id = said.pop("client_id", f"scan-{next(_scans)}")
    reporter = a_planner(shop.factory, "floor")
    return production.report_floor(
        client_id=client_id, number=order.number, position=position, kind=kind, by=reporter, at=at, **said
    )


def finished(shop: Plannable, order: WorkOrder, *, at: datetime = MONDAY) -> None:
    """Every operation started and all its pieces reported good."""
    for step in order.steps.order_by("position"):
        told(shop, order, step.position, "start", at=at)
        step.refresh_from_db()
        told(shop, order, step.position, "good", good=step.issued, at=at)
