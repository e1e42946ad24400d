"""Finding goods: words and filters in the address, so that a search can be kept and sent."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.domains.search import queries
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import FoundPage, number_asked
from huopan.web.market.forms.search import SearchForm

PAGE_SIZE = 24


def search(request: ActingRequest) -> HttpResponse:
    """What cannot be read of the filters is left out of the search and named beside its field."""
    form = SearchForm(request.GET)
    form.is_valid()
    number = number_asked(request)
    found = queries.find_offers(
        form.wish.get("q") or "",
        form.filters,
        by=request.actor,
        sort=form.wish.get("sort") or "relevance",
        offset=(number - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )
    place, category = form.wish.get("place"), form.wish.get("category")
    return render(
        request,
        "market/search.html",
        {
            "form": form,
            "found": found,
            "page": FoundPage(number, PAGE_SIZE, found.total, has_next=found.next_offset is not None),
            "shelves": catalog.shelves(),
            "category": catalog.category_named(category) if category else None,
            "place": parties.divisions_named(place).first() if place else None,
            "is_filtered": form.is_filtered,
        },
    )
