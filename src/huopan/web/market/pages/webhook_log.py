"""What one webhook was told: each delivery with its body and answer, found by state and event, sent again."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries
from huopan.domains.notifications.models import WebhookDelivery
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import refused
from huopan.web.submitting import submitted

DELIVERIES_A_PAGE = 30


@for_party("webhooks.manage")
def webhook(request: ActingRequest, endpoint_id: int) -> HttpResponse:
    """The delivery log of one endpoint, newest first; a new signing secret is shown once."""
    endpoint = queries.webhook(endpoint_id, request.actor)
    state, event = request.GET.get("state", ""), request.GET.get("event", "")
    log = queries.deliveries(endpoint_id, request.actor, state=state)
    page = page_of(request, log.filter(event_name=event) if event else log, size=DELIVERIES_A_PAGE)
    shown = {
        "endpoint": endpoint,
        "page": page,
        "deliveries": [(each, _readable(each)) for each in page.rows],
        "states": WebhookDelivery.State.choices,
        "state": state,
        "event": event,
        "events": queries.event_types(),
        "secret": request.session.pop("webhook_secret", ""),
    }
    return render(request, "market/webhook.html", shown)


@require_POST
@for_party("webhooks.manage")
def send_again(request: ActingRequest, endpoint_id: int, delivery_id: int) -> HttpResponse:
    def work() -> str:
        notifications.replay_delivery(delivery_id=delivery_id, by=request.actor, at=now())
        return reverse("market:webhook", args=[endpoint_id])

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Sent again."))


@require_POST
@for_party("webhooks.manage")
def rotate(request: ActingRequest, endpoint_id: int) -> HttpResponse:
    """A new secret; the one before signs too for a while, so that nothing is lost on the way."""

    def work() -> str:
        secret = notifications.rotate_webhook_secret(endpoint_id=endpoint_id, by=request.actor, at=now())
        request.session["webhook_secret"] = secret
        return reverse("market:webhook", args=[endpoint_id])

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal))


def _readable(delivery: WebhookDelivery) -> str:
    return json.dumps(delivery.body, ensure_ascii=False, indent=2)
