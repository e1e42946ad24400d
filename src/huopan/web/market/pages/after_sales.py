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
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components import claims
from huopan.web.components.asking import Asking
from huopan.web.components.paging import page_of
from huopan.web.market.forms.after_sale import ClaimForm


@for_party()
def after_sales(request: ActingRequest) -> HttpResponse:
    return render(
        request, "market/after_sales.html", {"page": page_of(request, queries.after_sales_claimed(request.actor))}
    )


@for_party("buy")
def ask(request: ActingRequest, number: str) -> HttpResponse:
    """A new claim on an order."""
    order = queries.order(number, request.actor)
    form = ClaimForm(request.POST if request.method == "POST" else None, lines=order.lines.all())
    asking = Asking(request, form, "market/claim.html", order=order)
    return asking.answered(lambda form: _asked(request, number, form), told=_("Asked. The supplier answers in time."))


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


def _asked(request: ActingRequest, number: str, form: ClaimForm) -> str:
    wish = form.cleaned_data
    claim = orders.request_after_sale(
        number=number,
        kind=wish["kind"],
        reason=wish["reason"],
        amount=wish["amount"],
        pieces=form.pieces,
        by=request.actor,
        at=now(),
    )
    return reverse("market:after_sale", args=[claim.number])


DEEDS: dict[str, claims.Deed] = {
    "withdraw": _withdraw,
    "send-back": _send_back,
    "dispute": claims.dispute,
    "evidence": claims.show_evidence,
}
