"""Webhooks: the endpoints. Deliveries follow Standard Webhooks; libraries to verify them exist in most languages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Id, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries
from huopan.domains.notifications.models import WebhookEndpoint

router = Router()
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
EventType = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.([a-z_]+|\*)$", max_length=80)]


class WebhookIn(Schema):
    url: Url = Field(description="https only, on the public internet", examples=["https://example.com/hooks/huopan"])
    event_types: list[EventType] = Field(
        [], max_length=100, description="Types from /webhook-events, or orders.* for a room; none: all of them"
    )


class WebhookOut(Schema):
    id: int
    url: str
    event_types: list[str]
    is_active: bool
    disabled_because: str
    failing_since: datetime | None
    waiting_count: int = Field(description="Deliveries still to be made")
    dead_count: int = Field(description="Deliveries given up; they may be replayed")
    created_at: datetime

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> WebhookOut:
        return cls(**_shown(endpoint))


class NewWebhookOut(WebhookOut):
    shown_once: ClassVar[frozenset[str]] = frozenset({"secret"})

    secret: str | None = Field(None, description="Verify signatures with it; shown in this answer only")


class EventTypesOut(Schema):
    items: list[str]


@router.get("/webhook-events", response=EventTypesOut, summary="Every type of event there is")
@reads("webhooks.manage")
def list_event_types(request: Asking) -> EventTypesOut:  # noqa: ARG001 - the same for everybody
    return EventTypesOut(items=queries.event_types())


@router.get("/webhooks", response=Page[WebhookOut], summary="Your webhooks")
@reads("webhooks.manage")
def list_webhooks(request: Asking, paging: Query[Paging]) -> Page[WebhookOut]:
    return page_of(queries.webhooks(request.actor), paging=paging, show=WebhookOut.of, key="id")


@router.post("/webhooks", response={201: NewWebhookOut}, summary="Hear of events at a URL of yours")
@writes("webhooks.manage")
def create_webhook(request: Asking, body: WebhookIn) -> NewWebhookOut:
    endpoint, secret = notifications.create_webhook(
        url=body.url, event_names=body.event_types, by=request.actor, at=request.at
    )
    return NewWebhookOut(**_shown(endpoint), secret=secret)


@router.put("/webhooks/{webhook_id}", response=WebhookOut, summary="Move it, or choose other events")
@writes("webhooks.manage")
def change_webhook(request: Asking, webhook_id: Id, body: WebhookIn) -> WebhookOut:
    notifications.change_webhook(
        endpoint_id=webhook_id, url=body.url, event_names=body.event_types, by=request.actor, at=request.at
    )
    return WebhookOut.of(_counted(request, webhook_id))


@router.delete("/webhooks/{webhook_id}", response={204: None}, summary="Forget it and its log")
@writes("webhooks.manage")
def remove_webhook(request: Asking, webhook_id: Id) -> None:
    notifications.remove_webhook(endpoint_id=webhook_id, by=request.actor, at=request.at)


@router.post(
    "/webhooks/{webhook_id}/rotate-secret",
    response=NewWebhookOut,
    summary="A new secret; the old one signs along for a day",
)
@writes("webhooks.manage")
def rotate_webhook_secret(request: Asking, webhook_id: Id) -> NewWebhookOut:
    secret = notifications.rotate_webhook_secret(endpoint_id=webhook_id, by=request.actor, at=request.at)
    return NewWebhookOut(**_shown(_counted(request, webhook_id)), secret=secret)


@router.post("/webhooks/{webhook_id}/disable", response=WebhookOut, summary="Tell it nothing more")
@writes("webhooks.manage")
def disable_webhook(request: Asking, webhook_id: Id) -> WebhookOut:
    notifications.disable_webhook(endpoint_id=webhook_id, by=request.actor, at=request.at)
    return WebhookOut.of(_counted(request, webhook_id))


@router.post("/webhooks/{webhook_id}/enable", response=WebhookOut, summary="Tell it of what happens from now on")
@writes("webhooks.manage")
def enable_webhook(request: Asking, webhook_id: Id) -> WebhookOut:
    notifications.enable_webhook(endpoint_id=webhook_id, by=request.actor, at=request.at)
    return WebhookOut.of(_counted(request, webhook_id))


@router.post("/webhooks/{webhook_id}/ping", response={204: None}, summary="Send it a test event")
@writes("webhooks.manage")
def ping_webhook(request: Asking, webhook_id: Id) -> None:
    notifications.ping_webhook(endpoint_id=webhook_id, by=request.actor, at=request.at)


def _counted(request: Asking, webhook_id: int) -> WebhookEndpoint:
    return queries.webhooks(request.actor).get(pk=webhook_id)


def _shown(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "event_types": endpoint.event_names,
        "is_active": endpoint.is_active,
        "disabled_because": endpoint.disabled_because,
        "failing_since": endpoint.failing_since,
        "waiting_count": getattr(endpoint, "waiting_count", 0),
        "dead_count": getattr(endpoint, "dead_count", 0),
        "created_at": endpoint.created_at,
    }
