"""Up to four offers side by side: a tray that fills while searching, and a page that can be printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huopan.domains.catalog import queries as catalog
from huopan.domains.search import queries as search
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.market.finding.names import Names, names_for, stated
from huopan.web.market.finding.tray import A_NUMBER, ids_in, keep, toggled, tray_of
from huopan.web.market.forms.quantities import MOST as MOST_PIECES
from huopan.web.refusing import status_of
from huopan.web.ways import way_back

Figures = dict[str, int | None]
BETTER: dict[str, Callable[[set[int]], int]] = {"price": min, "moq": min, "ship": min, "pickup": max, "kept": max}


@dataclass(frozen=True, slots=True)
class Column:
    """One offer of the comparison; `is_best` by what: price, moq, ship, pickup, kept."""

    beside: search.Beside
    price_hao: int
    attributes: list[tuple[str, str]]
    best: frozenset[str]

    @property
    def rungs(self) -> list[tuple[int, int]]:
        """From how many pieces on, in hao; what lies below the MOQ begins with it."""
        moq = self.beside.card.moq
        steps = {max(start, moq): hao for start, hao in self.beside.ladder}
        return list(steps.items())


def compare(request: ActingRequest) -> HttpResponse:
    """Those named in the address, else those in the tray."""
    ids = ids_in(request.GET.get("offers", "")) or tray_of(request)
    found = search.side_by_side(ids, by=request.actor)
    quantity = _quantity(request) or max((each.card.moq for each in found), default=1)
    columns = _columns(found, quantity, names_for()) if found else []
    shown = {"columns": columns, "quantity": quantity, "offers": ",".join(str(each.card.offer_id) for each in found)}
    return render(request, "market/compare.html", shown)


def tray(request: ActingRequest) -> HttpResponse:
    """What lies in the tray."""
    return _tray(request, tray_of(request))


@require_POST
def toggle(request: ActingRequest) -> HttpResponse:
    """Put an offer into the tray, or take it out; a fifth is refused in words."""
    before, offer = tray_of(request), request.POST.get("offer", "")
    try:
        after = toggled(before, int(offer)) if A_NUMBER.fullmatch(offer) else before
    except RefusedError as refusal:
        if request.htmx:
            return _tray(request, before, refusal)
        messages.error(request, in_words(refusal))
        after = before
    response = _tray(request, after) if request.htmx else redirect(way_back(request))
    keep(response, after)
    return response


@require_POST
def clear(request: ActingRequest) -> HttpResponse:
    response = _tray(request, []) if request.htmx else redirect(way_back(request))
    keep(response, [])
    return response


def _tray(request: ActingRequest, ids: list[int], refusal: RefusedError | None = None) -> HttpResponse:
    """With the ids for the page's buttons, which show what is in it."""
    cards = catalog.offer_cards(ids, by=request.actor)
    status = status_of(refusal) if refusal else 200
    response = render(request, "market/search/_tray.html", {"cards": cards, "refusal": refusal}, status=status)
    response["HX-Trigger"] = json.dumps({"huopan:compared": {"ids": ids}})
    return response


def _quantity(request: ActingRequest) -> int | None:
    typed = request.GET.get("quantity", "")
    return min(max(int(typed), 1), MOST_PIECES) if A_NUMBER.fullmatch(typed) else None


def _columns(found: list[search.Beside], quantity: int, names: Names) -> list[Column]:
    figures = [_figures(each, quantity) for each in found]
    best = {name: better(known) for name, better in BETTER.items() if len(known := _told(figures, name)) > 1}
    return [_column(each, mine, names, best) for each, mine in zip(found, figures, strict=True)]


def _figures(each: search.Beside, quantity: int) -> Figures:
    return {
        "price": each.price_at(quantity) or None,
        "moq": each.card.moq,
        "ship": each.card.lead_time_days,
        "pickup": each.conduct.pickup_pct,
        "kept": each.conduct.kept_pct,
    }


def _told(figures: list[Figures], name: str) -> set[int]:
    """The different figures of one line: where all say the same nobody is best."""
    return {figure for mine in figures if (figure := mine[name]) is not None}


def _column(each: search.Beside, mine: Figures, names: Names, best: dict[str, int]) -> Column:
    wins = frozenset(name for name in best if mine[name] == best[name])
    return Column(each, mine["price"] or 0, stated(each.listing.attributes, names), wins)
