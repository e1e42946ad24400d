"""The catalogue as a shop window: cards for lists, everything for one offer's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from huopan.domains.catalog.models import Category, Offer
from huopan.domains.catalog.queries.cards import OfferCard, cards_of
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category and how many published offers lie in it and below."""

    category: Category
    offers: int


def fresh_offers(*, by: Actor, limit: int) -> list[OfferCard]:
    """What was published last, newest first."""
    published = Offer.objects.visible_to(by).filter(state=Offer.State.PUBLISHED)
    return cards_of(published.order_by("-pk")[:limit])


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
