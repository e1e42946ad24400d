"""Plans, and who subscribed to which. That no day is covered twice is the database's to refuse (migration 0002)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.membership.rules import PLAN_CODES
from huopan.domains.parties.models import Party, Person
from huopan.infra.languages import own_language
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class PlanQuerySet(VisibleQuerySet["Plan"]):
    def _seen_by(self, by: Actor) -> Self:  # noqa: ARG002 - what is sold here is public
        return self.all()


class Plan(models.Model):
    """What can be subscribed to. The fee is for a year; it is paid outside the platform so far."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    yearly_fee_fen = models.PositiveBigIntegerField(_("fee for a year"))
    needs_admission = models.BooleanField(_("only after a factory inspection"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    is_offered = models.BooleanField(_("can be subscribed to"), default=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership plan")
        verbose_name_plural = _("membership plans")
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=PLAN_CODES), name="a_plan_is_one_that_indexes_can_count"),
            models.CheckConstraint(condition=Q(position__gte=1) & Q(position__lte=9), name="a_plan_has_one_digit"),
        ]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class SubscriptionQuerySet(VisibleQuerySet["Subscription"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)

    def running(self) -> Self:
        """In force by the news that was told of it."""
        return self.filter(began_at__isnull=False, ended_at__isnull=True)

    def upcoming(self) -> Self:
        return self.filter(began_at__isnull=True, ended_at__isnull=True)

    def over(self) -> Self:
        return self.filter(ended_at__isnull=False)


class Subscription(models.Model):
    """A plan for one organisation, from one day until another, both included.

    `until_day` is the last day covered; what ends early has it moved to the day before, and the day before `from_day`
    where no day is left. `agreed_until_day` stays. `began_at` and `ended_at`: when it was told."""

    class State(models.TextChoices):
        UPCOMING = "upcoming", pgettext_lazy("membership", "begins later")
        RUNNING = "running", pgettext_lazy("membership", "in force")
        LAPSED = "lapsed", pgettext_lazy("membership", "over")
        ENDED = "ended", pgettext_lazy("membership", "ended early")

    party = models.ForeignKey(Party, models.PROTECT, related_name="subscriptions", verbose_name=_("organisation"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="subscriptions", verbose_name=_("plan"))
    from_day = models.DateField(_("from"))
    until_day = models.DateField(_("last day"))
    agreed_until_day = models.DateField(_("agreed last day"))
    reference = models.CharField(_("contract or receipt"), max_length=80)
    granted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("granted by"))
    granted_at = models.DateTimeField(_("granted"))
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_because = models.CharField(_("because"), max_length=300, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            models.Index(fields=["until_day"], name="memberships_by_last_day"),
            models.Index(fields=["party", "from_day"], name="memberships_by_party"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(began_at__isnull=False, ended_at__isnull=True),
                name="one_running_membership_per_party",
            ),
            models.UniqueConstraint(
                fields=["party", "reference"],
                condition=Q(ended_because=""),
                name="one_membership_per_contract",
            ),
            models.CheckConstraint(
                condition=Q(until_day__gte=F("from_day")) | ~Q(ended_because=""),
                name="only_what_ended_early_covers_no_day",
            ),
            models.CheckConstraint(
                condition=Q(until_day=F("agreed_until_day"))
                | (Q(until_day__lt=F("agreed_until_day")) & ~Q(ended_because="")),
                name="only_what_ended_early_is_shorter_than_agreed",
            ),
            models.CheckConstraint(
                condition=Q(ended_because="") | Q(ended_at__isnull=False), name="a_reason_to_end_is_of_an_end"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="a_membership_names_its_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.plan} {self.from_day}"

    @property
    def state(self) -> str:
        if self.ended_at:
            return self.State.ENDED if self.ended_because else self.State.LAPSED
        return self.State.RUNNING if self.began_at else self.State.UPCOMING

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)
