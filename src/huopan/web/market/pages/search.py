"""Finding goods: words and filters in the address, so that a search can be kept and sent."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.catalog import queries as catalog
from huopan.domains.catalog.models import Offer
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.market.forms.search import SearchForm

PAGE_SIZE = 24


def search(request: ActingRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()
    page = page_of(request, _found(form, request), size=PAGE_SIZE)
    return render(
        request,
        "market/search.html",
        {
            "form": form,
            "page": page,
            "cards": catalog.cards_of(page.rows),
            "shelves": catalog.shelves(),
            "is_filtered": form.is_filtered,
        },
    )


def _found(form: SearchForm, request: ActingRequest) -> QuerySet[Offer]:
    offers = Offer.objects.visible_to(request.actor).filter(state=Offer.State.PUBLISHED)
    words = form.wish.get("q") or ""
    for word in words.split():
        offers = offers.filter(Q(title_zh__icontains=word) | Q(title_en__icontains=word))
    return offers.order_by("-pk")
