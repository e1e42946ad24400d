"""Offers the operator takes off the market, and lets back."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.parties import queries as parties
from huopan.infra.clock import now
from huopan.infra.outbox.looking import trail
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

LATEST = 12


@for_operator()
def offer_list(request: ActingRequest) -> HttpResponse:
    """Offers by state, title, item code or supplier; what changed last first."""
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "suspended")
    rows = Offer.objects.visible_to(request.actor).select_related("supplier")
    if words:
        titled = Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(code=words)
        rows = rows.filter(titled | Q(supplier__name_zh__icontains=words) | Q(supplier__name_en__icontains=words))
    if state in Offer.State.values:
        rows = rows.filter(state=state)
    page = page_of(request, rows.order_by("-changed_at", "-pk"))
    shown = {"page": page, "words": words, "state": state, "states": Offer.State.choices}
    return render(request, "console/offers.html", shown)


@for_operator()
def offer(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _page(request, offer_id)


@require_POST
@for_operator("operate")
def judge(request: ActingRequest, offer_id: int, verb: str) -> HttpResponse:
    """Suspend with a reason that the seller reads, or let it back."""
    if verb not in ("suspend", "unsuspend"):
        raise Http404

    def work() -> str:
        if verb == "suspend":
            because = request.POST.get("because", "")
            catalog.suspend_offer(offer_id=offer_id, because=because, by=request.actor, at=now())
        else:
            catalog.unsuspend_offer(offer_id=offer_id, by=request.actor, at=now())
        return reverse("console:offer", args=[offer_id])

    told = _("Off the market; the seller reads why.") if verb == "suspend" else _("Back on the market.")
    return submitted(request, work=work, in_place=lambda refusal: _page(request, offer_id, refusal), told=told)


def _page(request: ActingRequest, offer_id: int, refusal: RefusedError | None = None) -> HttpResponse:
    found = Offer.objects.visible_to(request.actor).select_related("supplier", "category")
    history = list(trail(aggregate="offer", aggregate_id=offer_id)[:LATEST])
    shown = {
        "offer": found.seen(request.actor, pk=offer_id),
        "history": history,
        "names": parties.person_names({entry.person_id for entry in history}),
        "refusal": refusal,
    }
    return render(request, "console/offer.html", shown, status=status_of(refusal) if refusal else 200)
