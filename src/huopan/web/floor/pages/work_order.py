"""A work order on the floor: its operations, and packing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.floor.addresses import page_of
from huopan.web.refusing import status_of


@for_party("floor")
def work_order(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    order = queries.work_order(number, request.actor)
    status = status_of(refusal) if refusal else 200
    return render(request, "floor/work_order.html", {"order": order, "refusal": refusal}, status=status)


@require_POST
@for_party("floor")
def pack(request: ActingRequest, number: str) -> HttpResponse:
    try:
        production.pack_work_order(number=number, by=request.actor, at=now())
    except RefusedError as refusal:
        if refusal.kind == "unknown":
            raise
        return work_order(request, number, refusal)
    messages.success(request, _("Packed."))
    return redirect(page_of(number))
