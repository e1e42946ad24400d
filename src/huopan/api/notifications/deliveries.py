"""Webhooks: the log of deliveries, and sending again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, Id, Moment, QuerySchema, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries
from huopan.domains.notifications.models import WebhookDelivery

router = Router()


class LogQuery(QuerySchema):
    state: Literal["waiting", "delivered", "dead"] | None = None


class ReplayIn(Schema):
    since: Moment | None = Field(None, description="Only of events since then; null: all that were given up")


class ReplayedOut(Schema):
    delivery_count: int


class DeliveryOut(Schema):
    id: int
    event_id: str = Field(description="The webhook-id header; the same on every try")
    event_type: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    last_status: int | None = Field(description="HTTP status of the last answer; null: none came")
    last_error: str
    created_at: datetime
    delivered_at: datetime | None
    body: dict[str, Any]

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> DeliveryOut:
        return cls(
            id=delivery.pk,
            event_id=f"evt_{delivery.event_id}",
            event_type=delivery.event_name,
            state=delivery.state,
            attempts=delivery.attempts,
            next_attempt_at=delivery.next_attempt_at,
            last_status=delivery.last_status,
            last_error=delivery.last_error,
            created_at=delivery.created_at,
            delivered_at=delivery.delivered_at,
            body=delivery.body,
        )


@router.get("/webhooks/{webhook_id}/deliveries", response=Page[DeliveryOut], summary="Its deliveries, newest first")
@reads("webhooks.manage")
def list_deliveries(request: Asking, webhook_id: Id, of: Query[LogQuery], paging: Query[Paging]) -> Page[DeliveryOut]:
    endpoint = queries.webhook(webhook_id, request.actor)
    log = queries.deliveries(endpoint.pk, request.actor, state=of.state or "")
    return page_of(log, paging=paging, show=DeliveryOut.of)


@router.post("/webhooks/{webhook_id}/replay", response=ReplayedOut, summary="Send again what was given up")
@writes("webhooks.manage")
def replay_webhook(request: Asking, webhook_id: Id, body: ReplayIn) -> ReplayedOut:
    count = notifications.replay_failed(endpoint_id=webhook_id, since=body.since, by=request.actor, at=request.at)
    return ReplayedOut(delivery_count=count)


@router.post("/webhook-deliveries/{delivery_id}/replay", response=DeliveryOut, summary="Send one delivery again")
@writes("webhooks.manage")
def replay_delivery(request: Asking, delivery_id: Id) -> DeliveryOut:
    return DeliveryOut.of(notifications.replay_delivery(delivery_id=delivery_id, by=request.actor, at=request.at))
