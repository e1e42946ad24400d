"""One order as its supplier works on it: accept, refuse, ship, talk."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import OrderMessage, SupplierOrder
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.order_progress import steps_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted
from huopan.web.workbench.forms.shipping import ShipForm

State = SupplierOrder.State


@for_party("sell")
def order(
    request: ActingRequest,
    number: str,
    refusal: RefusedError | None = None,
    form: ShipForm | None = None,
    revealed: AddressSnapshot | None = None,
) -> HttpResponse:
    """Everything about one order and what can be done with it now."""
    shown = queries.order_with_marks(number, request.actor)
    marks = vars(shown)
    is_wrong = form is not None and not form.is_valid()
    return render(
        request,
        "workbench/order.html",
        {
            "order": shown,
            "steps": steps_of(shown),
            "consignee": revealed or queries.consignee_for(shown, request.actor),
            "is_revealed": revealed is not None,
            "may_reveal": queries.may_reveal_consignee(shown, now()),
            "history": queries.history(shown),
            "making": queries.making_of(shown, request.actor),
            "talk": _read_talk(request, number) if marks["has_talk"] else [],
            "say_url": reverse("workbench:say", args=[number]),
            "parcels": logistics.parcels_of(number, request.actor) if shown.shipped_at else [],
            "closed_because": queries.closing_words(shown)
            if shown.state in (State.CANCELLED, State.TERMINATED)
            else "",
            "claims": shown.after_sales.order_by("-pk") if marks["has_claims"] else [],
            "form": form or ShipForm(lines=shown.lines.all()),
            "refusal": refusal,
        },
        status=status_of(refusal) if refusal else 422 if is_wrong else 200,
    )


@require_POST
@for_party("sell")
def accept(request: ActingRequest, number: str) -> HttpResponse:
    return _done(
        request,
        number,
        lambda: orders.accept_order(number=number, by=request.actor, at=now()),
        _("Accepted. Ship it in time."),
    )


@require_POST
@for_party("sell")
def refuse(request: ActingRequest, number: str) -> HttpResponse:
    because = request.POST.get("because", "")
    return _done(
        request,
        number,
        lambda: orders.refuse_order(number=number, because=because, by=request.actor, at=now()),
        _("Refused. The buyer gets the money back."),
    )


@require_POST
@for_party("sell")
def ship(request: ActingRequest, number: str) -> HttpResponse:
    form = ShipForm(request.POST, lines=queries.order(number, request.actor).lines.all())
    if not form.is_valid():
        return order(request, number, form=form)
    parcel = (form.cleaned_data["carrier"], form.cleaned_data["waybill_number"])
    return _done(
        request,
        number,
        lambda: orders.ship_order(
            number=number, parcels=[parcel], quantities=form.quantities, by=request.actor, at=now()
        ),
        _("Shipped. Print the waybill and hand the parcel to the courier."),
    )


@require_POST
@for_party("sell")
def reveal(request: ActingRequest, number: str) -> HttpResponse:
    """The full address; that it was looked at stands in the order's history."""
    try:
        address = orders.reveal_consignee(number=number, by=request.actor, at=now())
    except RefusedError as refusal:
        return order(request, number, refusal=refusal)
    return order(request, number, revealed=address)


@require_POST
@for_party("sell")
def say(request: ActingRequest, number: str) -> HttpResponse:
    """A word to the other side."""
    text = request.POST.get("text", "")
    return _done(
        request, number, lambda: orders.send_message(number=number, text=text, by=request.actor, at=now()), _("Sent.")
    )


def _read_talk(request: ActingRequest, number: str) -> list[OrderMessage]:
    """What was said; what the buyer wrote counts as read once it is shown."""
    talk = list(queries.messages(number, request.actor))
    if any(each.read_at is None and each.party_id != request.actor.party_id for each in talk):
        orders.read_messages(number=number, by=request.actor, at=now())
    return talk


def _done(request: ActingRequest, number: str, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("workbench:order", args=[number])

    return submitted(request, work=work, in_place=lambda refusal: order(request, number, refusal), told=told)
