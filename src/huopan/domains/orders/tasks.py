"""What runs by the clock."""

from datetime import datetime

from huopan.domains.orders import actions
from huopan.infra.jobs.ticking import every


@every(minutes=1)
def sweep_orders(*, at: datetime) -> dict[str, int]:
    return actions.sweep_due(at=at)
