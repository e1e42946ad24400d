"""Whom an organisation's invoices may be made out to."""

from __future__ import annotations

from django.db.models import QuerySet

from huopan.domains.parties.models import InvoiceTitle
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError


def invoice_titles(by: Actor) -> QuerySet[InvoiceTitle]:
    """The live titles of `by`'s party, the default first."""
    live = InvoiceTitle.objects.filter(party_id=by.party_id, removed_at__isnull=True)
    return live.order_by("-is_default", "-pk")


def kept_invoice_title(invoice_title_id: int, by: Actor) -> InvoiceTitle:
    """One of them. Raises UnknownError for any other. One statement."""
    title = invoice_titles(by).filter(pk=invoice_title_id).first()
    if title is None:
        raise UnknownError(what=str(InvoiceTitle._meta.verbose_name))
    return title
