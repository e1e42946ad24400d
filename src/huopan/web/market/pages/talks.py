"""Asking a supplier about an offer, beside the offer and in a list of one's talks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huopan.domains.catalog.models import Offer
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.clock import now
from huopan.infra.languages import own_language
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted


@for_party("buy")
def talk(request: ActingRequest, offer_id: int) -> HttpResponse:
    """What was said about the offer; opening it is reading it. Raises UnknownError where the offer is not to be
    seen."""
    return _asked(request, offer_id) if request.method == "POST" else _shown(request, offer_id)


@for_party("buy")
def talks(request: ActingRequest) -> HttpResponse:
    """Every talk about an offer, the last written first."""
    page = page_of(request, queries.threads(request.actor, "buyer"))
    return render(request, "market/talks.html", {"page": page})


def _asked(request: ActingRequest, offer_id: int) -> HttpResponse:
    """Beside the offer the talk is shown again with the new words; on its own page the browser goes there anew."""
    text = request.POST.get("text", "")
    refusals: list[RefusedError] = []

    def work() -> str:
        orders.ask_supplier(offer_id=offer_id, text=text, by=request.actor, at=now())
        return reverse("market:talk", args=[offer_id])

    def in_place(refusal: RefusedError) -> HttpResponse:
        refusals.append(refusal)
        return _shown(request, offer_id, refusal)

    answer = submitted(request, work=work, in_place=in_place, told="" if request.htmx else _("Sent."))
    return answer if refusals or not request.htmx else _shown(request, offer_id)


def _shown(request: ActingRequest, offer_id: int, refusal: RefusedError | None = None) -> HttpResponse:
    own = queries.offer_to_buy(offer_id, by=request.actor, on=localdate())
    request.cart_kinds = own.cart_kinds
    if own.thread_id:
        orders.read_thread(thread_id=own.thread_id, by=request.actor, at=now())
    shown = {
        "offer": own.offer,
        "talk": queries.thread_messages(own.thread_id, request.actor) if own.thread_id else [],
        "say_url": reverse("market:talk", args=[offer_id]),
        "text": request.POST.get("text", "") if refusal else _begun(request, own.offer),
        "refusal": refusal,
    }
    template = "market/offer/_talk.html" if request.htmx else "market/talk.html"
    return render(request, template, shown, status=status_of(refusal) if refusal else 200)


def _begun(request: ActingRequest, offer: Offer) -> str:
    """What the reader came to ask, to be read over and sent; "" where nothing is begun for them."""
    if request.GET.get("about") != "sample" or offer.sample_price_hao is None:
        return ""
    title = own_language(offer.title_zh, offer.title_en)
    return _("I would like a sample of “%(title)s” (item %(code)s).") % {"title": title, "code": offer.code}
