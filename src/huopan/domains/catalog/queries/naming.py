"""What categories and their attributes are called, for whoever shows codes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import QuerySet

from huopan.domains.catalog.models import Category
from huopan.domains.catalog.rules import AttributeType, Choice

_COLUMNS = (
    "path", "code", "name_zh", "name_en",
    "attributes__code", "attributes__name_zh", "attributes__name_en", "attributes__type", "attributes__unit",
    "attributes__choices",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CategoryName:
    """`above`: the codes from the root down to its parent."""

    code: str
    name_zh: str
    name_en: str
    above: tuple[str, ...]


@dataclass(slots=True)
class CatalogueNames:
    """`categories` by code, parents before children; `attributes` by code, with every category's choices: several
    categories may use one code, each with values of its own."""

    categories: dict[str, CategoryName] = field(default_factory=dict)
    attributes: dict[str, AttributeType] = field(default_factory=dict)


def catalogue_names() -> CatalogueNames:
    """One statement."""
    names, codes = CatalogueNames(), dict[str, str]()
    for path, code, zh, en, *attribute in _all().all():
        codes[path] = code
        above = [codes[path[:end]] for end in range(Category.steplen, len(path), Category.steplen)]
        names.categories.setdefault(code, CategoryName(code, zh, en, tuple(above)))
        if attribute[0]:
            _add(names.attributes, attribute)
    return names


@cache
def _all() -> QuerySet[Any, tuple[Any, ...]]:
    """Composed once; never evaluated itself."""
    rows: QuerySet[Any, tuple[Any, ...]] = Category.objects.order_by("path").values_list(*_COLUMNS)
    return rows


def _add(known: dict[str, AttributeType], row: list[Any]) -> None:
    code, zh, en, kind, unit, choices = row
    before = known[code].choices if code in known else ()
    merged = {choice.code: choice for choice in (*before, *(Choice(**each) for each in choices or ()))}
    known[code] = AttributeType(code, zh, en, kind, unit, tuple(merged.values()))
