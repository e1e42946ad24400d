"""What was measured of suppliers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db import connection

from huopan.domains.parties import queries as parties
from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import UNKNOWN, Conduct
from huopan.infra.database import columns_of

_STANDINGS = "SELECT {columns} FROM search_standing WHERE supplier_id IN ({marks})"

_RECORDS = """SELECT supplier.id, standing.orders_due, standing.collected_in_time, standing.orders_closed,
  standing.orders_kept, ({proven}) FROM parties_party supplier
  LEFT JOIN search_standing standing ON standing.supplier_id = supplier.id WHERE supplier.id IN ({marks})"""


@dataclass(frozen=True, slots=True)
class Record:
    """What a supplier shows for itself: what was measured of it, and the kinds of credentials verified and in force."""

    conduct: Conduct = UNKNOWN
    proven: tuple[str, ...] = ()


def records(supplier_ids: Collection[int], *, on: date | None) -> Mapping[int, Record]:
    """By supplier; without a day nothing of credentials. One statement."""
    if not supplier_ids:
        return MappingProxyType({})
    proven, params = parties.kinds_in_force("supplier.id", on=on) if on else ("NULL", [])
    marks = ", ".join(["%s"] * len(supplier_ids))
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS.format(proven=proven, marks=marks), [*params, *supplier_ids])
        rows = cursor.fetchall()
    return {
        supplier_id: Record(Conduct(*figures) if figures[0] is not None else UNKNOWN, parties.kinds_listed(kinds))
        for supplier_id, *figures, kinds in rows
    }


def standings(supplier_ids: Collection[int]) -> dict[int, Standing]:
    """By supplier; who was never measured is left out. One statement."""
    if not supplier_ids:
        return {}
    marks = ", ".join(["%s"] * len(supplier_ids))
    # Composing it took the ORM as long as all of the index's work for a page of results.
    rows = Standing.objects.raw(_STANDINGS.format(columns=columns_of(Standing), marks=marks), list(supplier_ids))
    return {row.supplier_id: row for row in rows}


def conduct_of(standing: Standing | None) -> Conduct:
    if standing is None:
        return Conduct()
    return Conduct(standing.orders_due, standing.collected_in_time, standing.orders_closed, standing.orders_kept)
