"""What a seller has, and how it came to have it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, Moment, QuerySchema, Schema, file_of
from huopan.api.paging import Page, Paging, cursor, position
from huopan.api.settlement.routing import router
from huopan.api.writing import reads
from huopan.domains.settlement import queries as settlement
from huopan.domains.settlement.queries import StatementLine
from huopan.infra.files.sending import XLSX, file_answer
from huopan.infra.files.workbooks import Cell, workbook

KINDS = {
    "release": gettext_lazy("released from escrow"),
    "refund": gettext_lazy("refunded to the buyer"),
    "payout": gettext_lazy("payout"),
    "payout_returned": gettext_lazy("payout returned"),
}
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class BalanceOut(Schema):
    available_fen: int = Field(description="May be paid out now")
    held_fen: int = Field(description="In escrow for orders under way, before commission")
    on_its_way_fen: int = Field(description="Payouts under way")


class MovementOut(Schema):
    id: int
    at: datetime
    kind: Literal["release", "refund", "payout", "payout_returned"]
    reference: str = Field(description="The order's number, or the payout's")
    amount_fen: int
    balance_fen: int = Field(description="Available after this movement")


class PeriodQuery(QuerySchema):
    since: Moment | None = Field(None, description="From this moment on; without it, from the beginning")
    until: Moment | None = Field(None, description="Before this moment; without it, until now")


@router.get("/balance", response=BalanceOut)
@reads("money.read")
def read_balance(request: Asking) -> BalanceOut:
    """Your organisation's money on the platform."""
    balance = settlement.balance_of(request.actor.party_id)
    return BalanceOut(
        available_fen=balance.available.fen, held_fen=balance.held.fen, on_its_way_fen=balance.on_its_way.fen
    )


@router.get("/statement", response=Page[MovementOut])
@reads("money.read")
def list_movements(request: Asking, paging: Query[Paging]) -> Page[MovementOut]:
    """Every movement of your available money, newest first."""
    before = position(paging.cursor) if paging.cursor else None
    lines = settlement.statement_page(request.actor.party_id, before=before, limit=paging.limit + 1)
    following = cursor(lines[paging.limit - 1].transfer_id) if len(lines) > paging.limit else None
    return Page(items=[_movement(line) for line in lines[: paging.limit]], next=following)


@router.get("/statement.xlsx", openapi_extra=file_of(XLSX))
@reads("money.read")
def download_statement(request: Asking, period: Query[PeriodQuery]) -> HttpResponse:
    """The statement of account as an Excel file, oldest first."""
    lines = settlement.statement(
        request.actor.party_id, since=period.since or BEGINNING, until=period.until or request.at
    )
    headings = [_("time"), _("movement"), _("order or payout"), _("amount (¥)"), _("balance (¥)")]
    file = workbook(_("statement of account"), headings, (_row(line) for line in lines))
    return file_answer(file, f"statement-{request.at:%Y-%m-%d}.xlsx")


def _row(line: StatementLine) -> list[Cell]:
    return [line.at, str(KINDS[line.kind]), line.reference, line.amount.yuan(), line.balance.yuan()]


def _movement(line: StatementLine) -> MovementOut:
    return MovementOut(
        id=line.transfer_id,
        at=line.at,
        kind=line.kind,
        reference=line.reference,
        amount_fen=line.amount.fen,
        balance_fen=line.balance.fen,
    )
