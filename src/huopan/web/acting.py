"""Who asks for a page: the person, the organisation chosen in the session, and what the role there allows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from huopan.domains.notifications.queries import UNREAD_NOTICES
from huopan.domains.orders.queries import KINDS_IN_CART
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Person
from huopan.kernel.actor import VISITOR, Actor
from huopan.web.ways import sent_to, sent_to_sign_in

PARTY_KEY = "party_id"
STANDINGS = "read_standings"
Params = ParamSpec("Params")
Page = Callable[Concatenate["ActingRequest", Params], HttpResponse]


class ActingRequest(HttpRequest):
    """A request as our pages see it; `standing` is None for visitors and for people of no organisation."""

    actor: Actor
    standing: parties.Standing | None
    standings: list[parties.Standing]
    htmx: HtmxDetails
    cart_kinds: int
    favourite_offers: set[int]


class ActingMiddleware:
    """Sets `request.actor`, `.standing` and `.standings`, read with the person when one of them is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting = cast("ActingRequest", request)
        acting.standings = cast("list[parties.Standing]", SimpleLazyObject(lambda: _standings(request)))
        acting.standing = cast("parties.Standing", SimpleLazyObject(lambda: _standing(acting)))
        acting.actor = cast("Actor", SimpleLazyObject(lambda: _actor(acting)))
        return self.get_response(request)


def act_for(request: ActingRequest, party_id: int) -> None:
    """Remember whom the person acts for from now on; an organisation without a role for them changes nothing."""
    if any(standing.actor.party_id == party_id for standing in request.standings):
        request.session[PARTY_KEY] = party_id


def for_party(scope: str = "") -> Callable[[Page[Params]], Page[Params]]:
    """A page for who acts for an organisation and has `scope` there. Visitors are asked to sign in, people of no
    organisation to register one; a missing scope raises ForbiddenError."""

    def dress(page: Page[Params]) -> Page[Params]:
        @wraps(page)
        def guarded(request: ActingRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            turned_away = _turned_away(request)
            if turned_away:
                return turned_away
            if scope:
                request.actor.must(scope)
            return page(request, *args, **kwargs)

        return guarded

    return dress


def _turned_away(request: ActingRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return sent_to_sign_in(request)
    if not request.actor.party_id:
        return sent_to(request, reverse("market:register"))
    return None


def person_on_a_page(person_id: int) -> Person | None:
    """Who is signed in, with the standings that the head of the page will ask for. One statement."""
    person, standings = parties.person_with_standings(person_id, unread=UNREAD_NOTICES, basket=KINDS_IN_CART)
    if person is not None:
        vars(person)[STANDINGS] = standings
    return person


def _standings(request: HttpRequest) -> list[parties.Standing]:
    """As they were read with the person; anew for one who signed in just now, by a form."""
    if not request.user.is_authenticated:
        return []
    person = request.user if hasattr(request.user, STANDINGS) else person_on_a_page(request.user.pk)
    return list(getattr(person, STANDINGS, ()))


def _standing(request: ActingRequest) -> parties.Standing | None:
    if not request.standings:
        return None
    chosen = request.session.get(PARTY_KEY)
    return next((each for each in request.standings if each.actor.party_id == chosen), request.standings[0])


def _actor(request: ActingRequest) -> Actor:
    if request.standing:
        return request.standing.actor
    if request.user.is_authenticated:
        return Actor(person_id=request.user.pk, role="person")
    return VISITOR
