"""Purchases beyond somebody's limit: asked for by who buys, decided by who manages the team."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import PurchaseRequest
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

Deed = Callable[[ActingRequest, str], str]


@for_party("buy")
def purchase_requests(request: ActingRequest) -> HttpResponse:
    shown = {
        "page": page_of(request, queries.purchase_requests(request.actor)),
        "may_approve": queries.may_approve(request.actor),
        "allowance": queries.allowance(request.actor, now()),
    }
    return render(request, "market/purchase_requests.html", shown)


@for_party("buy")
def purchase_request(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    """What was asked for, at today's prices while it waits. Raises UnknownError to strangers."""
    asked = queries.purchase_request(number, request.actor)
    is_waiting = asked.state == PurchaseRequest.State.WAITING
    to = AddressSnapshot.stored(asked.address)
    shown = {
        "asked": asked,
        "to": to,
        "cart": queries.cart_asked_for(asked, now()),
        "is_waiting": is_waiting,
        "may_approve": is_waiting and queries.may_approve(request.actor),
        "may_withdraw": is_waiting and asked.asked_by_id == request.actor.person_id,
        "refusal": refusal,
    }
    return render(request, "market/purchase_request.html", shown, status=status_of(refusal) if refusal else 200)


@require_POST
@for_party("buy")
def act(request: ActingRequest, number: str, verb: str) -> HttpResponse:
    if verb not in DEEDS:
        raise Http404
    deed, told = DEEDS[verb]
    queries.purchase_request(number, request.actor)
    return submitted(
        request,
        work=lambda: deed(request, number),
        in_place=lambda refusal: purchase_request(request, number, refusal),
        told=str(told),
    )


def _approve(request: ActingRequest, number: str) -> str:
    total = request.POST.get("total", "")
    purchase = orders.approve_purchase(
        number=number, expected_total_fen=int(total) if total.isdecimal() else None, by=request.actor, at=now()
    )
    return reverse("market:pay", args=[purchase.number])


def _refuse(request: ActingRequest, number: str) -> str:
    answer = request.POST.get("answer", "")[:200]
    orders.refuse_purchase(number=number, answer=answer, by=request.actor, at=now())
    return reverse("market:purchase_request", args=[number])


def _withdraw(request: ActingRequest, number: str) -> str:
    orders.withdraw_purchase_request(number=number, by=request.actor, at=now())
    return reverse("market:cart")


DEEDS = {
    "approve": (_approve, _("Approved and ordered; it waits for payment.")),
    "refuse": (_refuse, _("Refused; the goods are back in the cart.")),
    "withdraw": (_withdraw, _("Withdrawn; the goods are back in the cart.")),
}
