"""Where the reader wants things brought: what they chose, what they chose last, else their own address."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Address
from huopan.infra.languages import own_language
from huopan.web.acting import ActingRequest
from huopan.web.components.places import code_in
from huopan.web.market.pages.addresses import own_addresses

COOKIE = "place"
A_YEAR = 365 * 24 * 3600
LENGTH = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A division by its code, and its name from the province down where it was asked for."""

    code: str = ""
    name: str = ""


NOWHERE = Place()


def place_of(request: ActingRequest) -> Place:
    """At most one statement."""
    if typed := code_in(request.GET):
        return Place(typed)
    if kept := _kept(request):
        return _named(kept)
    return _home(request) if request.actor.party_id else NOWHERE


def remember_place(request: ActingRequest, response: HttpResponse) -> HttpResponse:
    """The place just chosen is the place of the next offer, too."""
    if typed := code_in(request.GET):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, typed, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    return response


def _kept(request: ActingRequest) -> str:
    code = request.COOKIES.get(COOKIE, "")
    return code if len(code) == LENGTH and code.isascii() and code.isdecimal() else ""


def _named(code: str) -> Place:
    above = dict.fromkeys(code[:end].ljust(LENGTH, "0") for end in (2, 4, 6))
    names = parties.place_names(list(above)).divisions
    known = [own_language(*names[each]) for each in above if each in names]
    return Place(code, " ".join(known)) if code in names else NOWHERE


def _home(request: ActingRequest) -> Place:
    address: Address | None = own_addresses(request).first()
    if address is None:
        return NOWHERE
    division = address.division
    above = [division.parent.parent if division.parent else None, division.parent, division]
    return Place(division.pk, " ".join(str(each) for each in above if each))
