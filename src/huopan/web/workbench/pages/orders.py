"""The supplier's orders: found by state, words and time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders import queries
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.queries import Sought
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.workbench.forms.orders import SoughtForm

State = SupplierOrder.State
RESULT = "bulk_result"
SHOWN = [choice for choice in State.choices if choice[0] != State.AWAITING_PAYMENT]


@for_party("sell")
def orders_list(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """Seven statements however many rows; what a step on many rows came to is told once."""
    at = now()
    form, sought = asked(request.GET)
    counts = queries.counts_by_state(sought, request.actor)
    total = counts.get(sought.state, 0) if sought.state else sum(counts.values())
    page = page_of(request, queries.orders_sought(sought, request.actor), known=total)
    context = {
        "page": page,
        "total": total,
        "form": form,
        "sought": sought,
        "at": at,
        "states": [(state, label, counts.get(state, 0)) for state, label in SHOWN],
        "every": sum(counts.values()),
        "unread": queries.unread_counts([order.pk for order in page], request.actor),
        "carriers": logistics.connected_carriers(),
        "result": _result(request),
        "refusal": refusal,
    }
    return render(request, "workbench/orders.html", context, status=status_of(refusal) if refusal else 200)


def asked(query: QueryDict) -> tuple[SoughtForm, Sought]:
    """The filter of an address."""
    form = SoughtForm(query)
    return form, form.sought(query.get("state", ""), is_unprinted=bool(query.get("labels")))


def _result(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.pop(RESULT, None) if RESULT in request.session else None
    return kept
