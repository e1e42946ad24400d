"""Searches an organisation keeps, and whether letters tell of what is new in them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.search import actions
from huopan.domains.search import queries as search
from huopan.domains.search.models import SavedSearch
from huopan.domains.search.rules.asked import filters_kept
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.market.finding.addresses import address_of
from huopan.web.market.finding.chips import Chip, chips
from huopan.web.market.finding.names import Names, names_for
from huopan.web.market.forms.search import SearchForm
from huopan.web.refusing import refused
from huopan.web.submitting import submitted

REMOVED = "removed_search"


@dataclass(frozen=True, slots=True)
class Kept:
    row: SavedSearch
    chips: list[Chip]
    address: str


@for_party()
def saved_searches(request: ActingRequest) -> HttpResponse:
    """What the organisation keeps, the newest first; what was just removed can be taken back."""
    page = page_of(request, search.saved_searches(by=request.actor))
    rows = list(page.rows)
    codes = [str(row.filters.get("division_code", "")) for row in rows]
    names = names_for(divisions=codes) if rows else Names()
    shown = {"page": page, "kept": [_kept(row, names) for row in rows], "removed": request.session.get(REMOVED)}
    return render(request, "market/saved_searches.html", shown)


@require_POST
@for_party()
def save(request: ActingRequest) -> HttpResponse:
    """Keep the search whose address is sent along, with letters."""
    form = SearchForm(QueryDict(request.POST.get("search", "").removeprefix("?")[:4000]))
    form.is_valid()

    def work() -> str:
        actions.save_search(words=form.words, filters=form.filters, by=request.actor, at=now())
        return reverse("market:saved_searches")

    told = _("The search is saved; a letter a day at most tells what is new in it.")
    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=told)


@require_POST
@for_party()
def letters(request: ActingRequest, saved_search_id: int) -> HttpResponse:
    """Have letters, or none any more."""
    is_alerting = request.POST.get("letters") == "on"

    def work() -> str:
        actions.change_letters(saved_search_id=saved_search_id, is_alerting=is_alerting, by=request.actor, at=now())
        return reverse("market:saved_searches")

    told = _("Letters are on: you hear what is new from now on.") if is_alerting else _("Letters are off.")
    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=told)


@require_POST
@for_party()
def remove(request: ActingRequest, saved_search_id: int) -> HttpResponse:
    """Forget a saved search; until something else is removed it can be taken back."""
    row = SavedSearch.objects.seen(request.actor, pk=saved_search_id)
    actions.remove_saved_search(saved_search_id=saved_search_id, by=request.actor)
    request.session[REMOVED] = {"words": row.words, "filters": row.filters, "is_alerting": row.is_alerting}
    return redirect("market:saved_searches")


@require_POST
@for_party()
def take_back(request: ActingRequest) -> HttpResponse:
    """Keep again what was removed last."""
    removed = request.session.pop(REMOVED, None)
    if removed:
        filters = filters_kept(removed["filters"])
        actions.save_search(
            words=removed["words"], filters=filters, is_alerting=removed["is_alerting"], by=request.actor, at=now()
        )
        messages.success(request, _("The search is back."))
    return redirect("market:saved_searches")


def _kept(row: SavedSearch, names: Names) -> Kept:
    filters = filters_kept(row.filters)
    return Kept(row, chips(row.words, filters, names), address_of(row.words, filters))
