"""Whom invoices are made out to; exactly one title is the default while there is any."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.parties.events import InvoiceTitleRemoved, InvoiceTitleSaved
from huopan.domains.parties.models import InvoiceTitle
from huopan.domains.parties.policies import must_keep_invoice_titles
from huopan.domains.parties.queries.team import locked_party
from huopan.domains.parties.rules import credit_code, phone_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

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
    others = _locked_titles(party_id)
    title = _to_fill(others, invoice_title_id, party_id)
    title.kind, title.name, title.tax_number = kind, name.strip(), number
    title.registered_address, title.bank_name = registered_address.strip(), bank_name.strip()
    title.registered_phone = phone_number(registered_phone) if registered_phone.strip() else ""
    title.bank_account = "".join(bank_account.split())
    _must_be_new(title, others)
    title.is_default = is_default or title.is_default or not others
    if title.is_default:
        InvoiceTitle.objects.filter(pk__in=[pk for pk, other in others.items() if other.is_default]).update(
            is_default=False
        )
    title.save()
    announce(InvoiceTitleSaved(party_id=party_id, invoice_title_id=title.pk, concerns=(party_id,), at=at), by=by)
    return title


@transaction.atomic
def remove_invoice_title(*, invoice_title_id: int, by: Actor, at: datetime) -> None:
    """Take the title off the list; the newest of the others becomes the default if it was it. Orders keep theirs.

    Raises ForbiddenError, UnknownError."""
    party_id = must_keep_invoice_titles(by)
    others = _locked_titles(party_id)
    title = others.pop(invoice_title_id, None)
    if title is None:
        raise UnknownError(what=str(InvoiceTitle._meta.verbose_name))
    InvoiceTitle.objects.filter(pk=invoice_title_id).update(removed_at=at, is_default=False)
    if title.is_default and others:
        InvoiceTitle.objects.filter(pk=max(others)).update(is_default=True)
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


def _to_fill(others: dict[int, InvoiceTitle], invoice_title_id: int | None, party_id: int) -> InvoiceTitle:
    """The title to change, taken out of `others`, or a new one."""
    if invoice_title_id is None:
        if len(others) >= MOST_KEPT:
            raise TooManyInvoiceTitlesError(limit=MOST_KEPT)
        return InvoiceTitle(party_id=party_id)
    if invoice_title_id not in others:
        raise UnknownError(what=str(InvoiceTitle._meta.verbose_name))
    return others.pop(invoice_title_id)


def _locked_titles(party_id: int) -> dict[int, InvoiceTitle]:
    """The party's live titles. Its row is locked first, so that two clerks cannot both choose a default."""
    locked_party(party_id)
    return {title.pk: title for title in InvoiceTitle.objects.filter(party_id=party_id, removed_at__isnull=True)}
