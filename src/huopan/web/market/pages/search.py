"""Finding goods: words and filters in the address, so that a search can be kept and sent."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from huopan.domains.catalog import queries as catalog
from huopan.domains.search import actions, queries
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import FoundPage, number_asked
from huopan.web.market.finding import remembering
from huopan.web.market.finding.addresses import address_of
from huopan.web.market.finding.answers import PAGE_SIZE, Answer, answer
from huopan.web.market.finding.sheets import MOST_ROWS, results_sheet
from huopan.web.market.finding.tray import A_NUMBER, tray_of
from huopan.web.market.forms.search import SearchForm

VIEW, VIEWS = "search_view", ("picture", "list")
A_YEAR = 365 * 24 * 3600
MOST_SUGGESTED, MOST_FOLDED = 10, 100


def search(request: ActingRequest) -> HttpResponse:
    """The page, or for htmx only what a changed condition changes. What cannot be read is named beside its field."""
    form, number = SearchForm(request.GET), number_asked(request)
    form.is_valid()
    found = answer(
        form.words,
        form.filters,
        by=request.actor,
        at=now(),
        sort=form.order,
        number=number,
        compared=(tray := tray_of(request)),
    )
    shown = {
        "form": form,
        "answer": found,
        "page": FoundPage(number, PAGE_SIZE, found.found.total, has_next=found.found.next_offset is not None),
        "search_id": _recorded(request, found, number),
        "view": _view(request),
        "compared": len(tray),
    }
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    response = render(request, "market/search/part.html" if is_part else "market/search/page.html", shown)
    if is_part:
        address = address_of(found.words, found.filters, sort=found.sort, page=number)
        response["HX-Push-Url"] = f"{reverse('market:search')}{address}"
    patch_vary_headers(response, ["HX-Request"])
    if shown["search_id"] and not request.actor.party_id:
        remembering.remember(request, response, found.words)
    return _keeping_view(request, response)


def sheet(request: ActingRequest) -> HttpResponse:
    """The first results of the search in the address, for Excel."""
    form, at = SearchForm(request.GET), now()
    form.is_valid()
    found = queries.find_offers(form.words, form.filters, by=request.actor, sort=form.order, limit=MOST_ROWS, at=at)
    rows = results_sheet(found, lambda offer_id: request.build_absolute_uri(reverse("market:offer", args=[offer_id])))
    return file_answer(rows, f"search-{localdate(at):%Y%m%d}.xlsx")


def same(request: ActingRequest) -> HttpResponse:
    """The offers folded under a result: the same goods of others."""
    ids = [int(each) for each in request.GET.get("offers", "").split(",") if A_NUMBER.fullmatch(each)]
    cards = sorted(catalog.offer_cards(ids[:MOST_FOLDED], by=request.actor), key=lambda card: card.from_price_hao or 0)
    template = "market/search/_same.html" if request.htmx else "market/search/same.html"
    return render(request, template, {"cards": cards})


def suggestions(request: ActingRequest) -> HttpResponse:
    """What could be meant by what is typed so far, as options of a list box."""
    typed = request.GET.get("q", "")[:120]
    found = queries.suggestions(
        typed, by=request.actor, at=now(), most=MOST_SUGGESTED, remembered=remembering.remembered(request)
    )
    shown = [(phrase, _address_of_phrase(phrase.kind, phrase.code, phrase.text)) for phrase in found]
    has_history = any(phrase.kind == "history" for phrase in found)
    return render(request, "market/search/_suggestions.html", {"shown": shown, "has_history": has_history})


@require_POST
def clear_history(request: ActingRequest) -> HttpResponse:
    """What was asked is suggested no more: an organisation's becomes nobody's, a visitor's leaves the browser."""
    if request.actor.party_id:
        actions.clear_history(by=request.actor)
    response = HttpResponse(status=204)
    remembering.forget(response)
    return response


@require_POST
def opened(request: ActingRequest) -> HttpResponse:
    """A result was opened: for learning an order. Nothing else depends on it."""
    search_id, offer_id = (request.POST.get(name, "") for name in ("search", "offer"))
    if A_NUMBER.fullmatch(search_id) and A_NUMBER.fullmatch(offer_id):
        actions.record_opening(search_id=int(search_id), offer_id=int(offer_id), by=request.actor, at=now())
    return HttpResponse(status=204)


def _address_of_phrase(kind: str, code: str, text: str) -> str:
    asked = {kind: code} if kind in ("category", "belt") and code else {"q": text}
    return f"{reverse('market:search')}?{urlencode(asked)}"


def _recorded(request: ActingRequest, found: Answer, number: int) -> int | None:
    """Only first pages, and only what was asked for: no rescue, nothing seen again by going back."""
    if number > 1 or found.rescue or (request.htmx and request.htmx.history_restore_request):
        return None
    return actions.record_search(words=found.words, found=found.found, by=request.actor, at=now())


def _view(request: ActingRequest) -> str:
    chosen = request.GET.get("view") or request.COOKIES.get(VIEW, "")
    return chosen if chosen in VIEWS else VIEWS[0]


def _keeping_view(request: ActingRequest, response: HttpResponse) -> HttpResponse:
    if request.GET.get("view") in VIEWS:
        response.set_cookie(
            VIEW, _view(request), max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
    return response
