"""Payouts: large ones wait for a second person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.parties import queries as parties
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payout
from huopan.domains.settlement.rules import masked
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator
from huopan.web.console.pages.payments import MONEY
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted


@for_operator(*MONEY)
def payout_list(request: ActingRequest) -> HttpResponse:
    return _page(request)


@require_POST
@for_operator("treasury")
def judge(request: ActingRequest, number: str, verb: str) -> HttpResponse:
    """Approve as the second person, or refuse with a reason; the seller is told."""
    if verb not in ("approve", "refuse"):
        raise Http404

    def work() -> str:
        if verb == "approve":
            settlement.approve_payout(number=number, by=request.actor, at=now())
        else:
            because = request.POST.get("because", "").strip() or _("refused by the platform")
            settlement.refuse_payout(number=number, because=because, by=request.actor, at=now())
        return reverse("console:payouts")

    told = _("Approved; it is sent now.") if verb == "approve" else _("Refused; the money is available again.")
    return submitted(request, work=work, in_place=lambda refusal: _page(request, refusal=refusal), told=told)


@require_POST
@for_operator("treasury")
def reveal(request: ActingRequest, number: str) -> HttpResponse:
    """The bank account in full; who looked is kept in the trail."""
    destination = settlement.reveal_destination(number=number, by=request.actor, at=now())
    return _page(request, revealed={number: destination})


def _page(
    request: ActingRequest, *, refusal: RefusedError | None = None, revealed: dict[str, object] | None = None
) -> HttpResponse:
    state = request.GET.get("state", "requested")
    rows = Payout.objects.visible_to(request.actor).select_related("party")
    if state in Payout.State.values:
        rows = rows.filter(state=state)
    page = page_of(request, rows.order_by("requested_at" if state == "requested" else "-requested_at", "pk"))
    payouts = list(page.rows)
    people = {row.requested_by for row in payouts} | {row.approved_by for row in payouts if row.approved_by}
    shown = {
        "page": page,
        "payouts": [(row, masked(row.destination["number"])) for row in payouts],
        "names": parties.person_names(people),
        "state": state,
        "states": Payout.State.choices,
        "revealed": revealed or {},
        "refusal": refusal,
    }
    return render(request, "console/payouts.html", shown, status=status_of(refusal) if refusal else 200)
