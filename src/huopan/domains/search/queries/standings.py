"""What was measured of suppliers."""

from __future__ import annotations

from collections.abc import Collection

from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import Conduct


def standings(supplier_ids: Collection[int]) -> dict[int, Standing]:
    """By supplier; who was never measured is left out. One statement."""
    return {row.supplier_id: row for row in Standing.objects.filter(pk__in=supplier_ids)}


def conduct_of(standing: Standing | None) -> Conduct:
    if standing is None:
        return Conduct()
    return Conduct(standing.orders_due, standing.collected_in_time, standing.orders_closed, standing.orders_kept)
