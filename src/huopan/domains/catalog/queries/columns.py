"""What a column of a sheet can hold, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huopan.domains.catalog.queries.categories import CategoryNode
from huopan.domains.catalog.rules.attributes import AttributeType
from huopan.domains.catalog.rules.sheets import (
    ATTRIBUTE,
    AXES,
    AXIS,
    BY_KEY,
    COLUMNS,
    IN_OTHER_UNITS,
    REQUIRED,
    SPREAD,
    TIER,
    Heading,
    heading_of,
    keys_missing,
)
from huopan.infra.languages import is_english, own_language

TIERS_OFFERED = (2, 10, 50, 100, 500, 1000)


@dataclass(frozen=True, slots=True)
class Field:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    name: str
    fields: tuple[Field, ...]


def field_groups(nodes: Iterable[CategoryNode]) -> list[FieldGroup]:
    """Everything a column can hold; attributes are those of any category, each once."""
    of_offer = [column.key for column in (*COLUMNS, *IN_OTHER_UNITS) if not column.is_of_sku]
    of_sku = [column.key for column in (*COLUMNS, *IN_OTHER_UNITS) if column.is_of_sku]
    axes = [f"{AXIS}{axis}" for axis in AXES if axis.isascii() == is_english()]
    attributes = {each.code: each for node in nodes for each in node.attributes}
    return [
        _group(_("The offer"), of_offer),
        _group(_("Each variant"), [*of_sku, *axes]),
        _group(_("Price ladder"), [f"{TIER}{quantity}" for quantity in TIERS_OFFERED]),
        FieldGroup(_("Attributes"), tuple(map(_attribute_field, attributes.values()))),
    ]


def field_label(value: str) -> str:
    """`tier:100` → Price from 100 pieces."""
    if value in BY_KEY:
        name = own_language(BY_KEY[value].zh, BY_KEY[value].en)
        return f"{name} *" if value in REQUIRED else name
    rest = value.partition(":")[2]
    if value.startswith(TIER):
        return _("Price from {pieces} pieces").format(pieces=rest)
    if value.startswith(SPREAD):
        return _("Stock of {variant}").format(variant=rest.replace("=", " "))
    return (_("Variant: {axis}") if value.startswith(AXIS) else _("Attribute: {axis}")).format(axis=rest)


def columns_lacking(columns: Mapping[str, Any]) -> list[str]:
    """The names of the required columns that nothing stands for yet."""
    keys = keys_missing(heading_from(columns))
    return [own_language(BY_KEY[key].zh, BY_KEY[key].en) for key in keys]


def heading_from(columns: Mapping[str, Any]) -> Heading:
    """The heading that a run's kept columns amount to."""
    return heading_of(columns["row"], columns["titles"], columns["fields"], category=columns["category"])


def _group(name: str, values: Sequence[str]) -> FieldGroup:
    return FieldGroup(name, tuple(Field(value, field_label(value)) for value in values))


def _attribute_field(attribute: AttributeType) -> Field:
    return Field(f"{ATTRIBUTE}{attribute.code}", own_language(attribute.name_zh, attribute.name_en))
