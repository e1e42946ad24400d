"""Shipments, parcels and freight in the console: to look at, for goods move by scans and by people's actions."""

from __future__ import annotations

from django.contrib import admin
from unfold.decorators import display

from huopan.domains.logistics.models import FreightTemplate, Parcel, Shipment, TrackingEvent
from huopan.infra.console import LookingAdmin, LookingInline

STATE_COLOURS = {
    Parcel.State.BOOKED: "warning",
    Parcel.State.IN_TRANSIT: "info",
    Parcel.State.DELIVERED: "success",
    Parcel.State.LOST: "danger",
}


class ParcelInline(LookingInline):
    model = Parcel
    fields = ("carrier", "waybill_number", "state", "collected_at", "delivered_at", "lost_at")
    ordering = ("id",)


class TrackingInline(LookingInline):
    model = TrackingEvent
    fields = ("at", "kind", "place", "told_by")
    ordering = ("at", "id")


@admin.register(Shipment)
class ShipmentAdmin(LookingAdmin):
    list_display = ("reference", "supplier", "buyer", "shipped_at")
    list_select_related = ("supplier", "buyer")
    search_fields = ("reference", "parcels__waybill_number", "supplier__name_zh", "buyer__name_zh")
    ordering = ("-shipped_at", "-pk")
    date_hierarchy = "shipped_at"
    inlines = (ParcelInline,)


@admin.register(Parcel)
class ParcelAdmin(LookingAdmin):
    list_display = ("waybill_number", "carrier", "shown_state", "shipment", "collected_at", "delivered_at", "lost_at")
    list_filter = ("state", "carrier")
    list_select_related = ("shipment",)
    search_fields = ("waybill_number", "shipment__reference")
    ordering = ("-pk",)
    inlines = (TrackingInline,)

    @display(description=Parcel._meta.get_field("state").verbose_name, ordering="state", label=STATE_COLOURS)
    def shown_state(self, parcel: Parcel) -> tuple[str, str]:
        return parcel.state, str(parcel.get_state_display())


@admin.register(FreightTemplate)
class FreightTemplateAdmin(LookingAdmin):
    list_display = ("name", "supplier", "origin", "free_from_fen", "is_default")
    list_filter = ("is_default",)
    list_select_related = ("supplier", "origin")
    search_fields = ("name", "supplier__name_zh", "supplier__name_en")
    ordering = ("supplier_id", "-is_default", "pk")
