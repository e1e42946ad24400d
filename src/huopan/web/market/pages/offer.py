"""One offer: what it is, what it costs at the reader's quantities, and what carrying it there costs and takes."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from huopan.domains.catalog import queries as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.orders import queries as orders
from huopan.domains.search import queries as search
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.places import code_in, levels
from huopan.web.market.deliveries import delivery
from huopan.web.market.finding.chips import proven_name
from huopan.web.market.finding.names import stated
from huopan.web.market.forms.quantities import quantities_in
from huopan.web.market.offer_matrix import matrix
from huopan.web.market.offer_prices import Quote, quote
from huopan.web.market.pages.places import place_of, remember_place
from huopan.web.refusing import status_of


def offer(request: ActingRequest, offer_id: int) -> HttpResponse:
    return offer_page(request, offer_id, quantities_in(request.GET))


def offer_page(
    request: ActingRequest, offer_id: int, wanted: Mapping[int, int], refusal: RefusedError | None = None
) -> HttpResponse:
    """The page at quantities already chosen, with what was refused."""
    own = orders.offer_to_buy(offer_id, by=request.actor, on=localdate())
    found, request.cart_kinds = own.offer, own.cart_kinds
    request.favourite_offers = {found.pk} if own.is_favourite else set()
    quoted = _quote(request, offer_id, wanted)
    shown = {
        "offer": found,
        "talks": own.thread_id is not None,
        "quote": quoted,
        "matrix": matrix(quoted.choices),
        "stated": stated(found.attributes),
        "conduct": search.conduct_of(getattr(found.supplier, "standing", None)),
        "proven": [proven_name(kind) for kind in own.proven],
        "refusal": refusal,
    }
    return render(request, "market/offer/page.html", shown, status=status_of(refusal) if refusal else 200)


def price(request: ActingRequest, offer_id: int) -> HttpResponse:
    """Ladder, sums, freight and arrival at the quantities typed and the place chosen so far."""
    found = _seen(request, offer_id)
    quoted = _quote(request, offer_id, quantities_in(request.GET))
    asked = delivery(found, quoted, place_of(request).code, at=now())
    shown = {
        "offer": found,
        "quote": quoted,
        "delivery": asked,
        "total": quoted.amount + asked.fee if quoted.quantity and asked.fee is not None else None,
    }
    return remember_place(request, render(request, "market/offer/_worked.html", shown))


def freight(request: ActingRequest, offer_id: int) -> HttpResponse:
    """The panel of delivery: to the reader's own place, or with the choice of another where none is known."""
    found = _seen(request, offer_id)
    place = place_of(request)
    quoted = _quote(request, offer_id, quantities_in(request.GET))
    chooses = "choose" in request.GET or not place.code
    shown = {
        "offer": found,
        "place": place,
        "levels": levels(code_in(request.GET)) if chooses else None,
        "quote": quoted,
        "delivery": delivery(found, quoted, "" if chooses else place.code, at=now()),
    }
    return render(request, "market/offer/_delivery.html", shown)


def _seen(request: ActingRequest, offer_id: int) -> Offer:
    return Offer.objects.visible_to(request.actor).select_related("supplier").seen(request.actor, pk=offer_id)


def _quote(request: ActingRequest, offer_id: int, wanted: Mapping[int, int]) -> Quote:
    return quote(catalog.offer_terms(offer_id, buyer_id=request.actor.party_id, at=now()), wanted)
