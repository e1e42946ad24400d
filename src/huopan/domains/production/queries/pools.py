"""Pools as records: who is in them, which runs of the plan they are, and which of them a demand could join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from huopan.domains.production.models import PoolMember, ProductionPool, WorkOrderStep
from huopan.domains.production.rules.states import POOLED
from huopan.engines.planning.model import Plan
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

if TYPE_CHECKING:
    from huopan.engines.planning.boards import Board as Standing
    from huopan.engines.planning.pooling import PoolOffer

Memberships = Mapping[int, PoolMember]  # by demand id
STILL_IN = Q(members__left_at__isnull=True)


class PoolClosedError(RefusedError):
    sentence = said("Run {pool} closed at {closed_at}; nobody joins it any more. Take the order on by itself.")


@dataclass(frozen=True, slots=True)
class Joined:
    """What standing in a pool saves a demand: its set-up alone less its share of the common one."""

    pool: ProductionPool
    alone_fen: int
    share_fen: int

    @property
    def saving_fen(self) -> int:
        return self.alone_fen - self.share_fen


def memberships_of(factory_id: int) -> dict[int, PoolMember]:
    """The live member that each pooled demand of a factory is (1 statement)."""
    rows = PoolMember.objects.filter(pool__factory_id=factory_id, pool__state__in=POOLED, left_at__isnull=True)
    return {row.demand_id: row for row in rows.select_related("pool__machine__work_centre").order_by("id")}


def sealed_of(memberships: Memberships) -> frozenset[str]:
    """Jobs in pools that nobody joins any more."""
    return frozenset(str(pk) for pk, member in memberships.items() if not member.pool.is_open)


def pools(by: Actor, *states: str) -> QuerySet[ProductionPool]:
    """The asker's pools, first to close first, with who is in each, how many, and what they save (2 statements)."""
    live = PoolMember.objects.filter(left_at__isnull=True).select_related("demand__buyer").order_by("id")
    rows = ProductionPool.objects.visible_to(by).select_related("machine__work_centre")
    counted: QuerySet[ProductionPool] = rows.annotate(
        member_count=Count("members", filter=STILL_IN),
        pieces=Sum("members__demand__quantity", filter=STILL_IN, default=0),
        saving_fen=Sum(F("members__alone_fen") - F("members__share_fen"), filter=STILL_IN, default=0),
    )
    chosen = counted.filter(state__in=states) if states else counted
    return chosen.prefetch_related(Prefetch("members", live, "live_members")).order_by("closes_at", "id")


def pool(pool_id: int, by: Actor) -> ProductionPool:
    """One pool of the asker's factory, as `pools` shows it. Raises UnknownError to strangers."""
    ProductionPool.objects.seen(by, pk=pool_id)
    return pools(by).get(pk=pool_id)


def members_shown(pool: ProductionPool) -> list[PoolMember]:
    """Who is in a pool of `pools`. No statement."""
    return list(pool.live_members)  # type: ignore[attr-defined]


def memberships_among(demand_ids: Sequence[int]) -> dict[int, PoolMember]:
    """The pool that each of these demands stands in, by demand id (1 statement)."""
    rows = PoolMember.objects.filter(demand__in=demand_ids, left_at__isnull=True).select_related("pool")
    return {row.demand_id: row for row in rows}


def open_pool(pool_id: int, by: Actor, at: datetime) -> ProductionPool:
    """A pool that may be joined at `at`. Raises UnknownError and PoolClosedError."""
    found = pool(pool_id, by)
    if not found.is_open or found.closes_at <= at:
        raise PoolClosedError(pool=found.number, closed_at=found.locked_at or found.closes_at)
    return found


def pools_due(at: datetime) -> QuerySet[ProductionPool]:
    """Open pools whose closing time has come, first to close first."""
    return ProductionPool.objects.filter(state=ProductionPool.State.OPEN, closes_at__lte=at).order_by("closes_at", "id")


def membership_of(demand_id: int) -> PoolMember | None:
    """The pool a demand stands in, also one that has run, and what it saves there."""
    live = PoolMember.objects.filter(demand=demand_id, left_at__isnull=True)
    return live.select_related("pool__machine__work_centre").first()


def has_run(member: PoolMember) -> bool:
    """Whether the floor has done the member's step."""
    steps = WorkOrderStep.objects.filter(work_order__demand=member.demand_id, position=member.step)
    return steps.filter(state=WorkOrderStep.State.DONE).exclude(work_order__state="cancelled").exists()


def joined_by(memberships: Memberships, offer: PoolOffer | None) -> Joined | None:
    """The record of the pool that an offer joins; None when none of its members stands in an open one."""
    if offer is None:
        return None
    known = (memberships.get(int(each.job)) for each in offer.pool.members)
    found = next((each.pool for each in known if each is not None and each.pool.is_open), None)
    return None if found is None else Joined(found, offer.alone_fen, offer.share_fen)


def joined_by_promise(memberships: Memberships, standing: Standing, made: object) -> Joined | None:
    """The pool that a promise would join, the one that saves most when several; None when it stands alone."""
    from huopan.engines.planning.pooling import joined  # noqa: PLC0415 - compiled code takes a second to load
    from huopan.engines.planning.promising import Promise  # noqa: PLC0415

    if not isinstance(made, Promise):
        return None
    found = [joined_by(memberships, joined(standing, made, number)) for number in range(len(made.costs))]
    return max((each for each in found if each is not None), key=lambda each: each.saving_fen, default=None)


def torn(plan: Plan, memberships: Memberships) -> frozenset[int]:
    """Ids of pools that nobody joins any more whose members do not run one after the other in `plan`."""
    place = {
        (each.job, each.step): (*key, number) for key, row in plan.by_machine.items() for number, each in enumerate(row)
    }
    found: dict[int, list[tuple[str, str, int]]] = {}
    for pk, member in memberships.items():
        if not member.pool.is_open and (str(pk), member.step) in place:
            found.setdefault(member.pool_id, []).append(place[str(pk), member.step])
    return frozenset(pool_id for pool_id, places in found.items() if not _in_a_row(places))


def _in_a_row(places: Sequence[tuple[str, str, int]]) -> bool:
    numbers = [number for _centre, _machine, number in places]
    return len({place[:2] for place in places}) == 1 and max(numbers) - min(numbers) < len(numbers)
