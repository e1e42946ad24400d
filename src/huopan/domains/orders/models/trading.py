"""From the cart to the closed after-sale. Everything an order promised is snapshotted on it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.catalog.models import Sku
from huopan.domains.parties.models import Party, Person
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class CartLineQuerySet(VisibleQuerySet["CartLine"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(buyer_id=by.party_id)


class CartLine(models.Model):
    """A SKU a party means to buy. The party's cart (进货单) is simply its lines."""

    buyer = models.ForeignKey(Party, models.CASCADE, related_name="cart_lines")
    sku = models.ForeignKey(Sku, models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))
    added_at = models.DateTimeField(_("added"))

    objects = CartLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "sku"], name="one_cart_line_per_sku"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cart_quantity_is_positive"),
        ]


class PurchaseGroupQuerySet(VisibleQuerySet["PurchaseGroup"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(buyer_id=by.party_id)


class PurchaseGroup(models.Model):
    """One going-through of the till: one payment, one order per supplier (合并下单)."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    buyer = models.ForeignKey(Party, models.PROTECT, related_name="purchases")
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    address = models.JSONField(_("address"))
    invoice_title = models.JSONField(_("invoice title"), default=dict, blank=True)
    total_fen = models.BigIntegerField(_("total"))
    payment_number = models.CharField(_("payment"), max_length=24, blank=True)
    placed_at = models.DateTimeField(_("placed"))

    objects = PurchaseGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")


class SupplierOrderQuerySet(VisibleQuerySet["SupplierOrder"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(Q(buyer_id=by.party_id) | Q(supplier_id=by.party_id))


class SupplierOrder(models.Model):
    """What one supplier owes one buyer. Its moves are in rules.py; who moved it and when is in the trail."""

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
        AWAITING_ACCEPTANCE = "awaiting_acceptance", _("awaiting acceptance")
        AWAITING_SHIPMENT = "awaiting_shipment", _("awaiting shipment")
        AWAITING_COLLECTION = "awaiting_collection", _("awaiting collection")
        IN_TRANSIT = "in_transit", _("in transit")
        DELIVERED = "delivered", _("delivered")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")
        TERMINATED = "terminated", _("terminated")

    number = models.CharField(_("number"), max_length=24, unique=True)
    group = models.ForeignKey(PurchaseGroup, models.PROTECT, related_name="orders")
    supplier = models.ForeignKey(Party, models.PROTECT, related_name="orders_received")
    buyer = models.ForeignKey(Party, models.PROTECT, related_name="orders_placed")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.AWAITING_PAYMENT)
    goods_fen = models.BigIntegerField(_("goods"))
    freight_fen = models.BigIntegerField(_("freight"))
    total_fen = models.BigIntegerField(_("total"))
    refunded_fen = models.BigIntegerField(_("refunded"), default=0)
    address = models.JSONField(_("address"))
    buyer_note = models.CharField(_("note to the supplier"), max_length=500, blank=True)
    closed_because = models.CharField(_("closed because"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    placed_at = models.DateTimeField(_("placed"))
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    shipped_at = models.DateTimeField(pgettext_lazy("orders", "shipped"), null=True, blank=True)
    collected_at = models.DateTimeField(pgettext_lazy("orders", "collected"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = SupplierOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(total_fen=F("goods_fen") + F("freight_fen")), name="order_total_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(refunded_fen__gte=0) & Q(refunded_fen__lte=F("total_fen")), name="refunded_within_total"
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "state", "-id"], name="orders_of_supplier"),
            models.Index(fields=["buyer", "state", "-id"], name="orders_of_buyer"),
            models.Index(fields=["due_at"], name="orders_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLineQuerySet(VisibleQuerySet["OrderLine"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(order__in=SupplierOrder.objects.visible_to(by))


class OrderLine(models.Model):
    """One SKU of an order with everything as it was when bought."""

    order = models.ForeignKey(SupplierOrder, models.PROTECT, related_name="lines")
    sku = models.ForeignKey(Sku, models.PROTECT, related_name="+")
    offer_id = models.BigIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    spec = models.JSONField(default=dict)
    image = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price_hao = models.BigIntegerField(_("unit price"))
    amount_fen = models.BigIntegerField(_("amount"))
    weight_grams = models.PositiveIntegerField(default=0)
    wanted_by = models.DateTimeField(_("made by, as agreed"), null=True, blank=True)
    shipped_quantity = models.PositiveIntegerField(pgettext_lazy("orders", "shipped"), default=0)
    dropped_quantity = models.PositiveIntegerField(_("refunded unshipped"), default=0)
    returned_quantity = models.PositiveIntegerField(pgettext_lazy("orders", "returned"), default=0)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "sku"], name="one_order_line_per_sku"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("shipped_quantity") + F("dropped_quantity")), name="shipped_within_ordered"
            ),
            models.CheckConstraint(
                condition=Q(returned_quantity__lte=F("shipped_quantity")), name="returned_within_shipped"
            ),
        ]

    @property
    def unshipped_quantity(self) -> int:
        """Pieces still to be shipped."""
        return self.quantity - self.shipped_quantity - self.dropped_quantity


class AfterSaleQuerySet(VisibleQuerySet["AfterSale"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(order__in=SupplierOrder.objects.visible_to(by))


class AfterSale(models.Model):
    """A buyer's claim on an order: a refund, or a return and refund. Seller's silence escalates by itself.

    `lines`: [{"sku_id", "quantity"}, …], the pieces it is about; none: about money alone. `refunded_fen` is what came
    of `amount_fen` in the end."""

    class Kind(models.TextChoices):
        REFUND = "refund", _("refund only")
        RETURN = "return", _("return and refund")

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", pgettext_lazy("orders", "refused")
        GOODS_RETURNING = "goods_returning", _("goods returning")
        GOODS_RECEIVED = "goods_received", _("goods received")
        REFUNDED = "refunded", _("refunded")
        CLOSED = "closed", _("closed")
        DISPUTED = "disputed", _("disputed")
        ARBITRATED = "arbitrated", _("arbitrated")

    number = models.CharField(_("number"), max_length=24, unique=True)
    order = models.ForeignKey(SupplierOrder, models.PROTECT, related_name="after_sales")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.REQUESTED)
    reason = models.CharField(_("reason"), max_length=500)
    amount_fen = models.BigIntegerField(_("amount asked"))
    refunded_fen = models.BigIntegerField(_("refunded"), default=0)
    lines = models.JSONField(_("lines"), default=list)
    answer = models.CharField(_("seller's answer"), max_length=500, blank=True)
    return_waybill = models.CharField(_("return waybill"), max_length=60, blank=True)
    ruling = models.CharField(_("ruling"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    disputed_at = models.DateTimeField(_("disputed"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = AfterSaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("after-sale")
        verbose_name_plural = _("after-sales")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="after_sale_is_positive"),
            models.CheckConstraint(
                condition=Q(refunded_fen__gte=0) & Q(refunded_fen__lte=F("amount_fen")), name="refunded_within_asked"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=~Q(state__in=["refunded", "closed", "arbitrated"]),
                name="one_open_after_sale_per_order",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="after_sales_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["state"], name="after_sales_disputed", condition=Q(state="disputed")),
        ]

    def __str__(self) -> str:
        return self.number


class EvidenceQuerySet(VisibleQuerySet["Evidence"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(after_sale__in=AfterSale.objects.visible_to(by))


class Evidence(models.Model):
    """A picture or a text that one side adds to an after-sale."""

    after_sale = models.ForeignKey(AfterSale, models.PROTECT, related_name="evidence")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000, blank=True)
    file = models.FileField(upload_to="evidence/", blank=True)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")


class OrderMessageQuerySet(VisibleQuerySet["OrderMessage"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(order__in=SupplierOrder.objects.visible_to(by))


class OrderMessage(models.Model):
    """What the two sides of an order say to each other."""

    order = models.ForeignKey(SupplierOrder, models.PROTECT, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(_("message"), max_length=1000)
    at = models.DateTimeField(pgettext_lazy("orders", "sent"))
    read_at = models.DateTimeField(_("read by the other side"), null=True, blank=True)

    objects = OrderMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["order", "id"], name="messages_of_order"),
            models.Index(fields=["order"], name="messages_unread", condition=Q(read_at__isnull=True)),
        ]
