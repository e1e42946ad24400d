"""What people are told: a notice on the page, and the letter that may carry it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.notifications.rules import Mail
from huopan.domains.parties.models import Party, Person
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class OfPersonQuerySet(VisibleQuerySet[Any]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(person_id=by.person_id)


class Letter(models.Model):
    """One e-mail to one person about one or more notices. Claimed before it is sent: a sender that dies in between
    leaves it unsure, and it is never sent again by itself."""

    class State(models.TextChoices):
        SENDING = "sending", _("being sent")
        WAITING = "waiting", pgettext_lazy("notifications", "waiting")
        SENT = "sent", _("sent")
        UNSURE = "unsure", _("unsure whether it left")
        DEAD = "dead", _("given up")

    person = models.ForeignKey(Person, models.CASCADE, related_name="letters", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    made_at = models.DateTimeField(_("made"))
    leased_until = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="sent_letter_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(next_attempt_at__isnull=False), name="waiting_letter_has_its_turn"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="letters_under_way", condition=~Q(state="sent"))]

    def __str__(self) -> str:
        return f"{_('letter')} {self.pk}"


class Notice(models.Model):
    """One thing one person is told for one organisation. `key` names the cause (the trail's entry, or a time limit), so
    that hearing of it again makes nothing; `facts` fill its kind's sentence. With `mail_due_at` and no letter it waits
    to be written about."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    party = models.ForeignKey(Party, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    is_shown = models.BooleanField(default=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="notices")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "party", "kind", "key"], name="one_notice_per_cause"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_person"),
            models.Index(fields=["person"], name="notices_unread", condition=Q(read_at__isnull=True, is_shown=True)),
            models.Index(
                fields=["mail_due_at"],
                name="notices_to_write",
                condition=Q(letter__isnull=True, mail_due_at__isnull=False, read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NoticeChoice(models.Model):
    """How a person hears of one kind, where they want it otherwise than it comes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=40)
    is_shown = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=[(each.value, each.value) for each in Mail])

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind"),
            models.CheckConstraint(condition=Q(mail__in=[each.value for each in Mail]), name="choice_is_one_of_three"),
        ]


class NoticeHabits(models.Model):
    """When a person's letters come: not from `quiet_from` until `quiet_until` (hours; equal: always), digests at
    `digest_at`."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notice_habits")
    quiet_from = models.PositiveSmallIntegerField()
    quiet_until = models.PositiveSmallIntegerField()
    digest_at = models.PositiveSmallIntegerField()

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_until__lte=23, digest_at__lte=23), name="habits_are_hours"
            )
        ]
