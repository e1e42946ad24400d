"""What is made together: demands that share one set-up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import Party
from huopan.domains.production.models.centres import Machine
from huopan.domains.production.models.demands import Demand
from huopan.domains.production.models.ownership import OfFactoryQuerySet

ENDED = ("completed", "dissolved")


class ProductionPool(models.Model):
    """Demands of different buyers that share a set-up (拼单批次). Open until `closes_at`, which its tightest member
    sets; from locked on nobody joins. Its machine, times and set-up are what the current plan says while it is open.

    The database itself lets it make only the moves of `rules.states.POOL_MOVES` and nobody join it but while it is
    open (migration 0005)."""

    class State(models.TextChoices):
        OPEN = "open", _("open to join")
        LOCKED = "locked", _("locked")
        RELEASED = "released", _("released to the floor")
        COMPLETED = "completed", _("completed")
        DISSOLVED = "dissolved", _("dissolved")

    factory = models.ForeignKey(Party, models.PROTECT, related_name="production_pools")
    number = models.CharField(_("number"), max_length=24)
    traits = models.JSONField(_("traits"), default=dict)
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, blank=True, related_name="pools")
    setup_seconds = models.PositiveIntegerField(_("set-up, seconds"), default=0)
    setup_fen = models.BigIntegerField(_("set-up costs"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"))
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("production pool")
        verbose_name_plural = _("production pools")
        constraints = [
            models.UniqueConstraint(fields=["factory", "number"], name="one_pool_per_number"),
            models.CheckConstraint(condition=Q(setup_fen__gte=0), name="pool_setup_costs"),
            models.CheckConstraint(
                condition=~Q(state__in=["locked", "released", "completed"]) | Q(locked_at__isnull=False),
                name="pool_locks_before_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED) & Q(ended_at__isnull=True),
                name="pool_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "state", "closes_at"], name="pools_of_factory"),
            models.Index(fields=["closes_at"], name="pools_due", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def set_up_for(self) -> str:
        """What the machine is set up for: “red / cotton”; the process where nothing else is named."""
        named = [str(value) for name, value in self.traits.items() if value and name != "process"]
        return " / ".join(named) or str(self.traits.get("process", ""))

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class OfPoolQuerySet(OfFactoryQuerySet):
    path = "pool__factory_id"


class PoolMember(models.Model):
    """Step `step` of a demand made in a pool; `left_at` when it was taken out, or the pool dissolved.

    `alone_fen`: what the set-up would cost it by itself; `share_fen`: its share of the common one."""

    pool = models.ForeignKey(ProductionPool, models.PROTECT, related_name="members")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="pool_memberships")
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    alone_fen = models.BigIntegerField(_("set-up alone"), default=0)
    share_fen = models.BigIntegerField(_("share of the set-up"), default=0)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = OfPoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a pool")
        verbose_name_plural = _("members of a pool")
        constraints = [
            models.UniqueConstraint(fields=["demand"], condition=Q(left_at__isnull=True), name="one_pool_at_a_time"),
            models.CheckConstraint(condition=Q(alone_fen__gte=0, share_fen__gte=0), name="pool_shares_cost"),
        ]
        indexes = [models.Index(fields=["pool"], name="members_of_pool", condition=Q(left_at__isnull=True))]

    @property
    def saving_fen(self) -> int:
        return self.alone_fen - self.share_fen
