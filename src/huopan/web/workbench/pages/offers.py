"""The supplier's offers: the list, on and off the market."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted


@for_party("offers.read")
def offers(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """All of them, by state and words."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    rows = queries.listed_offers(
        request.actor, supplier_id=request.actor.party_id, state=state if state in Offer.State.values else ""
    )
    if words:
        rows = rows.filter(Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(code__icontains=words))
    context = {
        "page": page_of(request, rows.order_by("-pk")),
        "states": Offer.State.choices,
        "state": state,
        "words": words,
        "refusal": refusal,
    }
    return render(request, "workbench/offers/offers.html", context, status=status_of(refusal) if refusal else 200)


@require_POST
@for_party("offers.write")
def publish(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _done(
        request,
        lambda: catalog.publish_offer(offer_id=offer_id, by=request.actor, at=now()),
        _("On the market now."),
    )


@require_POST
@for_party("offers.write")
def withdraw(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _done(
        request,
        lambda: catalog.withdraw_offer(offer_id=offer_id, by=request.actor, at=now()),
        _("Taken back to draft."),
    )


def _done(request: ActingRequest, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("workbench:offers")

    return submitted(request, work=work, in_place=lambda refusal: offers(request, refusal), told=told)
