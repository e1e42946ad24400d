"""The catalogue as a shop window: cards for lists, everything for one offer's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from huopan.domains.catalog.models import Category, Offer
from huopan.domains.catalog.queries.cards import OfferCard, offer_cards
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor

LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category and how many published offers lie in it and below."""

    category: Category
    offers: int


def fresh_offers(*, by: Actor, limit: int) -> list[OfferCard]:
    """What was published last, the suppliers taking turns. Two statements."""
    newest = Offer.objects.visible_to(by).filter(state=Offer.State.PUBLISHED).order_by("-pk")
    chosen = _taking_turns(newest.values_list("pk", "supplier_id")[:LOOKED_AT])[:limit]
    return offer_cards(chosen, by=by)


def offer_in_full(offer_id: int, *, by: Actor) -> Offer:
    """An offer with supplier, place, category and pictures loaded. Raises UnknownError to strangers.

    Two statements."""
    offers = Offer.objects.select_related("supplier__division__parent", "supplier__belt", "category")
    return offers.prefetch_related("images").seen(by, pk=offer_id)


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
