"""My work centre now: what runs, what is next."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.production import queries
from huopan.domains.production.models import WorkCentre
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party

MINE = "floor_centre"
MOST = 30


@for_party("floor")
def centre(request: ActingRequest) -> HttpResponse:
    """The work centre chosen last on this phone; the choice when there is none."""
    centres = list(queries.floor_centres(request.actor))
    mine = _chosen(request, centres)
    operations = list(queries.operations_at(mine)[:MOST]) if mine else []
    return render(
        request,
        "floor/centre.html",
        {
            "centres": centres,
            "mine": mine,
            "begun": [each for each in operations if each.begun == 0],
            "next": [each for each in operations if each.begun == 1],
            "now": now(),
        },
    )


def _chosen(request: ActingRequest, centres: Sequence[WorkCentre]) -> WorkCentre | None:
    asked = request.GET.get("centre", "")
    wanted = asked or str(request.session.get(MINE, ""))
    found = next((each for each in centres if str(each.pk) == wanted), None)
    if asked and found:
        request.session[MINE] = found.pk
    return found or (centres[0] if len(centres) == 1 else None)
