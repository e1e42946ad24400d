"""The cart: every refusal with what would make it pass, sums that follow the quantities."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.parties.models import Address
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.market.forms.quantities import emptied_in, quantities_in
from huopan.web.market.pages.addresses import own_addresses
from huopan.web.market.pages.offer import offer_page
from huopan.web.refusing import refused
from huopan.web.submitting import submitted


@for_party("buy")
def cart(request: ActingRequest) -> HttpResponse:
    return _cart(request, "market/cart.html")


@require_POST
@for_party("buy")
def set_quantities(request: ActingRequest) -> HttpResponse:
    """The quantities as they stand in the page; zero takes a line out."""
    try:
        orders.set_cart_lines(lines=quantities_in(request.POST).items(), by=request.actor, at=now())
        gone = [*emptied_in(request.POST), *_removed(request)]
        if gone:
            orders.remove_cart_lines(sku_ids=gone, by=request.actor, at=now())
    except RefusedError as refusal:
        return refused(request, refusal)
    return _cart(request, "market/_cart_changed.html") if request.htmx else redirect("market:cart")


@require_POST
@for_party("buy")
def add(request: ActingRequest, offer_id: int) -> HttpResponse:
    """Several SKUs of one offer at once."""
    wanted = quantities_in(request.POST)
    if not wanted:
        messages.warning(request, _("Type how many pieces you want of at least one variant."))
        return redirect("market:offer", offer_id)

    def work() -> str:
        orders.put_in_cart(lines=wanted.items(), by=request.actor, at=now())
        return reverse("market:offer", args=[offer_id])

    pieces = sum(wanted.values())
    told = ngettext("%(n)s piece is in the cart.", "%(n)s pieces are in the cart.", pieces) % {"n": pieces}
    return submitted(
        request, work=work, in_place=lambda refusal: offer_page(request, offer_id, wanted, refusal), told=told
    )


def _cart(request: ActingRequest, template: str) -> HttpResponse:
    address: Address | None = own_addresses(request).first()
    shown = queries.cart(by=request.actor, at=now(), division_code=address.division_id if address else None)
    request.cart_kinds = sum(len(group.lines) for group in shown.groups)
    return render(request, template, {"cart": shown, "address": address})


def _removed(request: ActingRequest) -> list[int]:
    removed = request.POST.get("remove", "")
    return [int(removed)] if removed.isdecimal() else []
