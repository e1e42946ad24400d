"""What works: work centres, their machines, how long changing over takes, and when a machine is down."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import Party, Person
from huopan.domains.production.models.calendars import WorkingCalendar
from huopan.domains.production.models.ownership import OfFactoryQuerySet, own_language


class PlanningTerms(models.Model):
    """How a factory wants to be planned. `revision` counts what changes its plan, holds or capacity, and its row is the
    lock under which they change: no two of them see the same board; `planned_revision` is the one last re-optimised."""

    factory = models.OneToOneField(Party, models.CASCADE, primary_key=True, related_name="planning_terms")
    hold_minutes = models.PositiveIntegerField(_("a hold lasts, minutes"), default=120)
    horizon_days = models.PositiveSmallIntegerField(_("plans ahead, days"), default=60)
    late_hour_fen = models.BigIntegerField(_("an hour late costs"), default=0)
    least_margin_pct = models.PositiveSmallIntegerField(_("least margin, percent"), default=0)
    revision = models.PositiveBigIntegerField(_("revision"), default=0)
    planned_revision = models.PositiveBigIntegerField(_("re-optimised at revision"), default=0)
    buffer_pct = models.PositiveSmallIntegerField(_("buffer on promises, percent"), default=10)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning terms")
        verbose_name_plural = _("planning terms")
        constraints = [
            models.CheckConstraint(condition=Q(hold_minutes__gte=1), name="hold_lasts"),
            models.CheckConstraint(condition=Q(horizon_days__gte=1, horizon_days__lte=366), name="horizon_is_a_year"),
            models.CheckConstraint(condition=Q(late_hour_fen__gte=0), name="lateness_costs"),
            models.CheckConstraint(condition=Q(least_margin_pct__lte=90), name="margin_leaves_a_price"),
        ]


class WorkCentre(models.Model):
    """Machines that do the same work on one calendar (工作中心). `hour_fen`: an hour of one machine with its people.

    `may_pause`: a step begun before closing goes on at the next opening. `setup_base_seconds` is spent before every
    step that differs in a trait its changeovers name."""

    factory = models.ForeignKey(Party, models.PROTECT, related_name="work_centres")
    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    process = models.SlugField(_("process"), max_length=40, blank=True)
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, related_name="work_centres")
    hour_fen = models.BigIntegerField(_("cost of an hour"), default=0)
    may_pause = models.BooleanField(_("work may pause overnight"), default=True)
    setup_base_seconds = models.PositiveIntegerField(_("set-up, seconds"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("work centre")
        verbose_name_plural = _("work centres")
        constraints = [
            models.UniqueConstraint(fields=["factory", "code"], name="one_work_centre_per_code"),
            models.CheckConstraint(condition=Q(hour_fen__gte=0), name="hour_costs"),
        ]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class OfWorkCentreQuerySet(OfFactoryQuerySet):
    path = "work_centre__factory_id"


class Changeover(models.Model):
    """Seconds that a difference in `trait` adds; with both values, the seconds from one to the other instead."""

    work_centre = models.ForeignKey(WorkCentre, models.CASCADE, related_name="changeovers")
    trait = models.CharField(_("trait"), max_length=40)
    value_from = models.CharField(_("from"), max_length=60, blank=True)
    value_to = models.CharField(_("to"), max_length=60, blank=True)
    seconds = models.PositiveIntegerField(_("seconds"))

    objects = OfWorkCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("changeover")
        verbose_name_plural = _("changeovers")
        ordering = ["trait", "value_from", "value_to"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_centre", "trait", "value_from", "value_to"], name="one_changeover_per_pair"
            )
        ]


class Machine(models.Model):
    """One of a work centre's machines (机台). `set_up_for`: the traits of the step last begun on it, which stand on
    it until the next one, wherever the step's demand has gone since."""

    work_centre = models.ForeignKey(WorkCentre, models.PROTECT, related_name="machines")
    code = models.CharField(_("code"), max_length=40)
    is_in_service = models.BooleanField(_("in service"), default=True)
    set_up_for = models.JSONField(_("set up for"), default=dict, blank=True)
    set_up_at = models.DateTimeField(_("set up at"), null=True, blank=True)

    objects = OfWorkCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["work_centre", "code"], name="one_machine_per_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def standing(self) -> str:
        """What it is set up for, in one breath."""
        return " / ".join(str(value) for value in self.set_up_for.values() if value)


class OfMachineQuerySet(OfFactoryQuerySet):
    path = "machine__work_centre__factory_id"


class Downtime(models.Model):
    """A machine cannot work from `starts_at`; until told otherwise it is back at `ends_at` (停机)."""

    class Kind(models.TextChoices):
        BREAKDOWN = "breakdown", _("breakdown")
        ABSENCE = "absence", _("nobody to work it")
        MAINTENANCE = "maintenance", _("maintenance")

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="downtimes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    client_id = models.CharField(max_length=64)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(_("reported"))
    ended_at = models.DateTimeField(_("back at work"), null=True, blank=True)

    objects = OfMachineQuerySet.as_manager()

    class Meta:
        verbose_name = _("downtime")
        verbose_name_plural = _("downtimes")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="downtime_ends_after_its_start"),
            models.UniqueConstraint(fields=["machine", "client_id"], name="one_downtime_per_report"),
        ]
        indexes = [models.Index(fields=["machine", "ends_at"], name="downtimes_of_machine")]
