"""What orders tell of how suppliers keep their word, and of what is bought."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.search.rules.conduct import Conduct
from huopan.kernel.actor import Actor

WINDOW = timedelta(days=90)
IN_TIME = timedelta(hours=48)
_ENDED = (SupplierOrder.State.COMPLETED, SupplierOrder.State.TERMINATED)


def conducts(*, at: datetime) -> dict[int, Conduct]:
    """By supplier, of paid orders that the buyer did not cancel; who had none is left out. One statement.

    An order is due for pick-up once a courier has it, or 48 hours after payment: `pickup_rate_48h` of the words.
    """
    paid = SupplierOrder.objects.filter(paid_at__gt=at - WINDOW).exclude(state=SupplierOrder.State.CANCELLED)
    due = Q(collected_at__isnull=False) | Q(paid_at__lte=at - IN_TIME)
    counts = {
        "orders_due": Count("pk", filter=due),
        "collected_in_time": Count("pk", filter=Q(collected_at__lte=F("paid_at") + IN_TIME)),
        "orders_closed": Count("pk", filter=Q(state__in=_ENDED)),
        "orders_kept": Count("pk", filter=Q(state=SupplierOrder.State.COMPLETED, refunded_fen=0)),
    }
    rows = paid.values_list("supplier_id").annotate(**counts).order_by("supplier_id")
    return {supplier_id: Conduct(*figures) for supplier_id, *figures in rows}


def bought_offers(*, since: datetime) -> list[tuple[int, int, datetime]]:
    """Who bought which offer, and when it was paid. One statement."""
    lines = OrderLine.objects.filter(order__paid_at__gt=since).order_by("order__paid_at")
    rows = lines.values_list("order__buyer_id", "offer_id", "order__paid_at")
    return [(buyer_id, offer_id, paid_at) for buyer_id, offer_id, paid_at in rows if paid_at]


def offers_bought_by(by: Actor, *, most: int = 200) -> dict[int, int]:
    """What `by`'s party paid for last: supplier by offer, the last bought first. One statement; none for visitors."""
    if not by.party_id:
        return {}
    lines = OrderLine.objects.filter(order__buyer_id=by.party_id, order__paid_at__isnull=False).order_by("-id")
    return dict(lines.values_list("offer_id", "order__supplier_id")[:most])
