"""Who buys from a supplier, and how that went."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Window

from huopan.domains.orders.models import AfterSale, CustomerNote, SupplierOrder
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

Sort = Literal["spent", "orders", "last", "claims"]
SORTS = {"spent": "-spent_fen", "orders": "-orders", "last": "-last_at", "claims": "-claimed"}


def customers(by: Actor, *, words: str = "", sort: Sort = "spent") -> QuerySet[Any, Any]:
    """Buyers that paid an order of `by`'s party: `orders`, `spent_fen` without what was refunded, `last_at`, and
    `claimed`, the orders with an after-sale. One statement."""
    paid = SupplierOrder.objects.filter(supplier_id=by.party_id, paid_at__isnull=False).order_by()
    if words:
        named = Q(buyer__name_zh__icontains=words) | Q(buyer__name_en__icontains=words)
        paid = paid.filter(named | Q(number__iexact=words))
    claimed = Exists(AfterSale.objects.filter(order=OuterRef("pk")))
    rows = paid.values("buyer_id", "buyer__name_zh", "buyer__name_en").annotate(
        orders=Count("pk"),
        spent_fen=Sum(F("total_fen") - F("refunded_fen")),
        last_at=Max("placed_at"),
        claimed=Count("pk", filter=claimed),
    )
    return rows.order_by(SORTS[sort], "buyer_id")


def customer(buyer_id: int, by: Actor) -> tuple[Party, dict[str, Any]]:
    """A buyer, and its sums as in `customers` with the `note` kept of it. One statement: the sums stand beside each of
    its paid orders. Raises UnknownError for who never paid an order here."""
    paid = SupplierOrder.objects.filter(supplier_id=by.party_id, buyer_id=buyer_id, paid_at__isnull=False)
    claimed = Q(Exists(AfterSale.objects.filter(order=OuterRef("pk"))))
    note = CustomerNote.objects.visible_to(by).filter(supplier_id=by.party_id, buyer_id=OuterRef("buyer_id"))
    summed = {
        "orders": Count("pk"),
        "spent_fen": Sum(F("total_fen") - F("refunded_fen")),
        "last_at": Max("placed_at"),
        "claimed": Count("pk", filter=claimed),
    }
    rows = paid.order_by("pk").select_related("buyer").annotate(note=Subquery(note.values("text")[:1]))
    order: Any = rows.annotate(**{f"of_all_{name}": Window(total) for name, total in summed.items()}).first()
    if order is None:
        raise UnknownError(what="customer")
    return order.buyer, {name: getattr(order, f"of_all_{name}") for name in summed} | {"note": order.note or ""}


def customer_notes(buyer_ids: Collection[int], by: Actor) -> dict[int, str]:
    """What `by`'s party noted about buyers, by buyer. One statement."""
    notes = CustomerNote.objects.visible_to(by).filter(supplier_id=by.party_id, buyer_id__in=buyer_ids)
    return dict(notes.values_list("buyer_id", "text"))
