"""What runs by the clock."""

from datetime import datetime

from huopan.domains.orders import actions
from huopan.infra.jobs.ticking import every


@every(minutes=1)
def sweep_orders(*, at: datetime) -> dict[str, int]:
    return actions.sweep_due(at=at)


@every(minutes=1)
def sweep_after_sales(*, at: datetime) -> int:
    return actions.sweep_after_sales(at=at)
