"""The front page, as whoever comes needs it: somebody new, a reseller, a seller across the border."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog import queries as catalog
from huopan.domains.orders import queries as orders
from huopan.domains.search.rules.filters import is_small_lot
from huopan.web.acting import ActingRequest

COOKIE = "home_as"
A_YEAR = 365 * 24 * 3600
ROLES: dict[str, str | Promise] = {
    "novice": _("New to sourcing"),
    "reseller": _("Shops and resellers"),
    "cross": _("Cross-border"),
}
ON_A_SHELF, QUICK_DAYS, LIGHT_GRAMS = 10, 3, 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of goods, why they stand together, and where there are more."""

    title: str | Promise
    because: str | Promise
    more: str
    cards: list[catalog.OfferCard]


def home(request: ActingRequest) -> HttpResponse:
    """Where to begin. A role chosen by the switch is remembered by the browser."""
    chosen = _chosen(request)
    bought = {} if chosen in ("novice", "cross") else orders.offers_bought_by(request.actor)
    role = chosen or ("reseller" if bought else "novice")
    shown = {
        "role": role,
        "roles": ROLES,
        "categories": [shelf for shelf in catalog.shelves() if shelf.offers],
        "belts": catalog.belts_on_show() if chosen == "novice" or not request.actor.party_id else None,
        "shelves": _shelves(request, role, bought),
    }
    response = render(request, "market/home.html", shown)
    if request.GET.get("as") in ROLES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, role, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    return response


def _chosen(request: ActingRequest) -> str:
    """By the switch now or before; "" leaves it to whether the organisation has bought anything."""
    asked = (request.GET.get("as", ""), request.COOKIES.get(COOKIE, ""))
    return next((each for each in asked if each in ROLES), "")


def _shelves(request: ActingRequest, role: str, bought: dict[int, int]) -> list[Shown]:
    """Two statements, however many rows."""
    on_show = catalog.on_show(by=request.actor)
    chosen = {
        "novice": lambda: _for_novices(on_show),
        "reseller": lambda: _for_resellers(on_show, bought),
        "cross": lambda: _across_the_border(on_show),
    }[role]()
    ids = list(dict.fromkeys(pk for _title, _because, _more, row in chosen for pk in row))
    cards = {card.offer_id: card for card in catalog.offer_cards(ids, by=request.actor)}
    rows = (
        Shown(title, because, more, [cards[pk] for pk in row if pk in cards]) for title, because, more, row in chosen
    )
    return [row for row in rows if row.cards]


Row = tuple[str | Promise, str | Promise, str, list[int]]


def _for_novices(on_show: list[catalog.Showing]) -> list[Row]:
    small = [each for each in on_show if is_small_lot(each.moq)]
    return [
        (_("Try with a small lot"), _("Ten pieces or fewer are enough."), "?small_lot=on", _turns(small)),
        (_("Fresh from the factories"), "", "?sort=newest", _turns(on_show, 2 * ON_A_SHELF)),
    ]


def _for_resellers(on_show: list[catalog.Showing], bought: dict[int, int]) -> list[Row]:
    suppliers = set(bought.values())
    known = [each for each in on_show if each.supplier_id in suppliers and each.offer_id not in bought]
    dropshipped = [each for each in on_show if each.is_dropshipped]
    return [
        (_("Buy again"), _("What your organisation bought last."), "", list(bought)[:ON_A_SHELF]),
        (_("New from your suppliers"), _("From whom you have bought before."), "", _turns(known)),
        (
            _("Sell first, ship one piece"),
            _("Dropship: shipped to your customer."),
            "?dropship=on",
            _turns(dropshipped),
        ),
        (_("Fresh from the factories"), "", "?sort=newest", _turns(on_show)),
    ]


def _across_the_border(on_show: list[catalog.Showing]) -> list[Row]:
    quick = [each for each in on_show if each.lead_time_days <= QUICK_DAYS]
    light = [each for each in quick if 0 < each.weight_grams <= LIGHT_GRAMS]
    small = [each for each in quick if is_small_lot(each.moq)]
    return [
        (_("Light and quick"), _("Under 500 g a piece, ships within 3 days."), "?ship=3", _turns(light)),
        (
            _("Small lots, quickly shipped"),
            _("Ten pieces or fewer, within 3 days."),
            "?ship=3&small_lot=on",
            _turns(small),
        ),
        (_("Fresh from the factories"), "", "?sort=newest", _turns(on_show)),
    ]


def _turns(showings: Iterable[catalog.Showing], limit: int = ON_A_SHELF) -> list[int]:
    return catalog.taking_turns(showings, limit)
