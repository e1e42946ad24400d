"""Through the till: whereto, a word to each supplier, one payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.rules.checks import CheckedGroup
from huopan.domains.parties.models import Address
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.market.aside import A_NUMBER, left_out
from huopan.web.market.deliveries import Arrival, arrival
from huopan.web.market.pages.addresses import own_addresses
from huopan.web.market.pages.till import ask_for_approval, till_context, title_asked
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

NOTE = "note-"
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Till:
    """One supplier's part of the purchase, and when it arrives."""

    group: CheckedGroup
    arrival: Arrival | None


@for_party("buy")
def checkout(request: ActingRequest) -> HttpResponse:
    if request.method == "POST":
        return _placed(request)
    return _page(request)


def _page(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    addresses: list[Address] = list(own_addresses(request))
    if not addresses:
        return redirect(f"{reverse('market:new_address')}?next={reverse('market:checkout')}")
    chosen = _chosen(request, addresses)
    at = now()
    cart = queries.cart(by=request.actor, at=at, division_code=chosen.division_id, left_out=left_out(request))
    request.cart_kinds = sum(len(group.lines) for group in cart.groups) + len(cart.aside)
    if not cart.groups and refusal is None:
        return redirect("market:cart")
    template = "market/_checkout.html" if request.htmx else "market/checkout.html"
    return render(
        request,
        template,
        {
            "cart": cart,
            "tills": [Till(group, _arrival(group, chosen, at)) for group in cart.groups],
            "addresses": addresses,
            "chosen": chosen,
            "notes": _notes(request),
            "refusal": refusal,
            **till_context(request, cart, at),
        },
        status=status_of(refusal) if refusal else 200,
    )


def _placed(request: ActingRequest) -> HttpResponse:
    def work() -> str:
        purchase = orders.place_purchase(
            address=_number(request, "address"),
            notes=_notes(request),
            sku_ids=_shown(request),
            expected_total_fen=_number(request, "total"),
            invoice_title=title_asked(request),
            by=request.actor,
            at=now(),
        )
        return reverse("market:pay", args=[purchase.number])

    return submitted(request, work=work, in_place=lambda refusal: _page(request, refusal))


@require_POST
@for_party("buy")
def ask(request: ActingRequest) -> HttpResponse:
    """The cart goes to who may approve it."""

    def work() -> str:
        return ask_for_approval(
            request,
            address=_number(request, "address"),
            notes=_notes(request),
            sku_ids=_shown(request),
            expected_total_fen=_number(request, "total"),
            at=now(),
        )

    return submitted(
        request, work=work, in_place=lambda refusal: _page(request, refusal), told=_("Asked; who may approve is told.")
    )


def _arrival(group: CheckedGroup, address: Address, at: datetime) -> Arrival | None:
    """When the last of a supplier's goods comes; None where it does not deliver."""
    if group.freight is None:
        return None
    slowest = max(line.terms.lead_time_days for line in group.lines)
    return arrival(slowest, group.lines[0].terms.origin_code, address.division_id, at=at)


def _shown(request: ActingRequest) -> list[int] | None:
    """What the page listed: what somebody put in since then stays in the cart. None: everything."""
    return [int(each) for each in request.POST.getlist("sku") if A_NUMBER.fullmatch(each)] or None


def _chosen(request: ActingRequest, addresses: list[Address]) -> Address:
    wanted = request.POST.get("address") or request.GET.get("address")
    return next((address for address in addresses if str(address.pk) == wanted), addresses[0])


def _notes(request: ActingRequest) -> dict[int, str]:
    typed = request.POST if request.method == "POST" else request.GET
    return {
        int(name.removeprefix(NOTE)): str(text).strip()[:LONGEST_NOTE]
        for name, text in typed.items()
        if name.startswith(NOTE) and name.removeprefix(NOTE).isdecimal() and str(text).strip()
    }


def _number(request: ActingRequest, field: str) -> int:
    """0 is nobody's id and nobody's total: what cannot be read is refused by the action."""
    text = request.POST.get(field, "")
    return int(text) if text.isdecimal() else 0
