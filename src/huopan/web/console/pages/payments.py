"""Payments: found by any number, with what the provider told and where the money went."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement import queries
from huopan.domains.settlement.models import Payment, Refund
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator
from huopan.web.refusing import refused, status_of
from huopan.web.submitting import submitted

MONEY = ("money.read", "treasury")


@for_operator(*MONEY)
def payment_list(request: ActingRequest) -> HttpResponse:
    """By number, the provider's number, the purchase or the payer; or the payments whose refunds failed."""
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "")
    rows = queries.payments_found(words, request.actor, state=state if state in Payment.State.values else "")
    is_failing = request.GET.get("refunds") == "failed"
    if is_failing:
        rows = rows.filter(refunds__state=Refund.State.FAILED).distinct()
    shown = {
        "page": page_of(request, rows),
        "words": words,
        "state": state,
        "states": Payment.State.choices,
        "is_failing": is_failing,
    }
    return render(request, "console/payments.html", shown)


@for_operator(*MONEY)
def payment(request: ActingRequest, number: str) -> HttpResponse:
    return _page(request, number)


@require_POST
@for_operator("treasury")
def retry_refund(request: ActingRequest, number: str, refund: str) -> HttpResponse:
    """Ask the provider once more for a refund it refused."""

    def work() -> str:
        settlement.retry_refund(number=refund, by=request.actor, at=now())
        return reverse("console:payment", args=[number])

    return submitted(
        request, work=work, in_place=lambda refusal: _page(request, number, refusal), told=_("Asked again.")
    )


@for_operator(*MONEY)
def quarantine(request: ActingRequest) -> HttpResponse:
    """Notices that did not fit, until somebody has written down what was done about them."""
    rows = queries.quarantined().order_by("received_at", "pk")
    return render(request, "console/quarantine.html", {"page": page_of(request, rows)})


@require_POST
@for_operator("treasury")
def resolve(request: ActingRequest, notice_id: int) -> HttpResponse:
    """Write down what was done; books nothing."""

    def work() -> str:
        resolution = request.POST.get("resolution", "").strip()
        settlement.resolve_quarantine(notice_id=notice_id, resolution=resolution, by=request.actor, at=now())
        return reverse("console:quarantine")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Written down."))


def _page(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    by = request.actor
    found: Payment = Payment.objects.visible_to(by).select_related("payer").seen(by, number=number)
    shown = {
        "payment": found,
        "notices": queries.notices_about(number),
        "transfers": queries.transfers_of_payment(found),
        "refunds": Refund.objects.visible_to(by).filter(payment=found).order_by("pk"),
        "refusal": refusal,
    }
    return render(request, "console/payment.html", shown, status=status_of(refusal) if refusal else 200)
