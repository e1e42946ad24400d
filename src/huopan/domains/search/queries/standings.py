"""What was measured of suppliers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from huopan.domains.parties import queries as parties
from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import UNKNOWN, Conduct

_STANDINGS = """
SELECT supplier_id, orders_due, collected_in_time, orders_closed, orders_kept, free_hours
FROM search_standing WHERE supplier_id IN ({marks})
"""
_RECORDS = """
SELECT supplier.id, standing.orders_due, standing.collected_in_time, standing.orders_closed, standing.orders_kept,
  standing.free_hours, ({proven})
FROM parties_party supplier LEFT JOIN search_standing standing ON standing.supplier_id = supplier.id
WHERE supplier.id IN ({marks})
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What a supplier shows for itself: what was measured of it, and the kinds of credentials verified and in force."""

    conduct: Conduct = UNKNOWN
    proven: tuple[str, ...] = ()


def records(supplier_ids: Collection[int], *, on: date | None) -> dict[int, Record]:
    """By supplier; without a day nothing of credentials. One statement."""
    if not supplier_ids:
        return {}
    proven, params = parties.kinds_in_force("supplier.id", on=on) if on else ("NULL", [])
    marks = ", ".join(["%s"] * len(supplier_ids))
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS.format(proven=proven, marks=marks), [*params, *supplier_ids])
        rows = cursor.fetchall()
    return {
        supplier_id: Record(Conduct(*figures) if figures[0] is not None else UNKNOWN, parties.kinds_listed(kinds))
        for supplier_id, *figures, kinds in rows
    }


def conducts(supplier_ids: Collection[int]) -> dict[int, Conduct]:
    """By supplier; who was never measured is left out. One statement.

    Public figures. By the ORM it took as long as all of the index's work for a page of results.
    """
    if not supplier_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS.format(marks=", ".join(["%s"] * len(supplier_ids))), list(supplier_ids))
        return {supplier_id: Conduct(*figures) for supplier_id, *figures in cursor.fetchall()}


def conduct_of(standing: Standing | None) -> Conduct:
    if standing is None:
        return Conduct()
    return Conduct(
        standing.orders_due,
        standing.collected_in_time,
        standing.orders_closed,
        standing.orders_kept,
        standing.free_hours,
    )
