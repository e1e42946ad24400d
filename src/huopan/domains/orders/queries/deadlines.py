"""What its supplier must move on soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from huopan.domains.orders.models import AfterSale, SupplierOrder

ON_SUPPLIER = (
    SupplierOrder.State.AWAITING_ACCEPTANCE,
    SupplierOrder.State.AWAITING_SHIPMENT,
    SupplierOrder.State.AWAITING_COLLECTION,
)
ANSWERED_BY_SUPPLIER = (AfterSale.State.REQUESTED, AfterSale.State.GOODS_RETURNING)
Due = Iterable[tuple[str, int, datetime | None]]  # number, supplier, until when


def orders_due_soon(at: datetime, *, within: timedelta) -> Due:
    """One statement."""
    soon = SupplierOrder.objects.filter(state__in=ON_SUPPLIER, due_at__gt=at, due_at__lte=at + within)
    return soon.order_by("due_at").values_list("number", "supplier_id", "due_at")


def after_sales_due_soon(at: datetime, *, within: timedelta) -> Due:
    """One statement."""
    soon = AfterSale.objects.filter(state__in=ANSWERED_BY_SUPPLIER, due_at__gt=at, due_at__lte=at + within)
    return soon.order_by("due_at").values_list("number", "order__supplier_id", "due_at")
