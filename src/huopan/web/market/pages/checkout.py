"""Through the till: whereto, a word to each supplier, one payment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.parties.models import Address
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.market.pages.addresses import own_addresses
from huopan.web.market.pages.till import ask_for_approval, till_context, title_asked
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

NOTE = "note-"
LONGEST_NOTE = 500


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
    cart = queries.cart(by=request.actor, at=now(), division_code=chosen.division_id)
    if not cart.groups and refusal is None:
        return redirect("market:cart")
    template = "market/_checkout.html" if request.htmx else "market/checkout.html"
    return render(
        request,
        template,
        {
            "cart": cart,
            "addresses": addresses,
            "chosen": chosen,
            "notes": _notes(request),
            "refusal": refusal,
            **till_context(request, cart, now()),
        },
        status=status_of(refusal) if refusal else 200,
    )


def _placed(request: ActingRequest) -> HttpResponse:
    def work() -> str:
        purchase = orders.place_purchase(
            address=_number(request, "address"),
            notes=_notes(request),
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
            expected_total_fen=_number(request, "total"),
            at=now(),
        )

    return submitted(
        request, work=work, in_place=lambda refusal: _page(request, refusal), told=_("Asked; who may approve is told.")
    )


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
