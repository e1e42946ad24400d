"""The catalogue as a shop window: what may stand on which shelf, and a category with what lies below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Category, Offer, OfferImage
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import IndustrialBelt, Party
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

SHOWN_AMONG = 400


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category, how many published offers lie in it and below, and a picture of one of them: its name in the media
    storage, "" for none."""

    category: Category
    offers: int
    image: str = ""


def shelves() -> list[Shelf]:
    """The top categories with what is on sale in each. One statement."""
    counted = list(_counted())
    return [_shelf(each, counted) for each in counted if each.depth == 1]


def belts_on_show() -> QuerySet[IndustrialBelt]:
    """Every belt with its city and `image`, a picture of what is made there. One statement."""
    return parties.belts().annotate(image=_face(offer__supplier__belt=OuterRef("pk")))


def _counted() -> QuerySet[Any]:
    """Every category with its own offers on sale and a picture of the newest. One statement."""
    counted: QuerySet[Any] = Category.objects.annotate(
        own_offers=_on_sale_in(OuterRef("pk")), image=_face(offer__category=OuterRef("pk"))
    )
    return counted.order_by("path")


def _on_sale_in(category_id: OuterRef) -> Coalesce:
    """How many offers lie in a category. A join would be grouped by the picture too, looked up anew for each offer."""
    on_sale = Offer.objects.filter(
        category=category_id, state=Offer.State.PUBLISHED, supplier__state=Party.State.ACTIVE
    )
    counted = on_sale.order_by().values("category").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _face(**which: OuterRef) -> Coalesce:
    """The first picture of the newest offer on sale among `which`."""
    on_sale = OfferImage.objects.filter(
        offer__state=Offer.State.PUBLISHED, offer__supplier__state=Party.State.ACTIVE, **which
    )
    newest = on_sale.order_by("-offer_id", "position", "id").values("file")[:1]
    return Coalesce(Subquery(newest, output_field=CharField()), Value(""))


def _shelf(category: Any, counted: Iterable[Any]) -> Shelf:
    own = [each for each in counted if each.path.startswith(category.path)]
    return Shelf(category, sum(each.own_offers for each in own), next((each.image for each in own if each.image), ""))


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
    rounds: dict[int, int] = {}
    turns: list[tuple[int, int]] = []
    for each in showings:
        rounds[each.supplier_id] = rounds.get(each.supplier_id, 0) + 1
        turns.append((rounds[each.supplier_id], each.offer_id))
    return [offer_id for _round, offer_id in sorted(turns, key=lambda turn: turn[0])][:limit]


def branch(code: str) -> tuple[list[Category], list[Shelf]]:
    """A category with those above it, the root first, and what lies directly below it with counts. One statement.

    Raises UnknownError."""
    counted = list(_counted())
    chosen = next((each for each in counted if each.code == code), None)
    if chosen is None:
        raise UnknownError(what=str(Category._meta.verbose_name))
    line = [each for each in counted if chosen.path.startswith(each.path)]
    below = [each for each in counted if each.path.startswith(chosen.path) and each.depth == chosen.depth + 1]
    return line, [_shelf(each, counted) for each in below]
