"""How a thing is made: routings of steps, the ways to do each, and the recipe that ties one to what is sold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.parties.models import Party
from huopan.domains.production.models.centres import WorkCentre
from huopan.domains.production.models.ownership import OfFactoryQuerySet, own_language


class Routing(models.Model):
    """The steps of making something (工艺路线). Changing one makes a version; what is accepted keeps its own."""

    factory = models.ForeignKey(Party, models.PROTECT, related_name="routings")
    code = models.CharField(_("code"), max_length=60)
    version = models.PositiveIntegerField(_("version"), default=1)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    is_approved = models.BooleanField(pgettext_lazy("production", "approved"), default=False)
    is_current = models.BooleanField(_("current"), default=True)
    saved_at = models.DateTimeField(_("saved"))

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing")
        verbose_name_plural = _("routings")
        constraints = [
            models.UniqueConstraint(fields=["factory", "code", "version"], name="one_routing_per_version"),
            models.UniqueConstraint(
                fields=["factory", "code"], condition=Q(is_current=True), name="one_current_routing_per_code"
            ),
        ]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class OfRoutingQuerySet(OfFactoryQuerySet):
    path = "routing__factory_id"


class RoutingStep(models.Model):
    """One operation (工序). `traits`: what it asks of a machine's set-up, {"process": "screen_print", "colour": ""};
    an empty value is the demand's own."""

    routing = models.ForeignKey(Routing, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    traits = models.JSONField(_("traits"), default=dict, blank=True)

    objects = OfRoutingQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing step")
        verbose_name_plural = _("routing steps")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["routing", "position"], name="one_routing_step_per_position"),
            models.UniqueConstraint(fields=["routing", "code"], name="one_routing_step_per_code"),
        ]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class OfStepQuerySet(OfFactoryQuerySet):
    path = "step__routing__factory_id"


class StepOption(models.Model):
    """One way to do a step: a work centre that makes `pieces_per_cycle` in `cycle_ms`, after `setup_seconds` of its
    own. Nothing is promised on a time that nobody has approved."""

    step = models.ForeignKey(RoutingStep, models.CASCADE, related_name="options")
    work_centre = models.ForeignKey(WorkCentre, models.PROTECT, related_name="step_options")
    setup_seconds = models.PositiveIntegerField(_("set-up, seconds"), default=0)
    cycle_ms = models.PositiveBigIntegerField(_("cycle, milliseconds"))
    pieces_per_cycle = models.PositiveIntegerField(_("pieces per cycle"), default=1)
    is_approved_time = models.BooleanField(_("time approved"), default=False)

    objects = OfStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("way to do a step")
        verbose_name_plural = _("ways to do a step")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "work_centre"], name="one_option_per_work_centre"),
            models.CheckConstraint(condition=Q(cycle_ms__gte=1), name="cycle_takes_time"),
            models.CheckConstraint(condition=Q(pieces_per_cycle__gte=1), name="cycle_makes_pieces"),
        ]

    @property
    def cycle_seconds(self) -> str:
        return f"{self.cycle_ms / 1000:g}"


class Recipe(models.Model):
    """What making a SKU, or any of an offer, takes: routing, bill of materials, packaging and rework. A recipe without
    either is for what is asked for and not for sale. `rework_basis_points`: pieces made twice, in 1/10,000."""

    factory = models.ForeignKey(Party, models.PROTECT, related_name="recipes")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("recipe name"), max_length=120)
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="recipes")
    sku = models.ForeignKey(Sku, models.PROTECT, null=True, blank=True, related_name="recipes")
    routing = models.ForeignKey(Routing, models.PROTECT, related_name="recipes")
    packaging_fen = models.BigIntegerField(_("packaging, per piece"), default=0)
    rework_basis_points = models.PositiveIntegerField(_("rework, 1/10,000"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipe")
        verbose_name_plural = _("recipes")
        constraints = [
            models.UniqueConstraint(fields=["factory", "code"], name="one_recipe_per_code"),
            models.UniqueConstraint(fields=["sku"], condition=Q(is_active=True), name="one_active_recipe_per_sku"),
            models.UniqueConstraint(fields=["offer"], condition=Q(is_active=True), name="one_active_recipe_per_offer"),
            models.CheckConstraint(
                condition=Q(offer__isnull=True) | Q(sku__isnull=True), name="recipe_of_a_sku_or_an_offer"
            ),
            models.CheckConstraint(condition=Q(packaging_fen__gte=0), name="packaging_costs"),
            models.CheckConstraint(condition=Q(rework_basis_points__lte=10_000), name="rework_within_all"),
        ]

    def __str__(self) -> str:
        return self.name
