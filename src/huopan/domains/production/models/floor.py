"""What the floor is told to do and what it says it did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party, Person
from huopan.domains.production.models.centres import Machine, WorkCentre
from huopan.domains.production.models.demands import Demand
from huopan.domains.production.models.ownership import OfFactoryQuerySet, own_language
from huopan.domains.production.models.pools import ProductionPool


class WorkOrder(models.Model):
    """A printable, scannable instruction to make a demand (工单)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", pgettext_lazy("work order", "released")
        IN_PROGRESS = "in_progress", _("in progress")
        ON_HOLD = "on_hold", _("on hold")
        PRODUCED = "produced", _("made")
        PACKED = "packed", _("packed")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    factory = models.ForeignKey(Party, models.PROTECT, related_name="work_orders")
    number = models.CharField(_("number"), max_length=24)
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="work_orders")
    pool = models.ForeignKey(ProductionPool, models.PROTECT, null=True, blank=True, related_name="work_orders")
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField(_("made out"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    produced_at = models.DateTimeField(pgettext_lazy("production", "finished"), null=True, blank=True)
    packed_at = models.DateTimeField(_("packed"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_because = models.CharField(_("closed because"), max_length=200, blank=True)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        constraints = [
            models.UniqueConstraint(fields=["factory", "number"], name="one_work_order_per_number"),
            models.UniqueConstraint(
                fields=["demand"],
                condition=~Q(state__in=["closed", "cancelled"]),
                name="one_live_work_order_per_demand",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="work_order_is_positive"),
        ]
        indexes = [models.Index(fields=["factory", "state", "-id"], name="work_orders_of_factory")]

    def __str__(self) -> str:
        return self.number

    @property
    def missing(self) -> int:
        """Pieces that did not come good, once all operations are done; 0 before, and for one that was taken back."""
        steps = list(self.steps.all())
        if self.state not in (self.State.PRODUCED, self.State.PACKED, self.State.CLOSED) or not steps:
            return 0
        last: WorkOrderStep = max(steps, key=lambda step: step.position)
        return max(0, self.quantity - last.good)


class OfWorkOrderQuerySet(OfFactoryQuerySet):
    path = "work_order__factory_id"


class WorkOrderStep(models.Model):
    """One operation of a work order: what was issued to it and what came out (C3)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not begun")
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")
        DONE = "done", pgettext_lazy("production", "done")

    work_order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    work_centre = models.ForeignKey(WorkCentre, models.PROTECT, related_name="+")
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, blank=True, related_name="+")
    planned_start_at = models.DateTimeField(_("planned start"))
    planned_end_at = models.DateTimeField(_("planned end"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    issued = models.PositiveIntegerField(_("issued"))
    good = models.PositiveIntegerField(_("good"), default=0)
    scrap = models.PositiveIntegerField(_("scrap"), default=0)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = OfWorkOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["work_order", "position"], name="one_operation_per_position"),
            models.CheckConstraint(condition=Q(issued__gte=F("good") + F("scrap")), name="reported_within_issued"),
        ]
        indexes = [models.Index(fields=["work_centre", "state", "planned_start_at"], name="operations_of_centre")]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class FloorReport(models.Model):
    """What somebody on the floor said of an operation. Its client makes the id, so that two scans of one code are one
    report (C6). A wrong count stays as it was said: a report of kind `correct` says how many more or fewer there really
    are than `corrects` said, and why."""

    class Kind(models.TextChoices):
        START = "start", _("start")
        GOOD = "good", _("pieces made")
        STOP = "stop", _("stop")
        RESUME = "resume", _("go on")
        CORRECT = "correct", _("correction")

    factory = models.ForeignKey(Party, models.PROTECT, related_name="floor_reports")
    client_id = models.CharField(max_length=64)
    step = models.ForeignKey(WorkOrderStep, models.PROTECT, related_name="reports")
    kind = models.CharField(pgettext_lazy("production", "what"), max_length=10, choices=Kind.choices)
    good = models.IntegerField(_("good"), default=0)
    scrap = models.IntegerField(_("scrap"), default=0)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("reported"))

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("floor report")
        verbose_name_plural = _("floor reports")
        constraints = [
            models.UniqueConstraint(fields=["factory", "client_id"], name="one_floor_report_per_scan"),
            models.CheckConstraint(
                condition=(
                    Q(kind="good", good__gte=0, scrap__gte=0)
                    | Q(kind="correct")
                    | (~Q(kind__in=["good", "correct"]) & Q(good=0, scrap=0))
                ),
                name="only_made_pieces_are_counted",
            ),
            models.CheckConstraint(
                condition=(Q(kind="correct", corrects__isnull=False) & ~Q(reason=""))
                | (~Q(kind="correct") & Q(corrects__isnull=True)),
                name="a_correction_says_of_what_and_why",
            ),
        ]
        indexes = [models.Index(fields=["step", "id"], name="reports_of_operation")]
