"""Whom invoices are made out to; exactly one title is the default while there is any."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.parties.actions.one_default import locked_rows, mark_default, take_off, taken_out, to_fill
from huopan.domains.parties.events import InvoiceTitleRemoved, InvoiceTitleSaved
from huopan.domains.parties.models import InvoiceTitle
from huopan.domains.parties.policies import must_keep_invoice_titles
from huopan.domains.parties.rules import credit_code, phone_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

MOST_KEPT = 50


class InvoiceTitleNamelessError(RefusedError):
    kind = "invalid"
    sentence = said("Write whom the invoice is made out to.")


class TaxNumberMissingError(RefusedError):
    kind = "invalid"
    sentence = said("A company’s invoice needs its tax number: the 18-character unified social credit code.")


class InvoiceTitleKnownError(RefusedError):
    sentence = said("“{name}” is kept already; change that one instead.")


class TooManyInvoiceTitlesError(RefusedError):
    sentence = said("{limit} invoice titles are kept already; remove one that is no longer used.")


@transaction.atomic
def save_invoice_title(
    *,
    kind: str,
    name: str,
    tax_number: str = "",
    registered_address: str = "",
    registered_phone: str = "",
    bank_name: str = "",
    bank_account: str = "",
    is_default: bool = False,
    invoice_title_id: int | None = None,
    by: Actor,
    at: datetime,
) -> InvoiceTitle:
    """Add an invoice title to `by`'s party, or change `invoice_title_id`. The first becomes the default by itself; a
    personal one has no tax number.

    Raises ForbiddenError, UnknownError, InvoiceTitleNamelessError, TaxNumberMissingError, CreditCodeError,
    PhoneNumberError, InvoiceTitleKnownError, TooManyInvoiceTitlesError."""
    party_id = must_keep_invoice_titles(by)
    if not name.strip():
        raise InvoiceTitleNamelessError
    number = _tax_number(InvoiceTitle.Kind(kind), tax_number)
    others = locked_rows(InvoiceTitle, party_id)
    title = to_fill(
        others, invoice_title_id, InvoiceTitle(party_id=party_id), most=MOST_KEPT, too_many=TooManyInvoiceTitlesError
    )
    title.kind, title.name, title.tax_number = kind, name.strip(), number
    title.registered_address, title.bank_name = registered_address.strip(), bank_name.strip()
    title.registered_phone = phone_number(registered_phone) if registered_phone.strip() else ""
    title.bank_account = "".join(bank_account.split())
    _must_be_new(title, others)
    mark_default(title, others, is_wanted=is_default)
    title.save()
    announce(InvoiceTitleSaved(party_id=party_id, invoice_title_id=title.pk, concerns=(party_id,), at=at), by=by)
    return title


@transaction.atomic
def remove_invoice_title(*, invoice_title_id: int, by: Actor, at: datetime) -> None:
    """Take the title off the list; the newest of the others becomes the default if it was it. Orders keep theirs.

    Raises ForbiddenError, UnknownError."""
    party_id = must_keep_invoice_titles(by)
    others = locked_rows(InvoiceTitle, party_id)
    title = taken_out(others, invoice_title_id, InvoiceTitle)
    take_off(title, others, at=at)
    announce(
        InvoiceTitleRemoved(party_id=party_id, invoice_title_id=invoice_title_id, concerns=(party_id,), at=at), by=by
    )


def _tax_number(kind: InvoiceTitle.Kind, text: str) -> str:
    if kind == InvoiceTitle.Kind.PERSONAL:
        return ""
    if not text.strip():
        raise TaxNumberMissingError
    return credit_code(text)


def _must_be_new(title: InvoiceTitle, others: dict[int, InvoiceTitle]) -> None:
    if any((other.name, other.tax_number) == (title.name, title.tax_number) for other in others.values()):
        raise InvoiceTitleKnownError(name=title.name)
