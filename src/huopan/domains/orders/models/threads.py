"""What a buyer and a supplier say to each other about an offer, before any order hangs on it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.catalog.models import Offer
from huopan.domains.parties.models import Party, Person
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class ThreadQuerySet(VisibleQuerySet["Thread"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(Q(buyer_id=by.party_id) | Q(supplier_id=by.party_id))


class Thread(models.Model):
    """A talk about one offer between its supplier and one buyer; there is one however often they talk."""

    buyer = models.ForeignKey(Party, models.PROTECT, related_name="threads_asked")
    supplier = models.ForeignKey(Party, models.PROTECT, related_name="threads_answered")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    last_at = models.DateTimeField(_("last written"))

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "offer"], name="one_thread_per_buyer_and_offer"),
            models.CheckConstraint(condition=~Q(buyer=F("supplier")), name="thread_has_two_sides"),
        ]
        indexes = [
            models.Index(fields=["supplier", "-last_at"], name="threads_of_supplier"),
            models.Index(fields=["buyer", "-last_at"], name="threads_of_buyer"),
        ]


class ThreadMessageQuerySet(VisibleQuerySet["ThreadMessage"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(thread__in=Thread.objects.visible_to(by))


class ThreadMessage(models.Model):
    """One thing said; `read_at` is when somebody of the other side opened the talk."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(_("message"), max_length=1000)
    at = models.DateTimeField(pgettext_lazy("orders", "sent"))
    read_at = models.DateTimeField(_("read by the other side"), null=True, blank=True)

    objects = ThreadMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["thread", "id"], name="messages_of_thread"),
            models.Index(fields=["thread"], name="thread_messages_unread", condition=Q(read_at__isnull=True)),
        ]
