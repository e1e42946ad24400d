"""Codes as readers know them: categories, attributes, places, belts, processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.infra.languages import own_language


@dataclass(frozen=True, slots=True)
class Names:
    """Whatever is called nothing keeps its code."""

    catalogue: catalog.CatalogueNames = field(default_factory=catalog.CatalogueNames)
    places: parties.PlaceNames = field(default_factory=parties.PlaceNames)

    def category(self, code: str) -> str:
        found = self.catalogue.categories.get(code)
        return own_language(found.name_zh, found.name_en) if found else code

    def place(self, code: str) -> str:
        return own_language(*self.places.divisions.get(code, (code, "")))

    def belt(self, code: str) -> str:
        return own_language(*self.places.belts.get(code, (code, "")))

    def attribute(self, code: str) -> str:
        found = self.catalogue.attributes.get(code)
        return own_language(found.name_zh, found.name_en) if found else code

    def value(self, code: str, value: str) -> str:
        """Of the attribute `code`, with its unit."""
        found = self.catalogue.attributes.get(code)
        if found is None:
            return value
        if found.type == "boolean":
            return _("yes") if value == "1" else _("no")
        chosen = next((choice for choice in found.choices if choice.code == value), None)
        return own_language(chosen.zh, chosen.en) if chosen else f"{value} {found.unit}".strip()

    def material(self, code: str) -> str:
        """A value of the attributes that say what goods are of."""
        named = [self.value(name, code) for name in ("material", "fabric")]
        return next((name for name in named if name != code), code)


def stated(attributes: Mapping[str, Any], names: Names | None = None) -> list[tuple[str, str]]:
    """What an offer states, in words. One statement where it states anything and no names are given."""
    if not attributes:
        return []
    names = names or Names(catalog.catalogue_names())
    return [(names.attribute(code), names.value(code, _said(value))) for code, value in attributes.items()]


def _said(value: object) -> str:
    """As the search index keeps it."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def names_for(*, divisions: Iterable[str] = (), cities: Collection[str] = ()) -> Names:
    """Every category, attribute and belt; of places the `divisions` by code and the `cities` by four digits.

    Two statements."""
    codes = {code for code in divisions if code} | {city_code(city) for city in cities}
    return Names(catalog.catalogue_names(), parties.place_names(codes))


def city_code(city: str) -> str:
    """3307 → 330700."""
    return f"{city}00"
