"""The supplier's day: what waits, by when, and how the last 30 days went."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from huopan.domains.orders import queries
from huopan.domains.orders.queries import Desk
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.workbench import todos
from huopan.web.workbench.beginning import first_steps
from huopan.web.workbench.trade import trade_of


@for_party("offers.read")
def today(request: ActingRequest) -> HttpResponse:
    at = now()
    desk = queries.desk(request.actor, at) if request.actor.may("sell") else Desk()
    waiting = {**desk.waiting, **todos.other_waiting(request.actor)}
    trade = trade_of(desk.days) if desk.days else None
    is_new = request.actor.may("offers.write") and not (trade and trade.orders)
    return render(
        request,
        "workbench/today.html",
        {
            "todos": todos.todos(waiting, request.actor, at),
            "trade": trade,
            "first_steps": first_steps(request.actor) if is_new else [],
            "at": at,
        },
    )


@for_party("offers.read")
def counts(request: ActingRequest) -> HttpResponse:
    """How many of each thing wait, for the menu of an open page."""
    answer = JsonResponse(todos.counts(request.actor, now()))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
