"""What runs by the clock, and plans made better in the background."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.infra import clock
from huopan.infra.jobs.queueing import job
from huopan.infra.jobs.ticking import every
from huopan.kernel.actor import SYSTEM


@job(attempts=2)
def replan_factory(factory_id: int) -> None:
    production.replan(factory_id=factory_id, by=SYSTEM, at=clock.now())


@every(minutes=1)
def expire_holds(*, at: datetime) -> int:
    return production.expire_holds(at=at)


@every(minutes=1)
def expire_counters(*, at: datetime) -> int:
    return production.expire_counters(at=at)


@every(minutes=1)
def lock_pools(*, at: datetime) -> int:
    return production.lock_pools(at=at)


@every(minutes=1)
def replan_what_changed(*, at: datetime) -> int:  # noqa: ARG001 - a sweep is told the time
    """One job for each factory whose board has changed; a job that finds nothing changed any more does nothing."""
    changed = [terms.pk for terms in queries.factories_to_replan()]
    for factory_id in changed:
        replan_factory.enqueue(factory_id=factory_id)
    return len(changed)


@every(minutes=5)
def roll_plans(*, at: datetime) -> int:
    """Plans move on with the time where nothing began."""
    behind = queries.factories_behind(at)
    return sum(production.roll_plan(factory_id=factory_id, at=at) is not None for factory_id in behind)
