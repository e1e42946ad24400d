"""Whom a purchase's invoices are made out to, as it was said when it was placed."""

from __future__ import annotations

from huopan.domains.parties import queries as parties
from huopan.kernel.actor import Actor

SNAPSHOT = ("kind", "name", "tax_number", "registered_address", "registered_phone", "bank_name", "bank_account")


def kept_invoice_title(invoice_title_id: int, by: Actor) -> dict[str, str]:
    """A title of `by`'s party as it reads now. Raises UnknownError. One statement."""
    kept = parties.kept_invoice_title(invoice_title_id, by)
    return {name: str(getattr(kept, name)) for name in SNAPSHOT}
