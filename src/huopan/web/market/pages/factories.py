"""Finding factories: by what they can do, where they are, what is free this week, and what was measured of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from huopan.domains.search import queries as search
from huopan.domains.search.queries import FactoryCard, FoundFactories, WhyLine, why_lines
from huopan.domains.search.rules import FactoryFilters
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import FoundPage, number_asked
from huopan.web.components.processes import process_name
from huopan.web.market.finding import factory_facets, provinces
from huopan.web.market.finding.addresses import factory_address_of
from huopan.web.market.finding.chips import factory_chips
from huopan.web.market.finding.facets import Choice
from huopan.web.market.finding.names import names_for
from huopan.web.market.forms.search import FactoryForm

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ShownFactory:
    """`machines`: in service, by the process's name."""

    card: FactoryCard
    machines: tuple[tuple[str, int], ...]
    lines: list[WhyLine]


def factories(request: ActingRequest) -> HttpResponse:
    """The page, or for htmx only what a changed condition changes."""
    form, number = FactoryForm(request.GET), number_asked(request)
    form.is_valid()
    words, filters = form.words, form.filters
    found = search.find_factories(
        words,
        filters,
        by=request.actor,
        sort=form.order,
        offset=(number - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        at=now(),
    )
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    shown = _shown(words, filters, found, sort=form.order) | {
        "form": form,
        "found": found,
        "page": FoundPage(number, PAGE_SIZE, found.total, has_next=found.next_offset is not None),
    }
    response = render(request, "market/factories/part.html" if is_part else "market/factories/page.html", shown)
    if is_part:
        address = factory_address_of(words, filters, sort=form.order, page=number)
        response["HX-Push-Url"] = f"{reverse('market:factories')}{address}"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _shown(words: str, filters: FactoryFilters, found: FoundFactories, *, sort: str) -> dict[str, object]:
    spread = search.factories_spread(words, filters)
    names = names_for(divisions=[filters.division_code, filters.near], cities=found.counts.get("city", {}))
    return {
        "factories": [_factory(card) for card in found.cards],
        "chips": factory_chips(words, filters, names, sort=sort),
        "groups": factory_facets.groups(filters, found.counts, spread, names),
        "tiles": tuple(provinces.tiles(words, filters, spread, names, sort=sort)),
        "map": provinces.SIZE,
        "belts": tuple(
            replace(choice, address=_belt_address(words, filters, choice, sort=sort))
            for choice in factory_facets.belts(filters, spread, names)
        ),
        "pages_base": f"{base}&" if len(base := factory_address_of(words, filters, sort=sort)) > 1 else base,
        "without_filters": factory_address_of(words, FactoryFilters()),
    }


def _belt_address(words: str, filters: FactoryFilters, belt: Choice, *, sort: str) -> str:
    """Choosing a belt looks in it wherever it lies; choosing it again looks everywhere."""
    wanted = replace(filters, belt_code="" if belt.is_chosen else belt.value, division_code="")
    return factory_address_of(words, wanted, sort=sort)


def _factory(card: FactoryCard) -> ShownFactory:
    lines = list(why_lines(card.why, conduct=card.conduct)) if card.why else []
    return ShownFactory(card, _machines(card.machines), lines)


def _machines(machines: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((process_name(process), count) for process, count in machines.items())
