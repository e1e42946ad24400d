"""What waits for the operator: organisations to approve, offers held back, disputes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog.models import Offer
from huopan.domains.orders import queries
from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Party
from huopan.infra.clock import now
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

SHOWN = 20


def must_be_operator(by: Actor) -> None:
    """The console is nobody else's: they are told that nothing is here."""
    if not by.is_operator:
        raise UnknownError(what=_("page"))


@for_party()
def desk(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    must_be_operator(request.actor)
    pending = Party.objects.visible_to(request.actor).filter(state=Party.State.PENDING).select_related("division")
    suspended = Offer.objects.visible_to(request.actor).filter(state=Offer.State.SUSPENDED).select_related("supplier")
    return render(
        request,
        "console/desk.html",
        {
            "pending": pending.order_by("pk")[:SHOWN],
            "suspended": suspended.order_by("-changed_at")[:SHOWN],
            "disputes": queries.disputes()[:SHOWN],
            "refusal": refusal,
        },
        status=status_of(refusal) if refusal else 200,
    )


@require_POST
@for_party("operate")
def approve(request: ActingRequest, party_id: int) -> HttpResponse:
    def work() -> str:
        parties.approve_party(party_id=party_id, by=request.actor, at=now())
        return reverse("console:desk")

    return submitted(request, work=work, in_place=lambda refusal: desk(request, refusal), told=_("Approved."))
