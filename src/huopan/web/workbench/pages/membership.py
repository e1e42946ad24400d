"""Which plan the organisation has, until when, what plans cost, and how one is got."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from huopan.domains.membership import queries
from huopan.domains.parties.models import Party
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of


@for_party("party.manage")
def membership(request: ActingRequest) -> HttpResponse:
    by, today = request.actor, localdate(now())
    party: Party = Party.objects.visible_to(by).seen(by, pk=by.party_id)
    shown = {
        "membership": queries.memberships([party.pk], on=today).get(party.pk),
        "plans": queries.plans(),
        "is_admitted": queries.is_admitted(party, on=today),
        "page": page_of(request, queries.own_memberships(by)),
    }
    return render(request, "workbench/membership.html", shown)
