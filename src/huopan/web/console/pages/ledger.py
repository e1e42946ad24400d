"""The ledger: the proof that it balances, each account's statement, and where a transfer came from."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.settlement import queries
from huopan.domains.settlement.models import Account, Transfer
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator
from huopan.web.console.pages.payments import MONEY

LINES = 50
LONGEST_ID = 19


@for_operator(*MONEY)
def ledger(request: ActingRequest) -> HttpResponse:
    """All kinds of accounts with their sums, which together are zero; and accounts by kind or words."""
    words, kind = request.GET.get("q", "").strip()[:80], request.GET.get("kind", "")
    rows = Account.objects.visible_to(request.actor).select_related("party")
    if words:
        named = Q(party__name_zh__icontains=words) | Q(party__name_en__icontains=words)
        rows = rows.filter(named | Q(reference=words))
    if kind in Account.Kind.values:
        rows = rows.filter(kind=kind)
    page = page_of(request, rows.order_by("-balance_fen", "pk"))
    shown = {"proof": queries.ledger_proof(), "page": page, "words": words, "kind": kind}
    return render(request, "console/ledger.html", shown)


@for_operator(*MONEY)
def account(request: ActingRequest, account_id: int) -> HttpResponse:
    """Every transfer of an account with what was there after it, newest first."""
    by = request.actor
    found = Account.objects.visible_to(by).select_related("party", "payment").seen(by, pk=account_id)
    before = request.GET.get("before", "")
    lines = queries.account_lines(
        account_id, before=int(before) if before.isdecimal() and len(before) < LONGEST_ID else None, limit=LINES + 1
    )
    shown = {"account": found, "lines": lines[:LINES], "next": lines[LINES - 1].transfer.pk if lines[LINES:] else 0}
    return render(request, "console/account.html", shown)


@for_operator(*MONEY)
def transfer(request: ActingRequest, transfer_id: int) -> HttpResponse:
    """From where to where, and what asked for it."""
    rows = Transfer.objects.visible_to(request.actor).select_related("debit__party", "credit__party")
    found: Transfer = rows.seen(request.actor, pk=transfer_id)
    return render(request, "console/transfer.html", {"transfer": found, "origin": queries.origin_of(found)})
