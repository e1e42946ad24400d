"""What was bought in one go, and giving it up before it is paid."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import PurchaseGroup
from huopan.domains.settlement.models import Payment
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.market.pages.order_list import with_next_steps
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted


@for_party()
def purchases(request: ActingRequest) -> HttpResponse:
    mine = queries.purchases(request.actor).filter(buyer_id=request.actor.party_id)
    return render(request, "market/purchases.html", {"page": page_of(request, mine, size=10)})


@for_party()
def purchase(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    """What was bought in one go: one payment, and where each supplier's order stands."""
    bought = PurchaseGroup.objects.visible_to(request.actor).seen(request.actor, number=number)
    payment = Payment.objects.visible_to(request.actor).filter(number=bought.payment_number).first()
    orders_of = queries.orders_wanted(request.actor, queries.OrdersWanted()).filter(group=bought).order_by("id")
    shown = {
        "purchase": bought,
        "payment": payment,
        "rows": with_next_steps(request, orders_of),
        "refusal": refusal,
    }
    return render(request, "market/purchase.html", shown, status=status_of(refusal) if refusal else 200)


@require_POST
@for_party("buy")
def cancel(request: ActingRequest, number: str) -> HttpResponse:
    def work() -> str:
        orders.cancel_purchase(number=number, by=request.actor, at=now())
        return reverse("market:purchase", args=[number])

    return submitted(
        request, work=work, in_place=lambda refusal: purchase(request, number, refusal), told=_("Cancelled.")
    )
