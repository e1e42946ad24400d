"""Divisions and industrial belts."""

from __future__ import annotations

from typing import Annotated

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, QuerySchema, Schema
from huopan.api.paging import LARGEST_PAGE, Page, Paging, page_of
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Division, IndustrialBelt

DivisionCode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
BeltCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class DivisionOut(Schema):
    code: str
    name_zh: str
    name_en: str
    parent_code: str | None
    level: int = Field(description="1 province, 2 city, 3 county")
    path: list[str] = Field(description="Names from the province down, in the language asked for")


class DivisionQuery(QuerySchema):
    search: Annotated[str, StringConstraints(max_length=60)] = Field("", description="A name, or how a code begins")
    parent: DivisionCode | None = Field(None, description="List what lies below this code; neither: the provinces")


class DivisionsOut(Schema):
    items: list[DivisionOut]


class BeltOut(Schema):
    code: str
    name_zh: str
    name_en: str
    division_code: str
    cluster: str


class BeltIn(Schema):
    name_zh: Name
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    division_code: DivisionCode
    cluster: Name


@router.get("/divisions", response=DivisionsOut)
@reads(public=True)
def list_divisions(request: Asking, asked: Query[DivisionQuery]) -> DivisionsOut:  # noqa: ARG001 - the door has used it
    """Official divisions (GB/T 2260) by name or code, or those below a parent; at most 100."""
    if asked.search.strip():
        found = queries.divisions_named(asked.search)
    else:
        found = queries.division_children(asked.parent).select_related("parent__parent")
    return DivisionsOut(items=[_division(division) for division in found[:LARGEST_PAGE]])


@router.get("/belts", response=Page[BeltOut])
@reads(public=True)
def list_belts(request: Asking, paging: Query[Paging]) -> Page[BeltOut]:  # noqa: ARG001 - the door has used it
    """Industrial belts: a city and the industry clustered there."""
    return page_of(queries.belts(), paging=paging, show=_belt, key="id")


@router.put("/belts/{code}", response={200: BeltOut})
@writes("operate")
def save_belt(request: Asking, code: BeltCode, body: BeltIn) -> BeltOut:
    """Make an industrial belt, or change it."""
    return _belt(parties.save_belt(code=code, **body.model_dump(), by=request.actor, at=request.at))


def _division(division: Division) -> DivisionOut:
    return DivisionOut(
        code=division.pk,
        name_zh=division.name_zh,
        name_en=division.name_en,
        parent_code=division.parent_id,
        level=division.level,
        path=[str(step) for step in queries.path_of(division)],
    )


def _belt(belt: IndustrialBelt) -> BeltOut:
    return BeltOut(
        code=belt.code,
        name_zh=belt.name_zh,
        name_en=belt.name_en,
        division_code=belt.division_id,
        cluster=belt.cluster,
    )
