"""What is consumed: materials, what is coming of them, what they are made of and who has claimed them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party
from huopan.domains.production.models.demands import Demand
from huopan.domains.production.models.ownership import OfFactoryQuerySet, own_language
from huopan.domains.production.models.routings import Recipe


class Material(models.Model):
    """Something that making consumes (物料). `reserved` of `on_hand` is claimed; changed by conditional UPDATE only.

    Bought in lots of `lot_size`, `lead_time_days` ahead; below `minimum` it is bought again."""

    factory = models.ForeignKey(Party, models.PROTECT, related_name="materials")
    code = models.CharField(_("code"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=20)
    unit_fen = models.BigIntegerField(_("cost of a unit"), default=0)
    lead_time_days = models.PositiveSmallIntegerField(pgettext_lazy("production", "lead time, days"), default=0)
    lot_size = models.PositiveBigIntegerField(_("bought in lots of"), default=1)
    minimum = models.PositiveBigIntegerField(_("keep at least"), default=0)
    on_hand = models.PositiveBigIntegerField(_("on hand"), default=0)
    reserved = models.PositiveBigIntegerField(pgettext_lazy("production", "reserved"), default=0)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.UniqueConstraint(fields=["factory", "code"], name="one_material_per_code"),
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="material_reserved_within_on_hand"),
            models.CheckConstraint(condition=Q(lot_size__gte=1), name="lot_has_a_size"),
            models.CheckConstraint(condition=Q(unit_fen__gte=0), name="material_costs"),
        ]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class OfMaterialQuerySet(OfFactoryQuerySet):
    path = "material__factory_id"


class MaterialArrival(models.Model):
    """`quantity` more of a material, expected at a time (到料)."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        RECEIVED = "received", pgettext_lazy("production", "received")
        CANCELLED = "cancelled", _("cancelled")

    material = models.ForeignKey(Material, models.PROTECT, related_name="arrivals")
    quantity = models.PositiveBigIntegerField(_("quantity"))
    expected_at = models.DateTimeField(_("expected"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.EXPECTED)
    reference = models.CharField(_("reference"), max_length=60)
    received_at = models.DateTimeField(pgettext_lazy("production", "received"), null=True, blank=True)

    objects = OfMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival of material")
        verbose_name_plural = _("arrivals of material")
        constraints = [
            models.UniqueConstraint(fields=["material", "reference"], name="one_arrival_per_reference"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="arrival_is_positive"),
        ]
        indexes = [
            models.Index(fields=["material", "expected_at"], name="arrivals_expected", condition=Q(state="expected"))
        ]


class OfComponentQuerySet(OfFactoryQuerySet):
    path = "component__factory_id"


class BomLine(models.Model):
    """`quantity_millionths` of a component go into one piece of a recipe, or one unit of a material made here."""

    recipe = models.ForeignKey(Recipe, models.CASCADE, null=True, blank=True, related_name="bom_lines")
    parent = models.ForeignKey(Material, models.CASCADE, null=True, blank=True, related_name="bom_lines")
    component = models.ForeignKey(Material, models.PROTECT, related_name="used_in")
    quantity_millionths = models.PositiveBigIntegerField(_("quantity, millionths"))

    objects = OfComponentQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a bill of materials")
        verbose_name_plural = _("lines of a bill of materials")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipe", "component"], condition=Q(recipe__isnull=False), name="one_bom_line_of_a_recipe"
            ),
            models.UniqueConstraint(
                fields=["parent", "component"], condition=Q(parent__isnull=False), name="one_bom_line_of_a_material"
            ),
            models.CheckConstraint(
                condition=Q(recipe__isnull=False, parent__isnull=True) | Q(recipe__isnull=True, parent__isnull=False),
                name="bom_line_of_a_recipe_or_a_material",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("component")), name="material_is_not_made_of_itself"
            ),
            models.CheckConstraint(condition=Q(quantity_millionths__gte=1), name="bom_quantity_is_positive"),
        ]


class MaterialClaim(models.Model):
    """What an accepted demand needs of a material. `from_stock` of it is reserved on hand, the rest waits for arrivals;
    consumed or released exactly once."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("production", "open")
        CONSUMED = "consumed", pgettext_lazy("production", "consumed")
        RELEASED = "released", _("released")

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="material_claims")
    material = models.ForeignKey(Material, models.PROTECT, related_name="claims")
    quantity = models.PositiveBigIntegerField(_("quantity"))
    from_stock = models.PositiveBigIntegerField(_("from stock"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)

    objects = OfMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim on material")
        verbose_name_plural = _("claims on material")
        constraints = [
            models.UniqueConstraint(fields=["demand", "material"], name="one_claim_per_demand_and_material"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="claim_is_positive"),
            models.CheckConstraint(condition=Q(from_stock__lte=F("quantity")), name="claimed_stock_within_claim"),
        ]
        indexes = [models.Index(fields=["material"], name="open_claims", condition=Q(state="open"))]
