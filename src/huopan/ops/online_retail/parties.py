"""The wholesaler and its customers as parties of the platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Party
from huopan.kernel.actor import SYSTEM, Actor
from huopan.ops.online_retail.reading import COUNTER_SALES, Purchase

DOMAIN = "online-retail.invalid"
WHOLESALER = "online-retail wholesaler"


def wholesaler(at: datetime) -> Actor:
    """The supplier all offers belong to; made once."""
    return _existing("wholesaler") or _register("wholesaler", WHOLESALER, Party.Kind.TRADER, at)


def customers(purchases: Iterable[Purchase], at: datetime, tick: Callable[[], None]) -> dict[str, Actor]:
    """An actor for each customer number of the file; sales without one go to a single counter customer."""
    countries = {purchase.customer: purchase.country for purchase in purchases}
    actors = {}
    for number, country in countries.items():
        name = f"Customer {number}, {country}" if number != COUNTER_SALES else "Counter sales"
        key = f"customer-{number or 'counter'}"
        actors[number] = _existing(key) or _register(key, name, Party.Kind.BUYER, at)
        tick()
    return actors


def _email(key: str) -> str:
    return f"{key}@{DOMAIN}"


def _existing(key: str) -> Actor | None:
    person_id = queries.person_id_of(_email(key))
    return queries.actor_of_person(person_id, None) if person_id else None


def _register(key: str, name: str, kind: str, at: datetime) -> Actor:
    person = parties.register_person(email=_email(key), full_name=name, by=SYSTEM, at=at)
    party = parties.register_party(name_zh=name, name_en=name, kind=kind, owner_id=person.pk, by=SYSTEM, at=at)
    if kind != Party.Kind.BUYER:
        parties.approve_party(party_id=party.pk, by=SYSTEM, at=at)
    actor = queries.actor_of_person(person.pk, party.pk)
    if actor is None:
        raise LookupError(name)
    return actor
