"""What carrying costs, what was sent, and where the courier saw it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.catalog.models import Offer
from huopan.domains.parties.models import Division, Party
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class FreightTemplateQuerySet(VisibleQuerySet["FreightTemplate"]):
    def _seen_by(self, by: Actor) -> Self:
        """Freight is part of the price and public with its seller."""
        return self.filter(supplier__in=Party.objects.visible_to(by))


class FreightTemplate(models.Model):
    """A supplier's freight by division and weight (运费模板). The default serves offers without their own.

    `zones`: [{"divisions": ["44", "3101"], "first_weight_grams", "first_fee_fen", "next_weight_grams",
    "next_fee_fen"}, …];
    the longest division prefix wins, "" is everywhere else, a division without any zone is not served."""

    supplier = models.ForeignKey(Party, models.PROTECT, related_name="freight_templates")
    name = models.CharField(_("template name"), max_length=60)
    origin = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name=_("ships from"))
    zones = models.JSONField(_("zones"))
    free_from_fen = models.BigIntegerField(_("free from"), null=True, blank=True)
    is_default = models.BooleanField(_("default"), default=False)

    objects = FreightTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("freight template")
        verbose_name_plural = _("freight templates")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "name"], name="one_freight_template_per_name"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(is_default=True), name="one_default_freight_template"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfferFreightQuerySet(VisibleQuerySet["OfferFreight"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(offer__in=Offer.objects.visible_to(by))


class OfferFreight(models.Model):
    """An offer that ships by another template than its supplier's default."""

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="freight")
    template = models.ForeignKey(FreightTemplate, models.PROTECT, related_name="offers")

    objects = OfferFreightQuerySet.as_manager()


class ShipmentQuerySet(VisibleQuerySet["Shipment"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(Q(supplier_id=by.party_id) | Q(buyer_id=by.party_id))


class Shipment(models.Model):
    """Goods of one order sent together. `reference` is the supplier order's number: logistics knows no orders."""

    reference = models.CharField(_("order"), max_length=24, db_index=True)
    supplier = models.ForeignKey(Party, models.PROTECT, related_name="shipments_sent")
    buyer = models.ForeignKey(Party, models.PROTECT, related_name="shipments_received")
    contents = models.JSONField(_("contents"))
    shipped_at = models.DateTimeField(pgettext_lazy("logistics", "shipped"))

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")

    def __str__(self) -> str:
        return f"{self.reference} #{self.pk}"


class ParcelQuerySet(VisibleQuerySet["Parcel"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(shipment__in=Shipment.objects.visible_to(by))


class Parcel(models.Model):
    """One box with one live waybill; couriers use a number again once its parcel has arrived or is lost.

    `label_at`: when a connected courier gave the number, so that we print its label; `printed_at`: when we did."""

    class State(models.TextChoices):
        BOOKED = "booked", _("waiting for the courier")
        IN_TRANSIT = "in_transit", _("on its way")
        DELIVERED = "delivered", _("delivered")
        LOST = "lost", _("lost")

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="parcels")
    carrier = models.CharField(_("carrier"), max_length=20)
    waybill_number = models.CharField(_("waybill"), max_length=40)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.BOOKED)
    collected_at = models.DateTimeField(_("collected"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    lost_at = models.DateTimeField(_("lost"), null=True, blank=True)
    label_at = models.DateTimeField(_("label given"), null=True, blank=True)
    printed_at = models.DateTimeField(_("label printed"), null=True, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "waybill_number"],
                condition=Q(state__in=["booked", "in_transit"]),
                name="one_live_waybill_per_parcel",
            )
        ]
        indexes = [
            models.Index(fields=["carrier", "waybill_number", "id"], name="parcels_by_waybill"),
            models.Index(
                fields=["shipment"],
                condition=Q(label_at__isnull=False, printed_at__isnull=True, state="booked"),
                name="labels_to_print",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.waybill_number}"


class TrackingEventQuerySet(VisibleQuerySet["TrackingEvent"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(parcel__in=Parcel.objects.visible_to(by))


class TrackingEvent(models.Model):
    """What the courier saw, in whatever order it told us. A supplier's word is kept apart from the courier's."""

    class Teller(models.TextChoices):
        CARRIER = "carrier", _("the courier")
        SUPPLIER = "supplier", _("the supplier")

    class Kind(models.TextChoices):
        COLLECTED = "collected", _("collected")
        PASSED = "passed", _("passed a hub")
        DELIVERED = "delivered", _("delivered")
        LOST = "lost", _("lost")

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="tracking")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    place = models.CharField(_("place"), max_length=80, blank=True)
    told_by = models.CharField(_("told by"), max_length=10, choices=Teller.choices, default=Teller.CARRIER)
    external_id = models.CharField(max_length=80)
    at = models.DateTimeField(_("seen"))

    objects = TrackingEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        constraints = [
            models.UniqueConstraint(fields=["parcel", "told_by", "external_id"], name="one_tracking_event_per_id")
        ]
