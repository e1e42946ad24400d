"""The buyer's claims: asking for a refund or a return, and following it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.orders.policies import must_have_bought
from huopan.domains.orders.rules.after_sale import Claimable
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components import claims
from huopan.web.components.asking import told_at
from huopan.web.components.paging import page_of
from huopan.web.components.pictures import pictures_sent
from huopan.web.market.forms.after_sale import ClaimForm
from huopan.web.refusing import status_of
from huopan.web.submitting import prepared


@for_party()
def after_sales(request: ActingRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in AfterSale.State.values else ""
    page = page_of(request, queries.after_sales_claimed(request.actor, state))
    shown = {"page": page, "state": state, "states": AfterSale.State.choices, "at": now()}
    return render(request, "market/after_sales.html", shown)


@for_party("buy")
def ask(request: ActingRequest, number: str) -> HttpResponse:
    """A new claim on an order, with pictures; what is slow about them is done before the transaction."""
    order, claimable = _claimed(request, number)
    form = ClaimForm(request.POST if request.method == "POST" else None, lines=order.lines.all(), claimable=claimable)

    def shown(status: int) -> HttpResponse:
        page = {"order": order, "form": form, "most": claimable.left, **_priced(form, claimable)}
        return render(request, "market/claim.html", page, status=status)

    def in_place(refusal: RefusedError) -> HttpResponse:
        told_at(form, refusal)
        return shown(status_of(refusal))

    if not form.is_bound:
        return shown(200)
    if not form.is_valid():
        return shown(422)
    return prepared(
        request,
        prepare=lambda: _asking(request, number, form),
        in_place=in_place,
        told=_("Asked. The supplier answers in time."),
    )


@for_party("buy")
def claim_price(request: ActingRequest, number: str) -> HttpResponse:
    """What the pieces typed so far come to."""
    order, claimable = _claimed(request, number)
    form = ClaimForm(request.GET, lines=order.lines.all(), claimable=claimable)
    form.is_valid()
    return render(request, "market/_claim_price.html", {"most": claimable.left, **_priced(form, claimable)})


@for_party()
def after_sale(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    return claims.claim_page(request, number, template="market/after_sale.html", side="buyer", refusal=refusal)


@require_POST
@for_party("buy")
def act(request: ActingRequest, number: str, verb: str) -> HttpResponse:
    return claims.done(request, number, verb, deeds=DEEDS, page="market:after_sale")


def _withdraw(request: ActingRequest, number: str) -> Callable[[], object]:
    return partial(orders.withdraw_after_sale, number=number, by=request.actor, at=now())


def _send_back(request: ActingRequest, number: str) -> Callable[[], object]:
    carrier, waybill = request.POST.get("carrier", ""), request.POST.get("waybill_number", "")
    return partial(
        orders.send_goods_back, number=number, carrier=carrier, waybill_number=waybill, by=request.actor, at=now()
    )


def _claimed(request: ActingRequest, number: str) -> tuple[SupplierOrder, Claimable]:
    order = queries.order(number, request.actor)
    must_have_bought(order, request.actor)
    return order, queries.claimable(order)


def _priced(form: ClaimForm, claimable: Claimable) -> dict[str, object]:
    pieces = form.pieces if form.is_bound else {}
    return {"count": sum(pieces.values()), "price": claimable.price_of(pieces)}


def _asking(request: ActingRequest, number: str, form: ClaimForm) -> Callable[[], str]:
    pictures, wish = pictures_sent(request), form.cleaned_data

    def work() -> str:
        claim = orders.request_after_sale(
            number=number,
            kind=wish["kind"],
            reason=form.whole_reason,
            amount=wish["amount"],
            pieces=form.pieces,
            pictures=pictures,
            by=request.actor,
            at=now(),
        )
        return reverse("market:after_sale", args=[claim.number])

    return work


DEEDS: dict[str, claims.Deed] = {
    "withdraw": _withdraw,
    "send-back": _send_back,
    "dispute": claims.dispute,
    "evidence": claims.show_evidence,
}
