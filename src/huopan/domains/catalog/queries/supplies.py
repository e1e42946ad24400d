"""What suppliers have on the market, taken together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.db.models.fields.json import KeyTextTransform

from huopan.domains.catalog.models import Category, Offer
from huopan.domains.parties.models import Party

MATERIALS = ("material", "fabric")


@dataclass(slots=True)
class Supply:
    """`categories`: those of its offers and all above them, by code, with their names; `materials`: as stated in the
    attributes `material` and `fabric`; `least_moq`: 0 without an offer."""

    offers: int = 0
    least_moq: int = 0
    categories: dict[str, str] = field(default_factory=dict)
    materials: tuple[str, ...] = ()


def market_counts(supplier_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """(how many offers, the least MOQ) of suppliers with an offer on the market. One statement."""
    rows = _counted().filter(supplier_id__in=supplier_ids)
    return {supplier_id: (offers, moq) for supplier_id, offers, moq in rows}


def supplies_of(supplier_ids: Collection[int]) -> dict[int, Supply]:
    """By supplier; who has nothing on the market is left out. Three statements."""
    found: dict[int, Supply] = defaultdict(Supply)
    by_path, step = {category.path: category for category in Category.objects.all()}, Category.steplen
    rows = _market(supplier_ids).values_list("supplier_id", "category__path").annotate(Count("pk"), Min("moq"))
    for supplier_id, path, offers, moq in rows.order_by("supplier_id", "category__path"):
        supply = found[supplier_id]
        supply.offers += offers
        supply.least_moq = min(supply.least_moq or moq, moq)
        for end in range(step, len(path) + 1, step):
            category = by_path[path[:end]]
            supply.categories[category.code] = f"{category.name_zh} {category.name_en}"
    for supplier_id, materials in _materials(supplier_ids).items():
        found[supplier_id].materials = tuple(sorted(materials))
    return dict(found)


@cache
def _counted() -> QuerySet[Any, tuple[Any, ...]]:
    """Composed once; never evaluated itself."""
    return _on_the_market().values_list("supplier_id").annotate(Count("pk"), Min("moq")).order_by()


def _market(supplier_ids: Collection[int]) -> QuerySet[Offer]:
    return _on_the_market().filter(supplier_id__in=supplier_ids)


def _on_the_market() -> QuerySet[Offer]:
    return Offer.objects.filter(state=Offer.State.PUBLISHED, supplier__state=Party.State.ACTIVE)


def _materials(supplier_ids: Collection[int]) -> dict[int, set[str]]:
    stated = {name: KeyTextTransform(name, "attributes") for name in MATERIALS}
    rows = _market(supplier_ids).annotate(**stated).values_list("supplier_id", *MATERIALS).distinct().order_by()
    found: dict[int, set[str]] = defaultdict(set)
    for supplier_id, *materials in rows:
        found[supplier_id].update(str(material) for material in materials if material)
    return found
