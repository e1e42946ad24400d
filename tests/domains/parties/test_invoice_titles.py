"""Whom invoices are made out to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.actions.invoice_titles import (
    InvoiceTitleKnownError,
    InvoiceTitleNamelessError,
    TaxNumberMissingError,
)
from huopan.domains.parties.models import InvoiceTitle
from huopan.domains.parties.rules import CreditCodeError
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import LONG_AGO, a_credit_code, a_party, an_actor

pytestmark = pytest.mark.django_db


def saved(by, **fields):
    wanted = {"kind": "company", "name": "杭州小鹿贸易有限公司", "tax_number": a_credit_code(7), **fields}
    return parties.save_invoice_title(**wanted, by=by, at=LONG_AGO)


def buyer():
    return an_actor(a_party("buyer"), "buyer")


def test_the_first_is_the_default_and_another_may_become_it():
    by = buyer()
    first = saved(by)
    second = saved(by, kind="personal", name="林小鹿")
    assert [title.is_default for title in (first, second)] == [True, False]
    saved(by, kind="personal", name="林小鹿", invoice_title_id=second.pk, is_default=True)
    assert [title.pk for title in queries.invoice_titles(by)] == [second.pk, first.pk]
    parties.remove_invoice_title(invoice_title_id=second.pk, by=by, at=LONG_AGO)
    assert [(title.pk, title.is_default) for title in queries.invoice_titles(by)] == [(first.pk, True)]


def test_a_companys_tax_number_is_checked_and_a_persons_is_dropped():
    by = buyer()
    code = a_credit_code(8)
    assert saved(by, tax_number=f" {code.lower()[:9]} {code[9:]}").tax_number == code
    assert saved(by, kind="personal", name="林小鹿").tax_number == ""
    for error, fields in (
        (TaxNumberMissingError, {"tax_number": " "}),
        (CreditCodeError, {"tax_number": code[:-1]}),
        (CreditCodeError, {"tax_number": code[:-1] + ("0" if code[-1] != "0" else "1")}),
        (InvoiceTitleNamelessError, {"name": " "}),
        (InvoiceTitleKnownError, {"tax_number": code}),
    ):
        with pytest.raises(error), transaction.atomic():
            saved(by, **fields)


def test_strangers_neither_read_nor_change_and_the_shop_floor_keeps_none():
    title = saved(buyer())
    stranger = buyer()
    with pytest.raises(UnknownError):
        queries.kept_invoice_title(title.pk, stranger)
    with pytest.raises(UnknownError), transaction.atomic():
        saved(stranger, invoice_title_id=title.pk)
    with pytest.raises(ForbiddenError), transaction.atomic():
        saved(an_actor(a_party("factory"), "floor"))


def test_the_database_itself_refuses_what_must_never_be():
    party = a_party("buyer")
    row = {"party": party, "name": "甲", "kind": "company", "tax_number": a_credit_code(9)}
    InvoiceTitle.objects.create(**row, is_default=True)
    for wrong in (
        {"name": "乙", "is_default": True},
        {"name": "乙", "tax_number": "123"},
        {"name": "乙", "kind": "personal"},
        {"name": ""},
        {},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            InvoiceTitle.objects.create(**{**row, **wrong})
