"""Cursor pages: stable while rows are added, one statement each, no counting."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from pydantic import Field

from huopan.api.base import LARGEST_ID, QuerySchema, Schema
from huopan.kernel.refusal import RefusedError, said

LARGEST_PAGE = 100
ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")
ModelT = TypeVar("ModelT", bound=Model)


class BadCursorError(RefusedError):
    kind = "invalid"
    sentence = said("This cursor is not one of ours; start again without it.")


class Paging(QuerySchema):
    """How much to list, and from where."""

    limit: int = Field(20, ge=1, le=LARGEST_PAGE, description="Rows on a page")
    cursor: str = Field("", max_length=200, description="The “next” of the page before; empty for the first page")


class Page(Schema, Generic[ItemT]):
    """Rows, newest first unless the operation says otherwise; `next` is null on the last page."""

    items: list[ItemT]
    next: str | None


def page_of(
    rows: QuerySet[ModelT], *, paging: Paging, show: Callable[[ModelT], ItemT], key: str = "-id"
) -> Page[ItemT]:
    """One page of `rows` in the order of `key`, a unique integer column ("-id": falling). One statement."""
    field = key.removeprefix("-")
    if paging.cursor:
        beyond = "lt" if key.startswith("-") else "gt"
        rows = rows.filter(**{f"{field}__{beyond}": position(paging.cursor)})
    found = list(rows.order_by(key)[: paging.limit + 1])
    return page_from(found, limit=paging.limit, show=show, place=lambda row: int(getattr(row, field)))


def page_from(
    found: list[RowT], *, limit: int, show: Callable[[RowT], ItemT], place: Callable[[RowT], int]
) -> Page[ItemT]:
    """A page of rows already fetched, one more than `limit` when there is a next page."""
    shown = found[:limit]
    following = cursor(place(shown[-1])) if len(found) > limit else None
    return Page(items=[show(row) for row in shown], next=following)


def cursor(place: int) -> str:
    return urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def position(text: str) -> int:
    """Where a cursor points. Raises BadCursorError."""
    try:
        place = int(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        raise BadCursorError from None
    if not 0 <= place <= LARGEST_ID:
        raise BadCursorError
    return place
