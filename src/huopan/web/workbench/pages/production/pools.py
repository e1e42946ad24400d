"""Runs that share one set-up: who is in them, what that saves, when they close."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import ProductionPool
from huopan.domains.production.rules.states import POOLED
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.submitting import submitted
from huopan.web.workbench.pages.production import demands

State = ProductionPool.State


@for_party("sell")
def pools(request: ActingRequest) -> HttpResponse:
    """What is still to run, first to close first; or those in one state."""
    state = request.GET.get("state", "")
    chosen = (state,) if state in State.values else POOLED
    page = page_of(request, queries.pools(request.actor, *chosen))
    context = {"page": page, "pools": page.object_list, "states": State.choices, "state": state}
    return render(request, "workbench/production/pools.html", context)


@for_party("sell")
def pool(request: ActingRequest, pool_id: int) -> HttpResponse:
    shown = queries.pool(pool_id, request.actor)
    members = queries.members_shown(shown)
    return render(request, "workbench/production/pool.html", {"pool": shown, "members": members})


@require_POST
@for_party("sell")
def join(request: ActingRequest, demand_id: int) -> HttpResponse:
    """Hold a place for a demand in the run that was chosen."""
    sent = request.POST.get("pool", "")

    def work() -> str:
        pool_id = int(sent) if sent.isdecimal() and len(sent) < len(str(2**63)) else 0
        production.join_pool(demand_id=demand_id, pool_id=pool_id, by=request.actor, at=now())
        return reverse("workbench:demand", args=[demand_id])

    return submitted(
        request,
        work=work,
        in_place=lambda refusal: demands.refused_in_place(request, demand_id, refusal),
        told=_("It is in the run: its place is held until you take it on."),
    )
