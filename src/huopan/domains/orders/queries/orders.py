"""Purchases and orders as their two sides see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Prefetch, QuerySet, Value
from django.db.models.functions import Cast, Concat

from huopan.domains.orders.models import AfterSale, OrderLine, OrderMessage, PurchaseGroup, SupplierOrder
from huopan.domains.orders.queries import statements
from huopan.domains.orders.queries.making import SOURCE
from huopan.domains.orders.rules.consignees import AddressSnapshot, may_see_consignee
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states
from huopan.domains.production import queries as production
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError


@dataclass(frozen=True, slots=True)
class LineToShip:
    """`left`: pieces that have neither left nor been refunded unshipped."""

    sku_id: int
    title: str
    spec: dict[str, str]
    left: int


def purchases(by: Actor) -> QuerySet[PurchaseGroup]:
    """`by`'s purchases, newest first, with their orders and suppliers (2 statements)."""
    return PurchaseGroup.objects.visible_to(by).prefetch_related(_with_supplier()).order_by("-id")


def orders_bought(by: Actor, state: str = "") -> QuerySet[SupplierOrder]:
    """What `by`'s party ordered, newest first, with suppliers and lines (2 statements)."""
    return _listed(SupplierOrder.objects.filter(buyer_id=by.party_id), state)


def orders_sold(by: Actor, state: str = "") -> QuerySet[SupplierOrder]:
    """What was ordered from `by`'s party, newest first, with buyers and lines (2 statements)."""
    return _listed(SupplierOrder.objects.filter(supplier_id=by.party_id), state)


def order(number: str, by: Actor) -> SupplierOrder:
    """One order with both sides, its purchase and lines (2 statements). Raises UnknownError to strangers."""
    return (
        SupplierOrder.objects.select_related("supplier", "buyer", "group")
        .prefetch_related("lines")
        .seen(by, number=number)
    )


def order_with_marks(number: str, by: Actor) -> SupplierOrder:
    """As `order`, and in the same statements: `has_claims`, `has_talk` and each line's `is_made`, whether the reads of
    claims, messages and progress would find anything (2 statements). Raises UnknownError to strangers."""
    marked = SupplierOrder.objects.select_related("supplier", "buyer", "group").annotate(
        has_claims=Exists(AfterSale.objects.filter(order=OuterRef("pk"))),
        has_talk=Exists(OrderMessage.objects.filter(order=OuterRef("pk"))),
    )
    reference = Concat(
        OuterRef("order__number"), Value(":"), Cast(OuterRef("pk"), CharField()), output_field=CharField()
    )
    lines = OrderLine.objects.annotate(is_made=production.is_demanded(SOURCE, reference))
    return marked.prefetch_related(Prefetch("lines", lines)).seen(by, number=number)


def locked_order(number: str, by: Actor) -> SupplierOrder:
    """The visible order, its row held until the transaction ends. Raises UnknownError."""
    order = statements.locked_order(number, by)
    if order is None:
        raise UnknownError(what=str(SupplierOrder._meta.verbose_name))
    return order


def has_open_after_sale(order: SupplierOrder) -> bool:
    """Ask with the order's row locked: an after-sale begins under the same lock."""
    return statements.has_open_after_sale(order.pk)


def due_orders(at: datetime) -> QuerySet[SupplierOrder]:
    """Orders whose time is up, longest overdue first, without those that an after-sale holds."""
    is_open = ~Exists(AfterSale.objects.filter(order=OuterRef("pk")).exclude(state__in=final_states(AFTER_SALE_MOVES)))
    return SupplierOrder.objects.filter(is_open, due_at__lte=at).order_by("due_at", "id")


def lines_to_ship(order: SupplierOrder) -> list[LineToShip]:
    """What is left to ship of each line, by SKU. One statement."""
    return [LineToShip(*row) for row in statements.lines_to_ship(order.pk)]


def consignee_for(order: SupplierOrder, by: Actor) -> AddressSnapshot:
    """The address as a plain view may show it: in full to the buyer, masked to everybody else."""
    address = AddressSnapshot.stored(order.address)
    return address if by.party_id == order.buyer_id else address.masked


def may_reveal_consignee(order: SupplierOrder, at: datetime) -> bool:
    return may_see_consignee(
        order.state, delivered_at=order.delivered_at, at=at, days_after=settings.HUOPAN.after_sale_window_days
    )


def _with_supplier() -> Prefetch[str, QuerySet[SupplierOrder], str]:
    return Prefetch("orders", SupplierOrder.objects.select_related("supplier").order_by("id"))


def _listed(orders: QuerySet[SupplierOrder], state: str) -> QuerySet[SupplierOrder]:
    chosen = orders.filter(state=state) if state else orders
    return chosen.select_related("supplier", "buyer").prefetch_related("lines").order_by("-id")
