"""When a factory works: weekly shifts and the days that are otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import Party
from huopan.domains.production.models.ownership import OfFactoryQuerySet


class WorkingCalendar(models.Model):
    """Weekly shifts with exceptions (工作日历)."""

    factory = models.ForeignKey(Party, models.PROTECT, related_name="working_calendars")
    name = models.CharField(_("calendar name"), max_length=60)

    objects = OfFactoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [models.UniqueConstraint(fields=["factory", "name"], name="one_calendar_per_name")]

    def __str__(self) -> str:
        return self.name


class OfCalendarQuerySet(OfFactoryQuerySet):
    path = "calendar__factory_id"


class WeeklyShift(models.Model):
    """Open from `opens` to `closes` on a weekday (0 is Monday); a shift that closes at or before it opens runs into the
    next day. `rate_pct`: what an hour costs in it, 150 on overtime."""

    calendar = models.ForeignKey(WorkingCalendar, models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    rate_pct = models.PositiveSmallIntegerField(_("rate, percent"), default=100)

    objects = OfCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly shift")
        verbose_name_plural = _("weekly shifts")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "weekday", "opens"], name="one_shift_per_opening"),
            models.CheckConstraint(condition=~Q(opens=F("closes")), name="shift_has_a_length"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_is_of_a_week"),
            models.CheckConstraint(condition=Q(rate_pct__gte=1), name="shift_rate_is_positive"),
        ]


class DayException(models.Model):
    """A day that is not as its weekday: closed, or with one shift of its own. A public holiday and the make-up workday
    that pays for it are such days; `follows_weekday` works a Saturday as if it were that weekday."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("closed")
        AS_WEEKDAY = "as_weekday", _("works like another weekday")
        OWN_SHIFT = "own_shift", _("own shift")

    calendar = models.ForeignKey(WorkingCalendar, models.CASCADE, related_name="exceptions")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    follows_weekday = models.PositiveSmallIntegerField(_("works like"), null=True, blank=True)
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    rate_pct = models.PositiveSmallIntegerField(_("rate, percent"), default=100)
    reason = models.CharField(_("reason"), max_length=60, blank=True)

    objects = OfCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("exceptional day")
        verbose_name_plural = _("exceptional days")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "on"], name="one_exception_per_day"),
            models.CheckConstraint(
                condition=(
                    Q(kind="closed", follows_weekday__isnull=True, opens__isnull=True, closes__isnull=True)
                    | Q(kind="as_weekday", follows_weekday__lte=6, opens__isnull=True, closes__isnull=True)
                    | (
                        Q(kind="own_shift", follows_weekday__isnull=True, opens__isnull=False, closes__isnull=False)
                        & ~Q(opens=F("closes"))
                    )
                ),
                name="exception_says_what_it_is",
            ),
            models.CheckConstraint(condition=Q(rate_pct__gte=1), name="exception_rate_is_positive"),
        ]
