"""What production does about news from its own floor. All of it is safe to hear twice."""

from __future__ import annotations

from typing import cast

from huopan.domains.production import actions
from huopan.domains.production.events import FloorReported
from huopan.domains.production.models import FloorReport
from huopan.infra.outbox.receiving import Heard


def hear_the_floor(heard: Heard) -> None:
    """The plan follows what begins, ends, stops and goes on; pieces in between change nothing that others wait for."""
    event = cast("FloorReported", heard.event)
    if event.is_done or event.kind != FloorReport.Kind.GOOD:
        actions.follow_floor(factory_id=event.factory_id, about=event.number, at=event.at)
