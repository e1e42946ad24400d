"""What runs by the clock."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.membership import actions as membership
from huopan.infra.jobs.ticking import every


@every(minutes=15)
def turn_memberships(*, at: datetime) -> int:
    return membership.turn_memberships(at=at)
