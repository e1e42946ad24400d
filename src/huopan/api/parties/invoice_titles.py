"""Whom an organisation's invoices are made out to."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Id, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import InvoiceTitle

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
TaxNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=24)]
Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]
Bank = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
BankAccount = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class InvoiceTitleIn(Schema):
    kind: Literal["company", "personal"]
    name: Name
    tax_number: TaxNumber = Field("", description="A company's unified social credit code; a person has none")
    registered_address: Place = ""
    registered_phone: Phone = ""
    bank_name: Bank = ""
    bank_account: BankAccount = ""
    is_default: bool = False


class InvoiceTitleOut(Schema):
    id: int
    kind: str
    name: str
    tax_number: str
    registered_address: str
    registered_phone: str
    bank_name: str
    bank_account: str
    is_default: bool


@router.get("/invoice-titles", response=Page[InvoiceTitleOut])
@reads("buy", "money.pay", "party.manage")
def list_invoice_titles(request: Asking, paging: Query[Paging]) -> Page[InvoiceTitleOut]:
    """Your organisation's invoice titles."""
    mine = InvoiceTitle.objects.visible_to(request.actor).filter(party_id=request.actor.party_id)
    return page_of(mine.filter(removed_at__isnull=True), paging=paging, show=_title)


@router.post("/invoice-titles", response={201: InvoiceTitleOut})
@writes("buy", "money.pay", "party.manage")
def add_invoice_title(request: Asking, body: InvoiceTitleIn) -> InvoiceTitleOut:
    """Add an invoice title. The first becomes the default by itself."""
    return _title(parties.save_invoice_title(**body.model_dump(), by=request.actor, at=request.at))


@router.put("/invoice-titles/{invoice_title_id}", response={200: InvoiceTitleOut})
@writes("buy", "money.pay", "party.manage")
def change_invoice_title(request: Asking, invoice_title_id: Id, body: InvoiceTitleIn) -> InvoiceTitleOut:
    """Change an invoice title; orders keep the one they were placed with."""
    saved = parties.save_invoice_title(
        invoice_title_id=invoice_title_id, **body.model_dump(), by=request.actor, at=request.at
    )
    return _title(saved)


@router.delete("/invoice-titles/{invoice_title_id}", response={204: None})
@writes("buy", "money.pay", "party.manage")
def remove_invoice_title(request: Asking, invoice_title_id: Id) -> None:
    """Take an invoice title off the list."""
    parties.remove_invoice_title(invoice_title_id=invoice_title_id, by=request.actor, at=request.at)


def _title(title: InvoiceTitle) -> InvoiceTitleOut:
    fields = (name for name in InvoiceTitleOut.model_fields if name != "id")
    return InvoiceTitleOut(id=title.pk, **{name: getattr(title, name) for name in fields})
