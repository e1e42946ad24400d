"""What must hold of money whatever happens (M1 to M13 and O5 of the reliability list), each as one question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from huopan.domains.settlement.models import Account, Payment, Payout, ProviderNotice, Refund, Transfer
from huopan.domains.settlement.queries.balances import derived_balance
from huopan.domains.settlement.queries.platform import PAYING_OUT, REFUNDING
from huopan.domains.settlement.rules import Verdict
from huopan.infra.checking import invariant
from huopan.infra.outbox.models import TrailEntry

LATE_MONEY_RESTS = timedelta(days=1)
BOOKED = [Verdict.BOOKED, Verdict.LATE]
MADE = [Payment.State.PAID, Payment.State.LATE]
TRIGGERS = {
    "sqlite": {
        "settlement_transfer_moves_balances",
        "settlement_transfer_never_changed",
        "settlement_transfer_never_deleted",
    },
    "postgresql": {"settlement_transfer_moves_balances", "settlement_transfer_never_changed"},
}


@invariant("M1", "Every transfer moves a positive amount between two accounts of one currency: it sums to zero.")
def lopsided_transfers() -> list[str]:
    broken = Transfer.objects.filter(
        ~Q(debit__currency=F("credit__currency")) | Q(amount_fen__lte=0) | Q(debit=F("credit"))
    )
    return [f"transfer {pk}" for pk in broken.values_list("pk", flat=True)]


@invariant("M2", "All accounts of a currency sum to zero.")
def sums_of_currencies() -> list[str]:
    rows = _rows(
        """
        SELECT currency, sum(fen) FROM (
            SELECT a.currency, sum(a.balance_fen) AS fen FROM settlement_account a WHERE a.keeps_balance GROUP BY 1
            UNION ALL
            SELECT a.currency, sum(t.amount_fen) FROM settlement_transfer t
                JOIN settlement_account a ON a.id = t.credit_id WHERE NOT a.keeps_balance GROUP BY 1
            UNION ALL
            SELECT a.currency, -sum(t.amount_fen) FROM settlement_transfer t
                JOIN settlement_account a ON a.id = t.debit_id WHERE NOT a.keeps_balance GROUP BY 1
        ) AS parts GROUP BY currency HAVING sum(fen) <> 0
        """
    )
    return [f"{currency} sums to {fen} fen" for currency, fen in rows]


@invariant("M3", "Amounts in the ledger are whole fen.")
def fractional_amounts() -> list[str]:
    if connection.vendor == "sqlite":
        rows = _rows(
            """
            SELECT 'transfer', id FROM settlement_transfer WHERE typeof(amount_fen) <> 'integer'
            UNION ALL SELECT 'account', id FROM settlement_account WHERE typeof(balance_fen) <> 'integer'
            """
        )
    else:
        rows = _rows(
            """
            SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
                AND table_name LIKE 'settlement%' AND column_name LIKE '%fen' AND data_type <> 'bigint'
            """
        )
    return [f"{what} {which}" for what, which in rows]


@invariant("M4", "The triggers stand that keep balances and refuse every change of a transfer.")
def missing_triggers() -> list[str]:
    standing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    }[connection.vendor]
    names = {name for (name,) in _rows(standing)}
    return sorted(TRIGGERS[connection.vendor] - names)


@invariant("M5", "No escrow and no seller's account is below zero.")
def overdrawn_accounts() -> list[str]:
    return [f"account {pk}" for pk in Account.objects.filter(balance_fen__lt=0).values_list("pk", flat=True)]


@invariant("M6", "Escrow fills once, with what was allocated, and gives out no more than that.")
def escrows_resolved_twice() -> list[str]:
    rows = _rows(
        """
        SELECT a.id, i.times, i.fen, o.fen FROM settlement_account a
            LEFT JOIN (SELECT credit_id, count(*) AS times, sum(amount_fen) AS fen FROM settlement_transfer
                GROUP BY credit_id) i ON i.credit_id = a.id
            LEFT JOIN (SELECT debit_id, sum(amount_fen) AS fen FROM settlement_transfer GROUP BY debit_id) o
                ON o.debit_id = a.id
        WHERE a.kind = 'escrow' AND (coalesce(i.times, 0) <> 1 OR coalesce(o.fen, 0) > i.fen)
        """
    )
    return [f"escrow {pk}: filled {times} times with {into} fen, {out} fen out" for pk, times, into, out in rows]


@invariant("M7a", "Escrow is what was paid, less what was released and refunded.")
def escrow_in_total() -> list[str]:
    held = _sum(Account.objects.filter(kind=Account.Kind.ESCROW), "balance_fen")
    paid = _sum(Payment.objects.filter(state__in=MADE), "amount_fen")
    refunded = _sum(Transfer.objects.filter(debit__kind=Account.Kind.ESCROW, credit=REFUNDING), "amount_fen")
    released = _sum(
        Transfer.objects.filter(
            debit__kind=Account.Kind.ESCROW, credit__kind__in=[Account.Kind.AVAILABLE, Account.Kind.COMMISSION]
        ),
        "amount_fen",
    )
    difference = held - (paid - released - refunded)
    return [f"escrow is {difference} fen off"] if difference else []


@invariant("M7c", "Every refund was set aside to the fen, from the escrow or from the seller and the fee.")
def refunds_not_set_aside() -> list[str]:
    rows = _rows(
        """
        SELECT r.number, r.amount_fen, coalesce(s.fen, 0) FROM settlement_refund r
            LEFT JOIN (SELECT t.cause, sum(t.amount_fen) AS fen FROM settlement_transfer t
                JOIN settlement_account a ON a.id = t.credit_id AND a.kind = 'refunding' GROUP BY t.cause) s
                ON s.cause = 'refund:' || r.id
        WHERE coalesce(s.fen, 0) <> r.amount_fen
        """
    )
    return [f"{number}: {fen} fen, {aside} set aside" for number, fen, aside in rows]


@invariant("M8", "What a buyer paid is, to the fen, the escrow made of it; and escrow goes to its payee, fee or payer.")
def payments_not_allocated() -> list[str]:
    into = Coalesce(Sum("escrows__credits__amount_fen"), 0)
    unequal = Payment.objects.filter(state__in=MADE).annotate(into=into).exclude(into=F("amount_fen"))
    found = [
        f"payment {number}: {into} of {fen} fen"
        for number, into, fen in unequal.values_list("number", "into", "amount_fen")
    ]
    astray = Transfer.objects.filter(debit__kind=Account.Kind.ESCROW).exclude(
        Q(credit__kind__in=[Account.Kind.COMMISSION, Account.Kind.REFUNDING])
        | Q(credit__kind=Account.Kind.AVAILABLE, credit__party=F("debit__party"))
    )
    return found + [f"transfer {pk} goes astray" for pk in astray.values_list("pk", flat=True)]


@invariant("M9", "Each payment that was made was booked by exactly one notice, and no other payment by any.")
def notices_against_payments() -> list[str]:
    rows = _rows(
        """
        SELECT coalesce(p.number, n.number), p.state, n.times FROM
            (SELECT number, count(*) AS times FROM settlement_providernotice
                WHERE verdict IN ('booked', 'late') GROUP BY number) n
            FULL JOIN (SELECT number, state FROM settlement_payment) p ON p.number = n.number
        WHERE coalesce(n.times, 0) <> CASE WHEN p.state IN ('paid', 'late') THEN 1 ELSE 0 END
        """
    )
    return [f"payment {number} ({state}): booked {times or 0} times" for number, state, times in rows]


@invariant("M10", "Every notice that did not fit raised its alert.")
def silent_quarantines() -> list[str]:
    alerts = TrailEntry.objects.filter(
        name="settlement.NoticeQuarantined", aggregate="notice", aggregate_id=OuterRef("pk")
    )
    silent = ProviderNotice.objects.filter(~Exists(alerts), verdict=Verdict.QUARANTINED)
    return [f"notice {pk}" for pk in silent.values_list("pk", flat=True)]


@invariant("M11", "A large payout was approved by a second person; every payout left an account that had the money.")
def payouts_out_of_order() -> list[str]:
    alone = Payout.objects.filter(needs_second_person=True).exclude(
        state__in=[Payout.State.REQUESTED, Payout.State.REFUSED]
    )
    alone = alone.filter(Q(approved_by=None) | Q(approved_by=F("requested_by")))
    rows = _rows(
        """
        SELECT p.number FROM settlement_payout p LEFT JOIN settlement_transfer t
            ON t.cause = 'payout:' || p.id || ':set-aside' AND t.amount_fen = p.amount_fen
        WHERE t.id IS NULL
        """
    )
    return [f"{number} had no second person" for number in alone.values_list("number", flat=True)] + [
        f"{number} was not set aside" for (number,) in rows
    ]


@invariant("M12a", "Money on its way is exactly the refunds and payouts that are under way.")
def transit_in_total() -> list[str]:
    refunds = _sum(Refund.objects.exclude(state=Refund.State.DONE), "amount_fen")
    payouts = _sum(
        Payout.objects.filter(state__in=[Payout.State.REQUESTED, Payout.State.APPROVED, Payout.State.SENT]),
        "amount_fen",
    )
    found = {"refunds": derived_balance(REFUNDING).fen - refunds, "payouts": derived_balance(PAYING_OUT).fen - payouts}
    return [f"{what} are {fen} fen off" for what, fen in found.items() if fen]


@invariant("M12b", "No refund and no approved payout is on its way for longer than the clearing days.")
def overdue_transit(at: datetime) -> list[str]:
    since = at - timedelta(days=settings.HUOPAN.clearing_days)
    refunds = Refund.objects.exclude(state=Refund.State.DONE).filter(requested_at__lt=since)
    payouts = Payout.objects.filter(state__in=[Payout.State.APPROVED, Payout.State.SENT], requested_at__lt=since)
    return [*refunds.values_list("number", flat=True), *payouts.values_list("number", flat=True)]


@invariant("M13", "Every stored balance equals the sum of its transfers.")
def drifted_balances() -> list[str]:
    rows = _rows(
        """
        SELECT a.id, a.balance_fen, coalesce(i.fen, 0) - coalesce(o.fen, 0) FROM settlement_account a
            LEFT JOIN (SELECT credit_id, sum(amount_fen) AS fen FROM settlement_transfer GROUP BY credit_id) i
                ON i.credit_id = a.id
            LEFT JOIN (SELECT debit_id, sum(amount_fen) AS fen FROM settlement_transfer GROUP BY debit_id) o
                ON o.debit_id = a.id
        WHERE a.balance_fen <> CASE WHEN a.keeps_balance THEN coalesce(i.fen, 0) - coalesce(o.fen, 0) ELSE 0 END
        """
    )
    return [f"account {pk} says {stored} fen and has {real}" for pk, stored, real in rows]


@invariant("O5a", "Money that came too late is refunded or used within a day.")
def idle_late_money(at: datetime) -> list[str]:
    idle = Payment.objects.filter(
        state=Payment.State.LATE, paid_at__lt=at - LATE_MONEY_RESTS, escrows__balance_fen__gt=0
    )
    return list(idle.values_list("number", flat=True).distinct())


def _sum(rows: Any, field: str) -> int:
    return int(rows.aggregate(fen=Sum(field, default=0))["fen"])


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
