"""Lists of a party of which exactly one row is the default while there is any."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from huopan.domains.parties.models import Address, InvoiceTitle
from huopan.domains.parties.queries.team import locked_party
from huopan.kernel.refusal import RefusedError, UnknownError

RowT = TypeVar("RowT", Address, InvoiceTitle)


def locked_rows(model: type[RowT], party_id: int) -> dict[int, RowT]:
    """The party's live rows. Its own row is locked first, so that two clerks cannot both choose a default."""
    locked_party(party_id)
    return {row.pk: row for row in model.objects.filter(party_id=party_id, removed_at__isnull=True)}


def taken_out(rows: dict[int, RowT], pk: int, model: type[RowT]) -> RowT:
    """The row `pk`, no longer among `rows`. Raises UnknownError."""
    if pk not in rows:
        raise UnknownError(what=str(model._meta.verbose_name))
    return rows.pop(pk)


def to_fill(rows: dict[int, RowT], pk: int | None, new: RowT, *, most: int, too_many: type[RefusedError]) -> RowT:
    """The row to change, taken out of `rows`, or `new`. Raises UnknownError, `too_many`."""
    if pk is not None:
        return taken_out(rows, pk, type(new))
    if len(rows) >= most:
        raise too_many(limit=most)
    return new


def mark_default(row: RowT, others: dict[int, RowT], *, is_wanted: bool) -> None:
    """The first one becomes the default by itself, and no other stays it. `row` is saved by the caller."""
    row.is_default = is_wanted or row.is_default or not others
    if row.is_default:
        before = [pk for pk, other in others.items() if other.is_default]
        type(row).objects.filter(pk__in=before).update(is_default=False)


def take_off(row: RowT, others: dict[int, RowT], *, at: datetime) -> None:
    """The newest of the others becomes the default if `row` was it."""
    rows = type(row).objects
    rows.filter(pk=row.pk).update(removed_at=at, is_default=False)
    if row.is_default and others:
        rows.filter(pk=max(others)).update(is_default=True)
