"""Notices from payment providers that did not fit, for the treasury."""

from __future__ import annotations

from datetime import datetime

from ninja import Query

from huopan.api.base import Asking, Id, Line, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.settlement.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import ProviderNotice
from huopan.domains.settlement.queries import quarantined


class NoticeOut(Schema):
    id: int
    provider: str
    external_id: str
    number: str
    because: str
    received_at: datetime


class ResolutionIn(Schema):
    resolution: Line


@router.get("/quarantine", response=Page[NoticeOut])
@reads("treasury")
def list_quarantine(request: Asking, paging: Query[Paging]) -> Page[NoticeOut]:  # noqa: ARG001 - the door has read it
    """Notices nobody has dealt with yet, newest first. Nothing of them was booked."""
    return page_of(quarantined(), paging=paging, show=_notice)


@router.post("/quarantine/{notice_id}/resolution", response={204: None})
@writes("treasury")
def resolve_quarantine(request: Asking, notice_id: Id, body: ResolutionIn) -> None:
    """Write down what was done about a notice."""
    settlement.resolve_quarantine(notice_id=notice_id, resolution=body.resolution, by=request.actor, at=request.at)


def _notice(notice: ProviderNotice) -> NoticeOut:
    return NoticeOut(
        id=notice.pk,
        provider=notice.provider,
        external_id=notice.external_id,
        number=notice.number,
        because=notice.because,
        received_at=notice.received_at,
    )
