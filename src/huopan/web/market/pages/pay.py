"""Paying: handed over to the provider, and waiting for its word when the buyer comes back."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huopan.domains.orders.models import PurchaseGroup
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payment
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.ways import sent_to


@for_party()
def pay(request: ActingRequest, number: str) -> HttpResponse:
    """What is to be paid and until when; after the hand-over, waiting for the provider's word."""
    purchase, payment = _asked(request, number)
    if payment.state != Payment.State.PENDING:
        return redirect("market:purchase", number)
    has_come_back = "back" in request.GET
    return render(
        request,
        "market/confirming.html" if has_come_back else "market/pay.html",
        {"purchase": purchase, "payment": payment, "is_over": payment.expires_at < now()},
    )


@for_party("money.pay")
def go(request: ActingRequest, number: str) -> HttpResponse:
    """To the provider's own page."""
    _purchase, payment = _asked(request, number)
    back = f"{settings.HUOPAN.base_url}{reverse('market:pay', args=[number])}?back=1"
    link = settlement.payment_link(number=payment.number, return_url=back, by=request.actor, at=now())
    return redirect(link)


@for_party()
def progress(request: ActingRequest, number: str) -> HttpResponse:
    """Asked every other second by the waiting page: still waiting, or on to the purchase."""
    purchase, payment = _asked(request, number)
    if payment.state != Payment.State.PENDING:
        return sent_to(request, reverse("market:purchase", args=[number]))
    return render(request, "market/_confirming.html", {"purchase": purchase, "payment": payment})


def _asked(request: ActingRequest, number: str) -> tuple[PurchaseGroup, Payment]:
    purchase = PurchaseGroup.objects.visible_to(request.actor).seen(request.actor, number=number)
    payment = Payment.objects.visible_to(request.actor).seen(request.actor, number=purchase.payment_number)
    return purchase, payment
