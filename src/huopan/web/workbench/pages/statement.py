"""The ledger statement of a period, on the page and as a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huopan.domains.settlement import queries
from huopan.domains.settlement.queries import PeriodStatement, StatementLine
from huopan.infra.files.sending import file_answer
from huopan.infra.files.sheets import escaped
from huopan.infra.files.workbooks import Cell, workbook
from huopan.kernel.money import Money
from huopan.web.acting import ActingRequest, for_party

SHOWN_LINES, SHEET_LINES = 200, 100_000
KINDS: dict[str, str | Promise] = {
    "release": gettext_lazy("order released"),
    "refund": gettext_lazy("refunded to the buyer"),
    "payout": gettext_lazy("payout"),
    "payout_returned": gettext_lazy("payout returned"),
}


class PeriodForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


@for_party("money.read")
def statement(request: ActingRequest) -> HttpResponse:
    """This month where no period is asked for."""
    since, until = _period(request)
    found = _found(request, since, until, SHOWN_LINES)
    month = localdate().replace(day=1)
    shown = {
        "statement": found,
        "lines": [(line, KINDS[line.kind]) for line in found.lines],
        "since": since,
        "until": until,
        "this_month": month,
        "last_month": (month - timedelta(days=1)).replace(day=1),
        "last_month_end": month - timedelta(days=1),
        "most": SHOWN_LINES,
    }
    return render(request, "workbench/statement.html", shown)


@for_party("money.read")
def statement_sheet(request: ActingRequest) -> HttpResponse:
    """The same with every movement, between its opening and its closing balance."""
    since, until = _period(request)
    found = _found(request, since, until, SHEET_LINES)
    headings = [_("When"), pgettext("workbench", "What"), _("Order or payout"), _("Amount, yuan"), _("Balance, yuan")]
    return file_answer(
        workbook(_("Statement"), headings, _rows(found)), f"statement-{since:%Y%m%d}-{until:%Y%m%d}.xlsx"
    )


def _rows(found: PeriodStatement) -> Iterator[list[Cell]]:
    yield ["", _("Opening balance"), "", "", _yuan(found.opening)]
    yield from (_cells(line) for line in found.lines)
    yield ["", pgettext("workbench", "Received"), "", _yuan(found.received), ""]
    yield ["", _("Paid out and refunded"), "", _yuan(-found.gone), ""]
    yield ["", _("Closing balance"), "", "", _yuan(found.closing)]


def _cells(line: StatementLine) -> list[Cell]:
    return [line.at, str(KINDS[line.kind]), escaped(line.reference), _yuan(line.amount), _yuan(line.balance)]


def _yuan(amount: Money) -> Decimal:
    return amount.yuan()


def _found(request: ActingRequest, since: date, until: date, most: int) -> PeriodStatement:
    return queries.period_statement(
        request.actor.party_id, since=_midnight(since), until=_midnight(until + timedelta(days=1)), most=most
    )


def _period(request: ActingRequest) -> tuple[date, date]:
    form = PeriodForm(request.GET)
    form.is_valid()
    today = localdate()
    until = form.cleaned_data.get("until") or today
    since = form.cleaned_data.get("since") or until.replace(day=1)
    return min(since, until), until


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
