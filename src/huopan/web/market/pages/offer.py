"""One offer: what it is, what it costs at the reader's quantities, and what carrying it costs."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.catalog import queries as catalog
from huopan.domains.logistics import queries as logistics
from huopan.infra.clock import now
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.places import code_in, levels
from huopan.web.market.finding.names import stated
from huopan.web.market.forms.quantities import quantities_in
from huopan.web.market.offer_prices import Quote, quote
from huopan.web.market.pages.addresses import own_addresses
from huopan.web.refusing import status_of


def offer(request: ActingRequest, offer_id: int) -> HttpResponse:
    return offer_page(request, offer_id, quantities_in(request.GET))


def offer_page(
    request: ActingRequest, offer_id: int, wanted: Mapping[int, int], refusal: RefusedError | None = None
) -> HttpResponse:
    """The page at quantities already chosen, with what was refused."""
    found = catalog.offer_in_full(offer_id, by=request.actor)
    shown = {"offer": found, "quote": _quote(request, offer_id, wanted), "stated": stated(found.attributes)}
    status = status_of(refusal) if refusal else 200
    return render(request, "market/offer.html", {**shown, "refusal": refusal}, status=status)


def price(request: ActingRequest, offer_id: int) -> HttpResponse:
    """The ladder and the sum at the quantities typed so far."""
    catalog.offer_in_full(offer_id, by=request.actor)
    return render(request, "market/_offer_price.html", {"quote": _quote(request, offer_id, quantities_in(request.GET))})


def freight(request: ActingRequest, offer_id: int) -> HttpResponse:
    """What carrying the quantities typed so far costs to the place chosen, or to the reader's default address."""
    shown = catalog.offer_in_full(offer_id, by=request.actor)
    code = code_in(request.GET) or _home(request)
    quoted = _quote(request, offer_id, quantities_in(request.GET))
    answer = _freight(shown.supplier_id, offer_id, quoted, code) if code else None
    return render(
        request,
        "market/_freight_answer.html",
        {
            "offer": shown,
            "levels": levels(code),
            "fee": answer if isinstance(answer, Money) else None,
            "unserved": answer if isinstance(answer, RefusedError) else None,
            "quantity": quoted.quantity or shown.moq,
        },
    )


def _quote(request: ActingRequest, offer_id: int, wanted: Mapping[int, int]) -> Quote:
    return quote(catalog.offer_terms(offer_id, buyer_id=request.actor.party_id, at=now()), wanted)


def _freight(supplier_id: int, offer_id: int, quoted: Quote, code: str) -> Money | RefusedError:
    """For the minimum order where no quantity is chosen yet."""
    grams = sum(choice.terms.weight_grams * choice.quantity for choice in quoted.choices)
    if not quoted.quantity and quoted.choices:
        grams = quoted.choices[0].terms.weight_grams * quoted.choices[0].terms.moq
    ask = logistics.FreightAsk(supplier_id, code, [(offer_id, grams, quoted.amount.fen)])
    return logistics.freight_quotes([ask])[supplier_id]


def _home(request: ActingRequest) -> str:
    if not request.actor.party_id:
        return ""
    return own_addresses(request).values_list("division_id", flat=True).first() or ""
