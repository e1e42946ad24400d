"""What runs by the clock."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.parties import actions as parties
from huopan.infra.jobs.ticking import every


@every(minutes=15)
def lapse_credentials(*, at: datetime) -> int:
    return parties.lapse_credentials(at=at)
