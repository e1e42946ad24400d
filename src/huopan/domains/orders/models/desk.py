"""What a supplier's desk keeps: sheets of waybills, notes about customers, quick replies."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party, Person
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class OwnQuerySet(VisibleQuerySet[Any]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(supplier_id=by.party_id)


class ShippingSheet(models.Model):
    """A sheet of waybills that a supplier sent, kept between being looked at and shipped by. `shipped`: how many orders
    it has shipped, None before."""

    supplier = models.ForeignKey(Party, models.CASCADE, related_name="shipping_sheets")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file = models.FileField(upload_to="shipping/")
    file_name = models.CharField(_("file"), max_length=200)
    sent_at = models.DateTimeField(pgettext_lazy("orders", "sent"))
    shipped_at = models.DateTimeField(pgettext_lazy("orders", "shipped"), null=True, blank=True)
    shipped = models.PositiveIntegerField(_("orders shipped"), null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("shipping sheet")
        verbose_name_plural = _("shipping sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(shipped__isnull=True, shipped_at__isnull=True)
                | Q(shipped__isnull=False, shipped_at__isnull=False),
                name="sheet_shipped_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class CustomerNote(models.Model):
    """What a supplier keeps in mind about a buyer; the buyer never sees it."""

    supplier = models.ForeignKey(Party, models.CASCADE, related_name="customer_notes")
    buyer = models.ForeignKey(Party, models.CASCADE, related_name="+")
    text = models.CharField(_("note"), max_length=500)
    changed_at = models.DateTimeField(_("changed"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer note")
        verbose_name_plural = _("customer notes")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "buyer"], name="one_note_per_customer"),
            models.CheckConstraint(condition=~Q(text=""), name="customer_note_says_something"),
        ]


class Phrase(models.Model):
    """A quick reply of an organisation's own (快捷回复)."""

    supplier = models.ForeignKey(Party, models.CASCADE, related_name="phrases")
    title = models.CharField(_("name"), max_length=30)
    text = models.CharField(_("message"), max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("quick reply")
        verbose_name_plural = _("quick replies")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "title"], name="one_phrase_per_title"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(title=""), name="phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
