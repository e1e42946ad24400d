"""Marked offers: the heart on a card, and the page to come back to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.market.finding.tray import A_NUMBER
from huopan.web.ways import way_back


@for_party("buy")
def favourites(request: ActingRequest) -> HttpResponse:
    page = page_of(request, queries.favourites(request.actor))
    return render(request, "market/favourites.html", {"page": page, "kept": queries.kept(page.rows, request.actor)})


@require_POST
@for_party("buy")
def toggle(request: ActingRequest) -> HttpResponse:
    """Mark the offer, or unmark it: the form says which, so that a second click from another tab undoes nothing."""
    offer_id, wanted = request.POST.get("offer", ""), request.POST.get("keep", "1") == "1"
    if A_NUMBER.fullmatch(offer_id):
        act = orders.keep_favourites if wanted else orders.drop_favourites
        act(offer_ids=[int(offer_id)], by=request.actor, at=now())
    if request.htmx:
        return render(request, "components/_heart.html", {"offer_id": offer_id, "is_kept": wanted})
    messages.success(request, _("Kept among your favourites.") if wanted else _("Taken from your favourites."))
    return redirect(way_back(request))
