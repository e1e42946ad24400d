"""Who does what when: versions of a factory's plan. A new one replaces the last in one moment, or not at all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party
from huopan.domains.production.models.centres import Machine, WorkCentre
from huopan.domains.production.models.demands import Demand
from huopan.domains.production.models.ownership import OfFactoryQuerySet


class PlanVersion(models.Model):
    """One plan of all that is accepted (排产方案). `about`: which machine, material or reason."""

    class Why(models.TextChoices):
        FIRST = "first", _("first plan")
        HELD = "held", _("capacity was held")
        BREAKDOWN = "breakdown", _("breakdown")
        ABSENCE = "absence", _("nobody to work it")
        MAINTENANCE = "maintenance", _("maintenance")
        BACK = "back", _("a machine is back")
        CLOSED = "closed", _("the factory is closed")
        MATERIAL = "material", _("material comes at another time")
        NOT_BEGUN = "not_begun", _("not begun in time")
        BY_HAND = "by_hand", _("moved by hand")
        EQUIPMENT = "equipment", _("machines or hours changed")
        FLOOR = "floor", _("reported from the floor")
        IMPROVED = "improved", _("re-optimised")

    factory = models.ForeignKey(Party, models.PROTECT, related_name="plan_versions")
    number = models.PositiveIntegerField(_("number"))
    why = models.CharField(_("why"), max_length=120, choices=Why.choices)
    about = models.CharField(pgettext_lazy("production", "about"), max_length=120, blank=True)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    is_current = models.BooleanField(_("current"), default=True)
    made_at = models.DateTimeField(_("made at"))

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan version")
        verbose_name_plural = _("plan versions")
        constraints = [
            models.UniqueConstraint(fields=["factory", "number"], name="one_plan_per_number"),
            models.UniqueConstraint(fields=["factory"], condition=Q(is_current=True), name="one_current_plan"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"


class OfPlanQuerySet(OfFactoryQuerySet):
    path = "plan__factory_id"


class PlannedStep(models.Model):
    """A step of a demand on a machine: set-up first, then the run until `ends_at`. `is_fixed`: begun, or pinned by
    hand; nobody moves it."""

    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="steps")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="planned_steps")
    step = models.PositiveSmallIntegerField(_("step"))
    work_centre = models.ForeignKey(WorkCentre, models.PROTECT, related_name="+")
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="planned_steps")
    starts_at = models.DateTimeField(_("starts"))
    setup_seconds = models.PositiveIntegerField(_("set-up, seconds"), default=0)
    ends_at = models.DateTimeField(pgettext_lazy("production", "ends"))
    is_fixed = models.BooleanField(_("fixed"), default=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned step")
        verbose_name_plural = _("planned steps")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "demand", "step"], name="one_place_per_step"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="planned_step_takes_time"),
        ]
        indexes = [models.Index(fields=["plan", "machine", "starts_at"], name="planned_on_machine")]
