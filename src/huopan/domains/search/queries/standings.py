"""What was measured of suppliers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from huopan.domains.parties import queries as parties
from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import UNKNOWN, Conduct

_RECORDS = """
SELECT supplier.id, standing.orders_due, standing.collected_in_time, standing.orders_closed, standing.orders_kept,
  standing.free_hours, ({proven})
FROM parties_party supplier LEFT JOIN search_standing standing ON standing.supplier_id = supplier.id
WHERE supplier.id IN ({marks})
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What a supplier shows for itself: what was measured of it (`free_hours` of machines in the next seven days, None
    where nobody keeps a plan), and the kinds of credentials verified and in force."""

    conduct: Conduct = UNKNOWN
    free_hours: int | None = None
    proven: tuple[str, ...] = ()


NO_RECORD = Record()


def records(supplier_ids: Collection[int], *, on: date | None) -> dict[int, Record]:
    """By supplier; without a day nothing of credentials. One statement.

    Public figures. By the ORM it took as long as all of the index's work for a page of results.
    """
    if not supplier_ids:
        return {}
    proven, params = parties.kinds_in_force("supplier.id", on=on) if on else ("NULL", [])
    marks = ", ".join(["%s"] * len(supplier_ids))
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS.format(proven=proven, marks=marks), [*params, *supplier_ids])
        rows = cursor.fetchall()
    return {
        supplier_id: Record(
            Conduct(*figures) if figures[0] is not None else UNKNOWN, free_hours, parties.kinds_listed(kinds)
        )
        for supplier_id, *figures, free_hours, kinds in rows
    }


def conduct_of(standing: Standing | None) -> Conduct:
    if standing is None:
        return Conduct()
    return Conduct(standing.orders_due, standing.collected_in_time, standing.orders_closed, standing.orders_kept)
