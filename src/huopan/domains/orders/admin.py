"""Purchases and orders in the operator's console: to look at; the two sides move them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from huopan.domains.orders import queries
from huopan.domains.orders.models import AfterSale, Evidence, OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.infra.console import LookingAdmin, LookingInline
from huopan.kernel.money import Money, UnitPrice

State = SupplierOrder.State
STATE_COLOURS = {
    State.AWAITING_PAYMENT: "warning",
    State.AWAITING_ACCEPTANCE: "warning",
    State.AWAITING_SHIPMENT: "info",
    State.AWAITING_COLLECTION: "info",
    State.IN_TRANSIT: "info",
    State.DELIVERED: "info",
    State.COMPLETED: "success",
    State.CANCELLED: "danger",
    State.TERMINATED: "danger",
}


class OrderInline(LookingInline):
    model = SupplierOrder
    fields = ("number", "supplier", "state", "total_fen", "refunded_fen")
    ordering = ("pk",)
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupplierOrder]:
        orders: QuerySet[SupplierOrder] = super().get_queryset(request)
        return orders.select_related("supplier")


class LineInline(LookingInline):
    model = OrderLine
    fields = ("title_zh", "spec", "quantity", "shipped_quantity", "returned_quantity", "price", "amount")
    readonly_fields = ("price", "amount")
    ordering = ("pk",)

    @display(description=_("unit price"))
    def price(self, line: OrderLine) -> str:
        return str(UnitPrice(line.unit_price_hao))

    @display(description=_("amount"))
    def amount(self, line: OrderLine) -> str:
        return str(Money(line.amount_fen))


class EvidenceInline(LookingInline):
    model = Evidence
    fields = ("at", "party", "text", "file")
    ordering = ("pk",)


@admin.register(PurchaseGroup)
class PurchaseAdmin(LookingAdmin):
    list_display = ("number", "buyer", "total", "payment_number", "placed_at")
    list_select_related = ("buyer",)
    search_fields = ("number", "payment_number", "buyer__name_zh", "buyer__name_en")
    ordering = ("-pk",)
    date_hierarchy = "placed_at"
    inlines = (OrderInline,)
    fields = (("number", "placed_at"), ("buyer", "placed_by"), ("total", "payment_number"), "consignee")
    readonly_fields = ("total", "consignee")

    @display(description=_("total"), ordering="total_fen")
    def total(self, purchase: PurchaseGroup) -> str:
        return str(Money(purchase.total_fen))

    @display(description=_("address"))
    def consignee(self, purchase: PurchaseGroup) -> str:
        return _masked(purchase.address)


@admin.register(SupplierOrder)
class OrderAdmin(LookingAdmin):
    list_display = ("number", "shown_state", "supplier", "buyer", "total", "due_at", "placed_at")
    list_filter = ("state",)
    list_select_related = ("supplier", "buyer")
    search_fields = ("number", "group__number", "supplier__name_zh", "buyer__name_zh")
    ordering = ("-pk",)
    date_hierarchy = "placed_at"
    inlines = (LineInline,)
    fieldsets = (
        (None, {"fields": (("number", "group"), ("shown_state", "due_at"), ("supplier", "buyer"), "because")}),
        (_("amount"), {"fields": (("goods", "freight", "total", "refunded"),)}),
        (_("address"), {"fields": ("consignee", "buyer_note")}),
        (_("history"), {"fields": ("trail",)}),
    )
    readonly_fields = ("shown_state", "because", "goods", "freight", "total", "refunded", "consignee", "trail")

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def shown_state(self, order: SupplierOrder) -> tuple[str, str]:
        return order.state, str(order.get_state_display())

    @display(description=_("closed because"))
    def because(self, order: SupplierOrder) -> str:
        return queries.closing_words(order) or "—"

    @display(description=_("goods"))
    def goods(self, order: SupplierOrder) -> str:
        return str(Money(order.goods_fen))

    @display(description=_("freight"))
    def freight(self, order: SupplierOrder) -> str:
        return str(Money(order.freight_fen))

    @display(description=_("total"), ordering="total_fen")
    def total(self, order: SupplierOrder) -> str:
        return str(Money(order.total_fen))

    @display(description=_("refunded"))
    def refunded(self, order: SupplierOrder) -> str:
        return str(Money(order.refunded_fen))

    @display(description=_("address"))
    def consignee(self, order: SupplierOrder) -> str:
        return _masked(order.address)

    @display(description=_("history"))
    def trail(self, order: SupplierOrder) -> SafeString:
        rows = (
            (date_format(localtime(entry.at), "Y-m-d H:i"), entry.words, entry.side) for entry in queries.history(order)
        )
        return format_html_join("", "<div>{} · {} · {}</div>", rows)


@admin.register(AfterSale)
class AfterSaleAdmin(LookingAdmin):
    list_display = ("number", "order", "kind", "state", "amount", "due_at", "requested_at")
    list_filter = ("state", "kind")
    list_select_related = ("order",)
    search_fields = ("number", "order__number")
    ordering = ("-pk",)
    inlines = (EvidenceInline,)
    fields = (("number", "order"), ("kind", "state"), ("amount", "due_at"), "reason", "answer", "ruling")
    readonly_fields = ("amount",)

    @display(description=_("amount asked"), ordering="amount_fen")
    def amount(self, claim: AfterSale) -> str:
        return str(Money(claim.amount_fen))


def _masked(address: dict[str, str]) -> str:
    """The platform's people need no more than the two sides' strangers do (T2)."""
    shown = AddressSnapshot.stored(address).masked
    return f"{shown.contact_name} {shown.phone} {shown.division_name} {shown.detail}"
