"""The cart: every refusal with what would make it pass, sums that follow the quantities."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

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
from huopan.web.components.toasts import Undo, tell
from huopan.web.market.aside import left_out, remember
from huopan.web.market.cart_view import shelves
from huopan.web.market.forms.quantities import PREFIX, emptied_in, pair_in, quantities_in
from huopan.web.market.pages.addresses import own_addresses
from huopan.web.market.pages.offer import offer_page
from huopan.web.refusing import refused
from huopan.web.submitting import submitted
from huopan.web.ways import sent_to_sign_in


@for_party("buy")
def cart(request: ActingRequest) -> HttpResponse:
    return _cart(request, "market/cart.html")


@require_POST
@for_party("buy")
def set_quantities(request: ActingRequest) -> HttpResponse:
    """The quantities as they stand in the page; zero takes a line out, and a press beside a sentence does what it
    says."""
    wanted = quantities_in(request.POST)
    gone = {sku_id: wanted.pop(sku_id, 1) for sku_id in _going(request)}
    try:
        meant = wanted | dict(pair_in(request.POST, "set"))
        orders.set_cart_lines(lines=meant.items(), by=request.actor, at=now())
        if out := [*gone, *emptied_in(request.POST)]:
            orders.remove_cart_lines(sku_ids=out, by=request.actor, at=now())
        for _sku_id, offer_id in pair_in(request.POST, "favour"):
            orders.keep_favourites(offer_ids=[offer_id], by=request.actor, at=now())
    except RefusedError as refusal:
        return refused(request, refusal)
    told, undo = _told(request, gone)
    if request.htmx:
        return _cart(request, "market/_cart_changed.html", told=told, undo=undo)
    if told and undo:
        tell(request, told, undo=undo.address, fields=dict(undo.fields))
    return remember(redirect("market:cart"), left_out(request))


@require_POST
def add(request: ActingRequest, offer_id: int) -> HttpResponse:
    """Several SKUs of one offer at once. A visitor signs in first and finds on the page what was typed there."""
    wanted = quantities_in(request.POST)
    if request.user.is_authenticated:
        return _put_in(request, offer_id, wanted)
    typed = urlencode({f"{PREFIX}{sku_id}": quantity for sku_id, quantity in wanted.items()})
    return sent_to_sign_in(request, f"{reverse('market:offer', args=[offer_id])}?{typed}".rstrip("?"))


@for_party("buy")
def _put_in(request: ActingRequest, offer_id: int, wanted: dict[int, int]) -> HttpResponse:
    if not wanted:
        messages.warning(request, _("Type how many pieces you want of at least one variant."))
        return redirect("market:offer", offer_id)

    def work() -> str:
        orders.put_in_cart(lines=wanted.items(), by=request.actor, at=now())
        return reverse("market:offer", args=[offer_id])

    pieces = sum(wanted.values())
    told = ngettext("%(n)s piece is in the cart.", "%(n)s pieces are in the cart.", pieces) % {"n": pieces}
    answer = submitted(
        request, work=work, in_place=lambda refusal: offer_page(request, offer_id, wanted, refusal), told=told
    )
    return remember(answer, left_out(request) - wanted.keys())


def _cart(request: ActingRequest, template: str, told: str = "", undo: Undo | None = None) -> HttpResponse:
    address: Address | None = own_addresses(request).first()
    aside = left_out(request)
    code = address.division_id if address else None
    shown = queries.cart(by=request.actor, at=now(), division_code=code, left_out=aside)
    request.cart_kinds = sum(len(group.lines) for group in shown.groups) + len(shown.aside)
    context = {"cart": shown, "shelves": shelves(shown), "address": address, "told": told, "undo": undo}
    return remember(render(request, template, context), aside)


def _going(request: ActingRequest) -> list[int]:
    """SKUs whose removal was pressed, or their moving to the favourites."""
    removed = request.POST.get("take_out", "")
    favoured = [sku_id for sku_id, _offer_id in pair_in(request.POST, "favour")]
    return [int(removed)] if removed.isdecimal() else favoured


def _told(request: ActingRequest, gone: Mapping[int, int]) -> tuple[str, Undo | None]:
    """What was taken out, and the form that brings it back."""
    if not gone:
        return "", None
    fields = tuple((f"{PREFIX}{sku_id}", str(quantity)) for sku_id, quantity in gone.items())
    told = _("Moved to your favourites.") if "favour" in request.POST else _("Taken out of the cart.")
    return told, Undo(reverse("market:cart_set"), fields)
