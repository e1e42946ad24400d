"""One order of the buyer: where it stands, and what the buyer may do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.orders.rules.after_sale import CLAIMABLE
from huopan.domains.orders.rules.next_steps import NextStep, next_step, next_step_of_claim
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError, UnknownError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.next_steps import shown_step
from huopan.web.components.order_progress import steps_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

CANCELLABLE = ("awaiting_payment", "awaiting_acceptance")
PAPERS = {"delivery": "market/printed_delivery.html", "receipt": "market/printed_receipt.html"}
RECEIVABLE = ("awaiting_collection", "in_transit", "delivered")


@for_party()
def order(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    """Everything about one order. Raises UnknownError to strangers."""
    shown, at = queries.order_with_marks(number, request.actor), now()
    history = queries.history(shown, request.actor)
    marks = vars(shown)
    claims = list(shown.after_sales.order_by("-pk")) if marks["has_claims"] else []
    offers = queries.offers_instead(shown, request.actor, at)
    return render(
        request,
        "market/order.html",
        {
            "order": shown,
            "steps": steps_of(shown, history),
            "next": shown_step(_next(shown, claims, offers), at),
            "open_claim": next((claim for claim in claims if claim.closed_at is None), None),
            "consignee": queries.consignee_for(shown, request.actor),
            "history": history,
            "making": queries.making_of(shown, request.actor),
            "offers": offers,
            "talk": queries.messages(number, request.actor) if marks["has_talk"] else [],
            "say_url": reverse("market:say", args=[number]),
            "parcels": logistics.parcels_of(number, request.actor) if shown.shipped_at else [],
            "closed_because": queries.closing_words(shown),
            "may_claim": shown.state in CLAIMABLE,
            "claims": claims,
            "may_cancel": shown.state in CANCELLABLE,
            "may_confirm": shown.state in RECEIVABLE,
            "refusal": refusal,
        },
        status=status_of(refusal) if refusal else 200,
    )


@for_party()
def printed(request: ActingRequest, number: str, kind: str) -> HttpResponse:
    """The order on paper: "delivery" to check the goods by, "receipt" with the money."""
    shown = queries.order(number, request.actor)
    if shown.buyer_id != request.actor.party_id:
        raise UnknownError(what=str(SupplierOrder._meta.verbose_name))
    parcels = logistics.parcels_of(number, request.actor) if shown.shipped_at else []
    return render(request, PAPERS[kind], {"order": shown, "parcels": parcels, "at": now()})


def _next(order: SupplierOrder, claims: Sequence[AfterSale], offers: Sequence[queries.OfferedInstead]) -> NextStep:
    for claim in claims:
        if claim.closed_at is None:
            return next_step_of_claim(claim.state, claim.due_at)
    return next_step(order.state, order.due_at, offered_until=min((each.until for each in offers), default=None))


@require_POST
@for_party("buy")
def cancel(request: ActingRequest, number: str) -> HttpResponse:
    because = request.POST.get("because", "").strip()
    return _done(
        request,
        number,
        lambda: orders.cancel_order(number=number, because=because, by=request.actor, at=now()),
        _("Cancelled. What was paid is on its way back."),
    )


@require_POST
@for_party("buy")
def confirm(request: ActingRequest, number: str) -> HttpResponse:
    return _done(
        request,
        number,
        lambda: orders.confirm_receipt(number=number, by=request.actor, at=now()),
        _("Thank you. The supplier is paid now."),
    )


@require_POST
@for_party("buy")
def agree(request: ActingRequest, number: str, line_id: int) -> HttpResponse:
    """The buyer takes what the factory offers for a line; a new order is to be paid when the terms cost more."""

    def work() -> str:
        agreed = orders.agree_to_offer(
            number=number, line_id=line_id, expires_at=_shown_until(request), by=request.actor, at=now()
        )
        if agreed.is_to_pay:
            return reverse("market:pay", args=[agreed.order.group.number])
        return reverse("market:order", args=[number])

    told = _("Agreed. The factory is told, and its capacity is held for you.")
    return submitted(request, work=work, in_place=lambda refusal: order(request, number, refusal), told=told)


@require_POST
@for_party("buy")
def decline(request: ActingRequest, number: str, line_id: int) -> HttpResponse:
    return _done(
        request,
        number,
        lambda: orders.decline_offer(
            number=number, line_id=line_id, expires_at=_shown_until(request), by=request.actor, at=now()
        ),
        _("Declined. The factory answers anew, or you cancel the order."),
    )


def _shown_until(request: ActingRequest) -> datetime | None:
    """Until when the offer that the page showed stands: another one is not agreed to unseen."""
    try:
        return datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return None


@require_POST
@for_party("buy")
def say(request: ActingRequest, number: str) -> HttpResponse:
    """A word to the other side."""
    text = request.POST.get("text", "")
    return _done(
        request, number, lambda: orders.send_message(number=number, text=text, by=request.actor, at=now()), _("Sent.")
    )


def _done(request: ActingRequest, number: str, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("market:order", args=[number])

    return submitted(request, work=work, in_place=lambda refusal: order(request, number, refusal), told=told)
