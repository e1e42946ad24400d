"""What orders tell of how suppliers keep their word: only what happened, only lately."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.queries import conducts
from huopan.domains.orders.tasks import measure_conduct
from huopan.domains.search.models import Standing
from huopan.domains.search.rules.conduct import Conduct
from tests.factories.orders import NOON, an_order

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def order_with(**fields: Any) -> SupplierOrder:
    order = an_order()
    SupplierOrder.objects.filter(pk=order.pk).update(**fields)
    return order


@pytest.mark.parametrize(
    ("fields", "conduct"),
    [
        ({}, None),
        ({"paid_at": NOON - HOUR}, Conduct()),
        ({"paid_at": NOON - 49 * HOUR}, Conduct(orders_due=1)),
        ({"paid_at": NOON - 9 * HOUR, "collected_at": NOON}, Conduct(orders_due=1, collected_in_time=1)),
        ({"paid_at": NOON - 99 * HOUR, "collected_at": NOON - 51 * HOUR}, Conduct(1, 1)),
        ({"paid_at": NOON - 99 * HOUR, "collected_at": NOON - 50 * HOUR}, Conduct(1, 0)),
        ({"paid_at": NOON - 49 * HOUR, "state": "cancelled"}, None),
        ({"paid_at": NOON - 91 * DAY, "state": "completed"}, None),
        ({"paid_at": NOON - HOUR, "state": "completed"}, Conduct(0, 0, 1, 1)),
        ({"paid_at": NOON - HOUR, "state": "completed", "refunded_fen": 1}, Conduct(0, 0, 1, 0)),
        ({"paid_at": NOON - HOUR, "state": "terminated"}, Conduct(0, 0, 1, 0)),
    ],
)
def test_an_order_counts_for_what_came_of_it(fields: dict[str, Any], conduct: Conduct | None) -> None:
    order = order_with(**fields)
    assert conducts(at=NOON) == ({order.supplier_id: conduct} if conduct else {})


def test_what_is_measured_is_kept_and_told_only_when_it_differs() -> None:
    order = order_with(paid_at=NOON - 49 * HOUR)
    assert [measure_conduct(at=NOON) for _ in range(2)] == [1, 0]
    standing = Standing.objects.get()
    assert (standing.supplier_id, standing.orders_due, standing.collected_in_time) == (order.supplier_id, 1, 0)


def test_orders_that_grow_old_are_forgotten() -> None:
    order_with(paid_at=NOON - 49 * HOUR)
    measure_conduct(at=NOON)
    assert measure_conduct(at=NOON + 91 * DAY) == 1
    assert Standing.objects.get().orders_due == 0
