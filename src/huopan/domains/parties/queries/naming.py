"""What places and belts are called, for whoever shows codes of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import CharField, F, OuterRef, Subquery, Value

from huopan.domains.parties.models import Division, IndustrialBelt, Person

Names = tuple[str, str]  # Chinese, English


@dataclass(slots=True)
class PlaceNames:
    """By code. `belt_places`: the division each belt lies in."""

    divisions: dict[str, Names] = field(default_factory=dict)
    belts: dict[str, Names] = field(default_factory=dict)
    belt_places: dict[str, str] = field(default_factory=dict)


def place_names(division_codes: Collection[str]) -> PlaceNames:
    """The divisions asked for and every belt. One statement."""
    names = PlaceNames()
    divisions = Division.objects.filter(pk__in=division_codes).annotate(belt=_nothing(), key=F("code"))
    belts = IndustrialBelt.objects.annotate(belt=F("code"), key=F("division_id"))
    columns = ("belt", "key", "name_zh", "name_en")
    for belt, key, zh, en in divisions.values_list(*columns).union(belts.values_list(*columns), all=True):
        if belt:
            names.belts[belt], names.belt_places[belt] = (zh, en), key
        else:
            names.divisions[key] = (zh, en)
    return names


def name_of_person(column: str) -> Subquery:
    """For annotations: the name of the person whose id stands in `column` of the outer row."""
    return Subquery(Person.objects.filter(pk=OuterRef(column)).values("full_name")[:1])


def _nothing() -> Value:
    return Value("", output_field=CharField())
