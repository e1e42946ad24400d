"""Divisions: finding them, walking them, and which of them a parcel can go to."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from huopan.domains.parties.models import Division, IndustrialBelt
from huopan.domains.parties.rules import AddressLine, Place, address_line
from huopan.domains.parties.rules.divisions import COUNTY
from huopan.kernel.refusal import RefusedError, UnknownError, said


class DivisionNotPreciseError(RefusedError):
    kind = "invalid"
    sentence = said("“{code}” is not a county or district; choose the province, then the city, then the county.")


def divisions_named(text: str) -> QuerySet[Division]:
    """Divisions whose code begins with `text` or whose name has it, with their parents loaded; nothing for nothing."""
    text = text.strip()
    if not text:
        return Division.objects.none()
    found = Q(code__startswith=text) | Q(name_zh__contains=text) | Q(name_en__istartswith=text)
    return Division.objects.filter(found).select_related("parent__parent").order_by("level", "code")


def path_of(division: Division) -> list[Division]:
    """The division and what it lies in, province first; no SQL when parents are loaded."""
    above = path_of(division.parent) if division.parent else []
    return [*above, division]


def division_children(code: str | None) -> QuerySet[Division]:
    """The provinces for None, else what lies directly below `code`."""
    return Division.objects.filter(parent_id=code).order_by("code")


def place_of_delivery(code: str) -> Division:
    """The division a parcel can be sent to: a county, or a city that has none below it (东莞, 中山).

    Raises DivisionNotPreciseError for any other code. One SQL statement."""
    below = Division.objects.filter(parent_id=OuterRef("pk"))
    division = (
        Division.objects.filter(Q(level=COUNTY) | ~Exists(below), pk=code).select_related("parent__parent").first()
    )
    if division is None:
        raise DivisionNotPreciseError(code=code)
    return division


class NoSuchDivisionError(RefusedError):
    kind = "invalid"
    sentence = said("There is no division “{code}”; look its 6-digit code up in the list of divisions.")


def known_division(code: str) -> Division:
    """The division of any level. Raises NoSuchDivisionError."""
    division = Division.objects.filter(pk=code).first()
    if division is None:
        raise NoSuchDivisionError(code=code)
    return division


def belts() -> QuerySet[IndustrialBelt]:
    """Every industrial belt with its city."""
    return IndustrialBelt.objects.select_related("division").order_by("division_id", "code")


def belt_named(code: str) -> IndustrialBelt:
    """A belt with its city and province. One statement. Raises UnknownError."""
    found = IndustrialBelt.objects.select_related("division__parent").filter(code=code).first()
    if found is None:
        raise UnknownError(what=str(IndustrialBelt._meta.verbose_name))
    return found


def lineage(code: str) -> list[str]:
    """The codes from the province down to `code`; nothing for an unknown one. One statement."""
    division = Division.objects.select_related("parent__parent").filter(pk=code).first() if code else None
    return [each.pk for each in path_of(division)] if division else []


def divisions_below_each(codes: Collection[str]) -> dict[str, list[Division]]:
    """The provinces under "" and what lies directly below each of `codes`. One statement."""
    below: dict[str, list[Division]] = {}
    for division in Division.objects.filter(Q(parent__isnull=True) | Q(parent__in=codes)).order_by("code"):
        below.setdefault(division.parent_id or "", []).append(division)
    return below


def recognised_address(text: str) -> AddressLine:
    """A whole address in one line, read by the divisions in force. One statement."""
    rows = Division.objects.values_list("code", "name_zh", "level") if text.strip() else []
    return address_line(text, [Place(*row) for row in rows])
