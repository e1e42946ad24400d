"""Demands and their holds as production works on them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huopan.domains.production.models import CapacityHold, Demand
from huopan.domains.production.rules.states import UNDECIDED
from huopan.kernel.actor import Actor

WITH = ("recipe", "routing", "factory", "buyer")


def demands(by: Actor, state: str = "") -> QuerySet[Demand]:
    """What is wanted of `by`'s factory, newest first (1 statement)."""
    rows = Demand.objects.visible_to(by).select_related(*WITH).order_by("-id")
    return rows.filter(state=state) if state else rows


def demand(demand_id: int, by: Actor) -> Demand:
    """One demand. Raises UnknownError to strangers, its buyer too."""
    found: Demand = Demand.objects.select_related(*WITH).seen(by, pk=demand_id)
    return found


def undecided_of(factory_id: int, source_kind: str, prefix: str) -> list[int]:
    """Demands of one source that nobody has decided on, by id (1 statement)."""
    rows = Demand.objects.filter(factory_id=factory_id, source_kind=source_kind, source_reference__startswith=prefix)
    return list(rows.filter(state__in=UNDECIDED).order_by("id").values_list("pk", flat=True))


def undecided_count(by: Actor) -> int:
    """How many demands of `by`'s factory nobody has decided on (1 statement)."""
    return Demand.objects.visible_to(by).filter(factory_id=by.party_id, state__in=UNDECIDED).count()


def live_hold(demand_id: int) -> CapacityHold | None:
    """The demand's hold that is active or committed."""
    live = [CapacityHold.State.ACTIVE, CapacityHold.State.COMMITTED]
    return CapacityHold.objects.filter(demand=demand_id, state__in=live).first()


def holds_due(at: datetime) -> QuerySet[CapacityHold]:
    """Active holds whose time is over, oldest first."""
    due = CapacityHold.objects.filter(state=CapacityHold.State.ACTIVE, expires_at__lte=at)
    return due.select_related("demand").order_by("expires_at", "id")
