"""One step on many orders: each that cannot be done says why and holds up none of the others."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.workbench.pages.orders import RESULT, asked, orders_list

MOST_AT_ONCE = 500
KEPT_REFUSALS = 50


@require_POST
@for_party("sell")
def accept_many(request: ActingRequest) -> HttpResponse:
    tried = orders.accept_orders(numbers=_ticked(request), by=request.actor, at=now())
    done = sum(refusal is None for refusal in tried.values())
    return _told(
        request, tried, ngettext("%(n)s order accepted.", "%(n)s orders accepted.", done) % {"n": done}, done=done
    )


@require_POST
@for_party("sell")
def ship_many(request: ActingRequest) -> HttpResponse:
    """Waybills of a connected courier; the labels are printed from the list."""
    carrier = request.POST.get("carrier", "")
    tried = orders.ship_with_labels(numbers=_ticked(request), carrier=carrier, by=request.actor, at=now())
    done = sum(refusal is None for refusal in tried.values())
    words = ngettext(
        "%(n)s order shipped with a label; print it now.", "%(n)s orders shipped with labels; print them now.", done
    )
    return _told(request, tried, words % {"n": done}, done=done, prints="labels")


@require_POST
@for_party("sell")
def print_many(request: ActingRequest) -> HttpResponse:
    """Picking list, delivery notes and labels of the ticked orders, as one file."""
    numbers = _ticked(request)
    try:
        content = orders.print_orders(numbers=numbers, parts=request.POST.getlist("part"), by=request.actor, at=now())
    except RefusedError as refusal:
        return orders_list(request, refusal=refusal)
    return file_answer(content, "orders.pdf", is_shown=True)


@require_POST
@for_party("sell")
def export_many(request: ActingRequest) -> HttpResponse:
    """The ticked orders as the sheet that shipping takes back."""
    content = orders.export_orders(side="supplier", numbers=_ticked(request), by=request.actor, at=now())
    return file_answer(content, f"orders-{now():%Y%m%d}.xlsx")


def _ticked(request: ActingRequest) -> list[str]:
    """The numbers ticked, or all that the filter finds, the first 500 of them."""
    if "every" not in request.POST:
        return request.POST.getlist("number")[:MOST_AT_ONCE]
    _form, sought = asked(QueryDict(request.POST.get("filter", "")))
    found = queries.orders_sought(sought, request.actor).prefetch_related(None)
    return list(found.values_list("number", flat=True)[:MOST_AT_ONCE])


def _told(
    request: ActingRequest,
    tried: Mapping[str, RefusedError | None],
    words: str,
    *,
    done: int,
    prints: str = "",
) -> HttpResponse:
    refused = [(number, in_words(refusal)) for number, refusal in tried.items() if refusal]
    request.session[RESULT] = {
        "done": done,
        "words": words,
        "refused": refused[:KEPT_REFUSALS],
        "refused_count": len(refused),
        "numbers": [number for number, refusal in tried.items() if refusal is None],
        "prints": prints,
    }
    return redirect(f"{reverse('workbench:orders')}?{QueryDict(request.POST.get('filter', '')).urlencode()}")
