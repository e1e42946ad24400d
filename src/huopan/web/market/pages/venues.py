"""Pages of a category and of an industrial belt: what is there, who makes it, ways into the search."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.domains.search import queries as search
from huopan.domains.search.rules import FactoryFilters, Filters
from huopan.web.acting import ActingRequest
from huopan.web.market.finding.names import names_for

BEST, MOST_CHOICES, MOST_FACTORIES = 20, 12, 6


def category(request: ActingRequest, code: str) -> HttpResponse:
    """Raises UnknownError for a code that is none."""
    line, below = catalog.branch(code)
    found = search.find_offers(filters=Filters(category_code=code), by=request.actor, limit=BEST, with_facets=True)
    names = names_for()
    belts = _counted(found.facets.of("belt")) if found.facets else []
    shown = {
        "category": line[-1],
        "line": line[:-1],
        "below": [shelf for shelf in below if shelf.offers],
        "found": found,
        "belts": [(code, names.belt(code), count) for code, count in belts],
        "query": f"?category={code}",
    }
    return render(request, "market/category.html", shown)


def belt(request: ActingRequest, code: str) -> HttpResponse:
    """Raises UnknownError for a code that is none."""
    chosen = parties.belt_named(code)
    found = search.find_offers(filters=Filters(belt_code=code), by=request.actor, limit=BEST, with_facets=True)
    makers = search.find_factories(filters=FactoryFilters(belt_code=code), by=request.actor, limit=MOST_FACTORIES)
    names = names_for()
    categories = _counted(found.facets.of("category")) if found.facets else []
    shown = {
        "belt": chosen,
        "found": found,
        "makers": makers,
        "categories": [(code, names.category(code), count) for code, count in categories],
        "query": f"?belt={code}",
    }
    return render(request, "market/belt.html", shown)


def _counted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent first."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_CHOICES]
