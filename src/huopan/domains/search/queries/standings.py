"""What was measured of suppliers."""

from __future__ import annotations

from collections.abc import Collection

from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import Conduct
from huopan.infra.database import columns_of

_STANDINGS = "SELECT {columns} FROM search_standing WHERE supplier_id IN ({marks})"


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
