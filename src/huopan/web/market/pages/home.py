from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.web.acting import ActingRequest

FRESH = 20


def home(request: ActingRequest) -> HttpResponse:
    """Where to begin: categories, belts, what came in last."""
    return render(
        request,
        "market/home.html",
        {
            "shelves": catalog.shelves(),
            "belts": parties.belts(),
            "cards": catalog.fresh_offers(by=request.actor, limit=FRESH),
        },
    )
