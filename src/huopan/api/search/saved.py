"""Saved searches and their letters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import LARGEST_AMOUNT, LARGEST_ID, LARGEST_QUANTITY, Asking, Id, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.search.routing import router
from huopan.api.search.shapes import Code, Division
from huopan.api.writing import reads, writes
from huopan.domains.search import actions, queries
from huopan.domains.search.models import SavedSearch
from huopan.domains.search.rules import Filters

MOST = 20
Value = Annotated[str, StringConstraints(max_length=200)]
Words = Annotated[str, StringConstraints(max_length=200)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class FiltersIn(Schema):
    """As the parameters of the search of offers."""

    category_code: Code = ""
    supplier_id: int | None = Field(None, ge=1, le=LARGEST_ID)
    supplier_kind: Annotated[str, StringConstraints(pattern="^(factory|trader)?$")] = ""
    division_code: Division = ""
    belt_code: Code = ""
    attributes: dict[Code, list[Value]] = Field({}, max_length=MOST)
    processes: list[Code] = Field([], max_length=MOST)
    quantity: int | None = Field(None, ge=1, le=LARGEST_QUANTITY)
    min_price_hao: int | None = Field(None, ge=0, le=LARGEST_AMOUNT)
    max_price_hao: int | None = Field(None, ge=0, le=LARGEST_AMOUNT)
    max_moq: int | None = Field(None, ge=1, le=LARGEST_QUANTITY)
    max_ship_days: int | None = Field(None, ge=0, le=365)
    min_pickup_pct: int | None = Field(None, ge=0, le=100)
    only_in_stock: bool = False
    only_small_lot: bool = False
    only_dropship: bool = False
    only_sample: bool = False

    def filters(self) -> Filters:
        said = self.model_dump()
        attributes = {code: tuple(values) for code, values in self.attributes.items()}
        return Filters(**said | {"attributes": attributes, "processes": tuple(self.processes)})


class SavedSearchIn(Schema):
    words: Words = ""
    filters: FiltersIn = FiltersIn()
    is_alerting: bool = Field(True, description="A letter, once a day at most, about what is new in it")


class LettersIn(Schema):
    is_alerting: bool


class StopIn(Schema):
    secret: Secret = Field(description="From the foot of a letter")


class SavedSearchOut(Schema):
    id: int
    words: str
    filters: dict[str, Any] = Field(description="Those that are set, named as when they were saved")
    is_alerting: bool
    person: str = Field(description="Who gets the letters")
    saved_at: datetime


@router.get("/saved-searches", response=Page[SavedSearchOut])
@reads()
def list_saved_searches(request: Asking, paging: Query[Paging]) -> Page[SavedSearchOut]:
    """Your organisation's saved searches."""
    return page_of(queries.saved_searches(by=request.actor), paging=paging, show=_shown)


@router.post("/saved-searches", response={201: SavedSearchOut})
@writes()
def save_search(request: Asking, body: SavedSearchIn) -> SavedSearchOut:
    """Keep a search; the same one again changes only whether letters are sent."""
    filters = body.filters.filters()
    row = actions.save_search(
        words=body.words, filters=filters, is_alerting=body.is_alerting, by=request.actor, at=request.at
    )
    return _shown(row)


@router.put("/saved-searches/{saved_search_id}/letters", response={200: SavedSearchOut})
@writes()
def change_letters(request: Asking, saved_search_id: Id, body: LettersIn) -> SavedSearchOut:
    """Have letters about what is new, or none any more."""
    row = actions.change_letters(
        saved_search_id=saved_search_id, is_alerting=body.is_alerting, by=request.actor, at=request.at
    )
    return _shown(row)


@router.delete("/saved-searches/{saved_search_id}", response={204: None})
@writes()
def remove_saved_search(request: Asking, saved_search_id: Id) -> None:
    """Forget a saved search."""
    actions.remove_saved_search(saved_search_id=saved_search_id, by=request.actor)


@router.post("/search/letters/stop", response={204: None})
@writes(public=True)
def stop_letters(request: Asking, body: StopIn) -> None:  # noqa: ARG001 - the secret says enough
    """Stop the letters of one saved search; nobody needs to sign in. An unknown secret changes nothing."""
    actions.stop_letters(secret=body.secret)


def _shown(row: SavedSearch) -> SavedSearchOut:
    return SavedSearchOut(
        id=row.pk,
        words=row.words,
        filters=row.filters,
        is_alerting=row.is_alerting,
        person=row.person.full_name,
        saved_at=row.saved_at,
    )
