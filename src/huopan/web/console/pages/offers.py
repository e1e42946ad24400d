"""Offers the operator takes off the market, and lets back."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.parties import queries as parties
from huopan.infra.outbox.looking import trail
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator
from huopan.web.console.judging import Deed, judged
from huopan.web.console.sifting import named, sieve
from huopan.web.refusing import status_of

LATEST = 12
DEEDS = {
    "suspend": Deed(
        lambda it: catalog.suspend_offer(offer_id=it.pk, because=it.because, by=it.by, at=it.at),
        gettext_lazy("Off the market; the seller reads why."),
    ),
    "unsuspend": Deed(
        lambda it: catalog.unsuspend_offer(offer_id=it.pk, by=it.by, at=it.at), gettext_lazy("Back on the market.")
    ),
}


@for_operator()
def offer_list(request: ActingRequest) -> HttpResponse:
    """Offers by state, title, item code or supplier; what changed last first."""
    asked = sieve(request, Offer.State, first="suspended")
    rows = asked.sift(Offer.objects.visible_to(request.actor).select_related("supplier"), _meant)
    page = page_of(request, rows.order_by("-changed_at", "-pk"))
    return render(request, "console/offers.html", {"page": page, **asked.shown})


@for_operator()
def offer(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _page(request, offer_id)


@require_POST
@for_operator("operate")
def judge(request: ActingRequest, offer_id: int, verb: str) -> HttpResponse:
    """Suspend with a reason that the seller reads, or let it back."""
    return judged(
        request,
        offer_id,
        DEEDS.get(verb),
        page="console:offer",
        shown=lambda refusal: _page(request, offer_id, refusal),
    )


def _meant(words: str) -> Q:
    titled = Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(code=words)
    return titled | named(words, "supplier__")


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
