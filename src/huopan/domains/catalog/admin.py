"""The catalogue in the operator's console: to look at, and to take offers off the market and let them back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.forms import ActionForm

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import (
    Category,
    CategoryAttribute,
    ImportRun,
    MixBatchRule,
    Offer,
    OfferImage,
    PriceTier,
    PrivatePrice,
    Sku,
    Stock,
    StockMovement,
)
from huopan.domains.parties.queries import operator_of
from huopan.infra import clock
from huopan.infra.console import LookingAdmin, LookingInline, refusals_told
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import ForbiddenError

STATE_COLOURS = {Offer.State.DRAFT: "info", Offer.State.PUBLISHED: "success", Offer.State.SUSPENDED: "danger"}
RUN_COLOURS = {ImportRun.State.DONE: "success", ImportRun.State.REFUSED: "danger", ImportRun.State.WRITING: "warning"}


class SuspendingForm(ActionForm):
    because = forms.CharField(
        label=_("Reason for suspending"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "border border-base-200 rounded-default px-3 py-2"}),
    )


class SkuInline(LookingInline):
    model = Sku
    fields = ("code", "spec", "barcode", "weight_grams", "is_active", "on_hand", "reserved")
    readonly_fields = ("on_hand", "reserved")
    ordering = ("position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sku]:
        skus: QuerySet[Sku] = super().get_queryset(request)
        return skus.select_related("stock")

    @display(description=_("on hand"))
    def on_hand(self, sku: Sku) -> int:
        return sku.stock.on_hand

    @display(description=_("reserved"))
    def reserved(self, sku: Sku) -> int:
        return sku.stock.reserved


class TierInline(LookingInline):
    model = PriceTier
    fields = ("sku", "from_quantity", "price")
    readonly_fields = ("price",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PriceTier]:
        tiers: QuerySet[PriceTier] = super().get_queryset(request)
        return tiers.select_related("sku")

    @display(description=_("unit price"))
    def price(self, tier: PriceTier) -> str:
        return str(UnitPrice(tier.unit_price_hao))


class PictureInline(LookingInline):
    model = OfferImage
    fields = ("file", "width", "height", "position")


@admin.register(Offer)
class OfferAdmin(LookingAdmin):
    list_display = ("title_zh", "code", "supplier", "category", "shown_state", "price_kind", "moq", "changed_at")
    list_filter = ("state", "price_kind", "is_mixable")
    list_select_related = ("supplier", "category")
    search_fields = ("code", "title_zh", "title_en", "supplier__name_zh", "supplier__name_en")
    ordering = ("-pk",)
    inlines = (SkuInline, TierInline, PictureInline)
    action_form = SuspendingForm
    actions = ("suspend", "unsuspend")
    fieldsets = (
        (
            None,
            {"fields": (("title_zh", "title_en"), ("code", "supplier", "category"), ("state", "suspended_because"))},
        ),
        (
            _("terms"),
            {
                "fields": (
                    ("price_kind", "unit"),
                    ("moq", "order_multiple", "is_mixable"),
                    ("sample_price_hao", "sample_days"),
                    "lead_time_days",
                )
            },
        ),
        (_("description"), {"fields": ("attributes", "description_zh", "description_en")}),
    )

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def shown_state(self, offer: Offer) -> tuple[str, str]:
        return offer.state, str(offer.get_state_display())

    @action(description=_("Suspend, for the reason given"), icon="block")
    def suspend(self, request: HttpRequest, chosen: QuerySet[Offer]) -> None:
        because = request.POST.get("because", "").strip()
        if not because:
            messages.error(request, _("Write the reason beside the action; the seller is told."))
            return
        self._each(request, chosen, catalog.suspend_offer, because=because)

    @action(description=_("Let back on the market"), icon="undo")
    def unsuspend(self, request: HttpRequest, chosen: QuerySet[Offer]) -> None:
        self._each(request, chosen, catalog.unsuspend_offer)

    def _each(self, request: HttpRequest, chosen: QuerySet[Offer], act: Any, **given: str) -> None:
        done = 0
        for offer in chosen:
            with refusals_told(request):
                by = operator_of(request.user.pk) if request.user.pk else None
                if by is None:
                    raise ForbiddenError(scope="operate")
                act(offer_id=offer.pk, by=by, at=clock.now(), **given)
                done += 1
        if done:
            text = ngettext("%(done)d offer changed.", "%(done)d offers changed.", done)
            messages.success(request, text % {"done": done})


class AttributeInline(LookingInline):
    model = CategoryAttribute
    fields = ("code", "name_zh", "name_en", "type", "unit", "choices", "is_required")


@admin.register(Category)
class CategoryAdmin(LookingAdmin):
    list_display = ("indented", "name_en", "code")
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("path",)
    inlines = (AttributeInline,)
    fields = (("name_zh", "name_en"), "code")

    @display(description=_("category"))
    def indented(self, category: Category) -> str:
        return f"{'　' * (category.depth - 1)}{category.name_zh}"


@admin.register(Stock)
class StockAdmin(LookingAdmin):
    list_display = ("sku", "offer", "on_hand", "reserved")
    list_select_related = ("sku__offer",)
    search_fields = ("sku__code", "sku__offer__code", "sku__offer__title_zh")
    ordering = ("-pk",)

    @display(description=_("offer"))
    def offer(self, stock: Stock) -> str:
        return str(stock.sku.offer)


@admin.register(StockMovement)
class StockMovementAdmin(LookingAdmin):
    list_display = ("sku", "quantity", "reason", "source", "at")
    list_filter = ("reason",)
    list_select_related = ("sku",)
    search_fields = ("source", "sku__code")
    ordering = ("-pk",)


@admin.register(PrivatePrice)
class PrivatePriceAdmin(LookingAdmin):
    list_display = ("offer", "buyer", "from_quantity", "price", "ends_at")
    list_select_related = ("offer", "buyer")
    search_fields = ("offer__code", "offer__title_zh", "buyer__name_zh")
    ordering = ("-pk",)

    @display(description=_("unit price"), ordering="unit_price_hao")
    def price(self, row: PrivatePrice) -> str:
        return str(UnitPrice(row.unit_price_hao))


@admin.register(MixBatchRule)
class MixBatchRuleAdmin(LookingAdmin):
    list_display = ("supplier", "min_quantity", "amount")
    list_select_related = ("supplier",)
    search_fields = ("supplier__name_zh", "supplier__name_en")
    ordering = ("-pk",)

    @display(description=_("from amount"), ordering="min_amount_fen")
    def amount(self, rule: MixBatchRule) -> str:
        return "–" if rule.min_amount_fen is None else str(Money(rule.min_amount_fen))


@admin.register(ImportRun)
class ImportRunAdmin(LookingAdmin):
    list_display = ("file_name", "supplier", "shown_state", "rows", "offers_created", "offers_bad", "started_at")
    list_filter = ("state", "mode")
    list_select_related = ("supplier",)
    ordering = ("-pk",)
    fields = (
        ("file_name", "supplier", "mode", "state"),
        ("rows", "faults_found"),
        ("offers_created", "offers_changed", "offers_unchanged", "offers_bad"),
        ("started_at", "finished_at"),
    )

    @display(description=_("state"), ordering="state", label=RUN_COLOURS)
    def shown_state(self, run: ImportRun) -> tuple[str, str]:
        return run.state, str(run.get_state_display())

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        runs: QuerySet[ImportRun] = super().get_queryset(request)
        return runs.defer("faults")
