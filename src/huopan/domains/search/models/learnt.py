"""What was learnt from the log, as values that server processes load."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class LessonQuerySet(VisibleQuerySet["Lesson"]):
    def _seen_by(self, by: Actor) -> Self:  # noqa: ARG002
        """Sums over everybody, none of them one party's; only the platform reads them as rows."""
        return self.none()


class RankerQuerySet(VisibleQuerySet["Ranker"]):
    def _seen_by(self, by: Actor) -> Self:  # noqa: ARG002 - nobody but the platform
        return self.none()


class Lesson(models.Model):
    """One lesson by name (phrases, leanings, related), replaced as a whole."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    content = models.JSONField(default=dict)
    learnt_at = models.DateTimeField(_("learnt"))

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class Ranker(models.Model):
    """A learnt order. One at most is in use and one at most in shadow: computed beside, shown to nobody."""

    class State(models.TextChoices):
        LEARNT = "learnt", _("learnt")
        SHADOW = "shadow", _("in shadow")
        IN_USE = "in_use", _("ranks now")
        RETIRED = "retired", _("retired")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.LEARNT)
    curves = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    learnt_at = models.DateTimeField(_("learnt"))

    objects = RankerQuerySet.as_manager()

    class Meta:
        verbose_name = _("learnt order")
        verbose_name_plural = _("learnt orders")
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="in_use"), name="one_ranker_in_use"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="shadow"), name="one_ranker_in_shadow"),
        ]
