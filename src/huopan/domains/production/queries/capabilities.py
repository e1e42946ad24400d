"""What a factory shows of its floor to whoever looks for one: processes, machines, free hours. No times, no costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from huopan.domains.production.models import CapacityBucket, Recipe, WorkCentre
from huopan.domains.production.queries.shopfloor import shop_of
from huopan.domains.production.queries.tables import shop_rows
from huopan.domains.production.rules.loads import capacity_of
from huopan.domains.production.rules.working_time import CHINA

WEEK_DAYS = 7
HOUR_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Equipment:
    """`machines`: how many are in service for each process; `names`: the work centres' own, in both languages."""

    machines: Mapping[str, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()


def equipment_of(factory_ids: Collection[int]) -> dict[int, Equipment]:
    """By factory, of work centres that have a machine in service. One statement."""
    machines: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[int, list[str]] = defaultdict(list)
    for factory_id, process, name_zh, name_en, count in _running().filter(factory_id__in=factory_ids):
        names[factory_id] += [name_zh, name_en]
        if process:
            machines[factory_id][process] += count
    return {pk: Equipment(dict(sorted(machines[pk].items())), tuple(names[pk])) for pk in names}


@cache
def _running() -> QuerySet[Any, Any]:
    """Composed once; never evaluated itself."""
    running = Count("machines", filter=Q(machines__is_in_service=True))
    centres: QuerySet[Any, Any] = WorkCentre.objects.filter(is_active=True)
    rows: QuerySet[Any, Any] = centres.annotate(running=running).filter(running__gt=0).order_by("pk")
    return rows.values_list("factory_id", "process", "name_zh", "name_en", "running")


def processes_of_offers(offer_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """What can be done to an offer when it is made to order: the processes of its recipes' approved routings.

    By offer, sorted; offers that are only sold from stock are left out. One statement."""
    rows = Recipe.objects.filter(
        Q(offer__in=offer_ids) | Q(sku__offer__in=offer_ids),
        is_active=True,
        routing__is_approved=True,
        routing__steps__options__is_approved_time=True,
        routing__steps__options__work_centre__is_active=True,
        routing__steps__options__work_centre__process__gt="",
    )
    offer = Coalesce("offer_id", "sku__offer_id")
    found: dict[int, set[str]] = defaultdict(set)
    for offer_id, process in rows.values_list(offer, "routing__steps__options__work_centre__process").distinct():
        found[offer_id].add(process)
    return {pk: tuple(sorted(processes)) for pk, processes in found.items()}


def free_hours(factory_id: int, *, at: datetime) -> int:
    """Machine hours of the seven days from today on that no plan and no hold has, past ones of today included.

    Two statements. Whole hours, rounded down: what a factory shows of its board."""
    today = at.astimezone(CHINA).date()
    midnight = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    shop = shop_of(shop_rows(factory_id, midnight), midnight, horizon_days=WEEK_DAYS + 1)
    days = [today + timedelta(days=n) for n in range(WEEK_DAYS)]
    capacity = capacity_of(
        [(centre.code, day) for centre in shop.work_centres for day in days], shop.work_centres, midnight
    )
    taken = CapacityBucket.objects.filter(work_centre__factory_id=factory_id, on__in=days).aggregate(
        seconds=Sum("reserved_seconds")
    )["seconds"]
    return max(sum(capacity.values()) - (taken or 0), 0) // HOUR_SECONDS


def factories_with_machines() -> list[int]:
    """Those whose capacity can be told (1 statement)."""
    rows = WorkCentre.objects.filter(is_active=True, machines__is_in_service=True)
    return list(rows.order_by("factory_id").values_list("factory_id", flat=True).distinct())
