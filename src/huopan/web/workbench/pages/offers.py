"""The supplier's offers: the list, on and off the market."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer, UnfinishedOffer
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted
from huopan.web.workbench.forms.bulk import VERBS

MOST_SHOWN, LONGEST_WORDS = 5, 100
ORDERS = [
    ("new", gettext_lazy("Newest first")),
    ("changed", gettext_lazy("Changed last")),
    ("code", gettext_lazy("By item code")),
    ("price", gettext_lazy("Cheapest first")),
    ("stock", gettext_lazy("Least stock first")),
]


@for_party("offers.read")
def offers(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """All of them, by state, category, what is missing, and words."""
    wanted = _wanted(request)
    context = {
        "page": page_of(request, queries.own_offers(request.actor, wanted), size=50),
        "states": Offer.State.choices,
        "wanted": wanted,
        "orders": ORDERS,
        "categories": list(queries.own_categories(request.actor)),
        "unfinished": [_unfinished(row) for row in queries.unfinished_offers(request.actor)[:MOST_SHOWN]],
        "verbs": VERBS,
        "is_narrowed": wanted != queries.Wanted(order=wanted.order),
        "refusal": refusal,
    }
    return render(request, "workbench/offers/offers.html", context, status=status_of(refusal) if refusal else 200)


@require_POST
@for_party("offers.write")
def publish(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _done(
        request,
        lambda: catalog.publish_offer(offer_id=offer_id, by=request.actor, at=now()),
        _("On the market now."),
    )


@require_POST
@for_party("offers.write")
def withdraw(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _done(
        request,
        lambda: catalog.withdraw_offer(offer_id=offer_id, by=request.actor, at=now()),
        _("Taken back to draft."),
    )


def _wanted(request: ActingRequest) -> queries.Wanted:
    asked = request.GET
    state, order = asked.get("state", ""), asked.get("order", "new")
    return queries.Wanted(
        state=state if state in Offer.State.values else "",
        words=asked.get("q", "").strip()[:LONGEST_WORDS],
        category=asked.get("category", ""),
        is_low=asked.get("low") == "1",
        has_no_picture=asked.get("bare") == "1",
        order=order if order in queries.ORDERS else "new",
    )


def _unfinished(row: UnfinishedOffer) -> dict[str, Any]:
    """A name for what was typed, and where to go on with it."""
    typed = QueryDict(row.form)
    address = reverse("workbench:new_offer") + f"?unfinished={row.pk}"
    if row.offer_id:
        address = reverse("workbench:offer", args=[row.offer_id])
    return {"name": typed.get("title_zh") or typed.get("code") or _("New offer"), "address": address, "row": row}


def _done(request: ActingRequest, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("workbench:offers")

    return submitted(request, work=work, in_place=lambda refusal: offers(request, refusal), told=told)
