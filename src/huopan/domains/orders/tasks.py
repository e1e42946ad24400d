"""What runs by the clock."""

from datetime import datetime, timedelta

from huopan.domains.orders import actions, queries
from huopan.domains.search import actions as search
from huopan.infra.jobs.ticking import every

PURCHASES_TOLD = timedelta(hours=3)
KEEP_SHEETS = timedelta(days=30)


@every(minutes=1)
def sweep_orders(*, at: datetime) -> dict[str, int]:
    return actions.sweep_due(at=at)


@every(minutes=1)
def sweep_after_sales(*, at: datetime) -> int:
    return actions.sweep_after_sales(at=at)


@every(minutes=10)
def measure_conduct(*, at: datetime) -> int:
    """By the clock and not by every order's news: orders also grow overdue and old without anybody saying so."""
    return search.record_conduct(queries.conducts(at=at), at=at)


@every(minutes=60)
def forget_old_shipping_sheets(*, at: datetime) -> int:
    """They name people and where they live."""
    return actions.forget_shipping_sheets(before=at - KEEP_SHEETS)


@every(minutes=60)
def tell_search_of_purchases(*, at: datetime) -> int:
    """So that search learns what is bought after being asked; two hours overlap, what is known stays."""
    return search.record_purchases(queries.bought_offers(since=at - PURCHASES_TOLD))
