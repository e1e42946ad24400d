"""What places and belts are called, for whoever shows codes of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value

from huopan.domains.parties.models import Division, IndustrialBelt, Person

Names = tuple[str, str]  # Chinese, English
_COLUMNS = ("belt", "key", "name_zh", "name_en")


@dataclass(slots=True)
class PlaceNames:
    """By code. `belt_places`: the division each belt lies in."""

    divisions: dict[str, Names] = field(default_factory=dict)
    belts: dict[str, Names] = field(default_factory=dict)
    belt_places: dict[str, str] = field(default_factory=dict)


def place_names(division_codes: Collection[str]) -> PlaceNames:
    """The divisions asked for and every belt. One statement."""
    names = PlaceNames()
    divisions = _divisions().filter(pk__in=division_codes)
    for belt, key, zh, en in divisions.union(_belts().all(), all=True):
        if belt:
            names.belts[belt], names.belt_places[belt] = (zh, en), key
        else:
            names.divisions[key] = (zh, en)
    return names


def name_of_person(column: str) -> Subquery:
    """For annotations: the name of the person whose id stands in `column` of the outer row."""
    return Subquery(Person.objects.filter(pk=OuterRef(column)).values("full_name")[:1])


@cache
def _divisions() -> QuerySet[Any, tuple[Any, ...]]:
    """Composed once, as the belts; never evaluated itself."""
    return Division.objects.annotate(belt=_nothing(), key=F("code")).values_list(*_COLUMNS)


@cache
def _belts() -> QuerySet[Any, tuple[Any, ...]]:
    return IndustrialBelt.objects.annotate(belt=F("code"), key=F("division_id")).values_list(*_COLUMNS)


def _nothing() -> Value:
    return Value("", output_field=CharField())
