"""What waits for the operator."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.orders import queries as orders
from huopan.domains.parties.models import Party
from huopan.domains.settlement.models import Payout
from huopan.web.acting import ActingRequest
from huopan.web.console.guarding import for_operator
from huopan.web.console.waiting import queues

SHOWN = 6


@for_operator()
def desk(request: ActingRequest) -> HttpResponse:
    """Every queue with its count and the age of its oldest; the heads of the three that people wait for."""
    by = request.actor
    pending = Party.objects.visible_to(by).filter(state=Party.State.PENDING).select_related("division")
    payouts = Payout.objects.visible_to(by).filter(state=Payout.State.REQUESTED).select_related("party")
    shown = {
        "queues": queues(by),
        "pending": pending.order_by("registered_at", "pk")[:SHOWN],
        "disputes": orders.disputes()[:SHOWN],
        "payouts": payouts.order_by("requested_at")[:SHOWN],
    }
    return render(request, "console/desk.html", shown)
