"""The catalogue as a shop window: what may stand on which shelf, and a category with what lies below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from huopan.domains.catalog.models import Category, Offer
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

SHOWN_AMONG = 400


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category and how many published offers lie in it and below."""

    category: Category
    offers: int


def shelves() -> list[Shelf]:
    """The top categories with what is on sale in each. One statement."""
    published = Q(offers__state=Offer.State.PUBLISHED, offers__supplier__state=Party.State.ACTIVE)
    counted = Category.objects.annotate(own_offers=Count("offers", filter=published)).order_by("path")
    return _summed(counted)


def _summed(counted: Iterable[Category]) -> list[Shelf]:
    tops: dict[str, Category] = {}
    sums: dict[str, int] = {}
    for category in counted:
        top = category.path[: Category.steplen]
        tops.setdefault(top, category)
        sums[top] = sums.get(top, 0) + category.own_offers
    return [Shelf(category, sums[path]) for path, category in tops.items()]


def _taking_turns(rows: Iterable[tuple[int, int]]) -> list[int]:
    """Ids in rounds: everybody's first, everybody's second, and so on."""
    rounds: dict[int, int] = {}
    turns: list[tuple[int, int]] = []
    for offer_id, supplier_id in rows:
        rounds[supplier_id] = rounds.get(supplier_id, 0) + 1
        turns.append((rounds[supplier_id], offer_id))
    return [offer_id for _round, offer_id in sorted(turns, key=lambda turn: turn[0])]


@dataclass(frozen=True, slots=True)
class Showing:
    """What decides on which shelf of the front page an offer may stand. `weight_grams` 0: not stated."""

    offer_id: int
    supplier_id: int
    moq: int
    lead_time_days: int
    weight_grams: int
    is_dropshipped: bool


def on_show(*, by: Actor) -> list[Showing]:
    """The newest published offers, newest first, to choose shelves from. One statement."""
    newest = Offer.objects.visible_to(by).filter(state=Offer.State.PUBLISHED).order_by("-pk")
    rows = newest.values_list("pk", "supplier_id", "moq", "lead_time_days", "weight_grams", "dropship_price_hao")
    return [Showing(*row[:5], row[5] is not None) for row in rows[:SHOWN_AMONG]]


def taking_turns(showings: Iterable[Showing], limit: int) -> list[int]:
    """Ids, suppliers taking turns."""
    return _taking_turns((each.offer_id, each.supplier_id) for each in showings)[:limit]


def branch(code: str) -> tuple[list[Category], list[Shelf]]:
    """A category with those above it, the root first, and what lies directly below it with counts. One statement.

    Raises UnknownError."""
    published = Q(offers__state=Offer.State.PUBLISHED, offers__supplier__state=Party.State.ACTIVE)
    counted = list(Category.objects.annotate(own_offers=Count("offers", filter=published)).order_by("path"))
    chosen = next((each for each in counted if each.code == code), None)
    if chosen is None:
        raise UnknownError(what=str(Category._meta.verbose_name))
    line = [each for each in counted if chosen.path.startswith(each.path)]
    below = [each for each in counted if each.path.startswith(chosen.path) and each.depth == chosen.depth + 1]
    return line, [Shelf(each, _below(each, counted)) for each in below]


def _below(category: Category, counted: Iterable[Any]) -> int:
    return sum(each.own_offers for each in counted if each.path.startswith(category.path))
