"""What was measured of suppliers, told on only when it differs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from huopan.domains.production import queries as production
from huopan.domains.search.events import StandingMeasured
from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import UNKNOWN, Conduct
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM


def record_conduct(conducts: Mapping[int, Conduct], *, at: datetime) -> int:
    """What orders measured of all suppliers; who is left out has no orders any more. Returns of how many it differs
    from what was known. Safe to repeat."""
    before = Standing.objects.exclude(orders_due=0, orders_closed=0).values_list("pk", flat=True)
    whole = dict.fromkeys(before, UNKNOWN) | dict(conducts)
    return _record({supplier_id: asdict(conduct) for supplier_id, conduct in whole.items()}, at)


def record_capacity(factory_ids: Collection[int], *, at: datetime) -> int:
    """Count the free machine hours of factories anew. Returns of how many they differ. Safe to repeat."""
    hours = {factory_id: {"free_hours": production.free_hours(factory_id, at=at)} for factory_id in factory_ids}
    return _record(hours, at)


@transaction.atomic
def _record(figures: Mapping[int, Mapping[str, Any]], at: datetime) -> int:
    """`figures`: the same fields for every supplier."""
    known = {row.supplier_id: row for row in Standing.objects.filter(pk__in=figures)}
    rows = [
        _measured(known.get(supplier_id), supplier_id, said, at)
        for supplier_id, said in sorted(figures.items())
        if supplier_id not in known or any(getattr(known[supplier_id], name) != said[name] for name in said)
    ]
    if rows:
        names = list(next(iter(figures.values())))
        Standing.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["supplier"], update_fields=[*names, "measured_at"]
        )
        announce(*(_news(row) for row in rows), by=SYSTEM)
    return len(rows)


def _measured(row: Standing | None, supplier_id: int, said: Mapping[str, Any], at: datetime) -> Standing:
    row = row or Standing(supplier_id=supplier_id)
    for name, value in said.items():
        setattr(row, name, value)
    row.measured_at = at
    return row


def _news(row: Standing) -> StandingMeasured:
    return StandingMeasured(supplier_id=row.supplier_id, at=row.measured_at)
