"""What the sandbox remembers: payments, refunds and payouts, in memory or in a file of its own."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from threading import Lock
from typing import Any

from huopan.integrations.payments.sandbox.signing import Order

TABLES = """
CREATE TABLE IF NOT EXISTS payment (
    number TEXT PRIMARY KEY, reference TEXT, amount_fen INTEGER, currency TEXT, payee TEXT, notify_url TEXT,
    trade TEXT NOT NULL, refunded_fen INTEGER NOT NULL DEFAULT 0 CHECK (refunded_fen <= amount_fen)
);
CREATE TABLE IF NOT EXISTS refund (
    number TEXT PRIMARY KEY, payment TEXT, amount_fen INTEGER, state TEXT, because TEXT
);
CREATE TABLE IF NOT EXISTS payout (number TEXT PRIMARY KEY, amount_fen INTEGER, state TEXT, because TEXT);
"""
REFUSED_ACCOUNT = "0000"


@dataclass(frozen=True, slots=True)
class Answer:
    state: str
    because: str = ""


class Book:
    """One connection behind one lock; every method is one transaction."""

    def __init__(self, path: str = ":memory:", *, is_trusting: bool = False) -> None:
        """`is_trusting`: give back also what was paid before this book was begun, as the demo's history was."""
        self._is_trusting = is_trusting
        self._lock = Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(TABLES)

    def pay(self, order: Order) -> dict[str, Any]:
        """The payment of `order`, made now or before: paying twice is paying once."""
        with self._lock, self._connection as connection:
            connection.execute(
                "INSERT OR IGNORE INTO payment (number, reference, amount_fen, currency, payee, notify_url, trade)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    order.number,
                    order.reference,
                    order.amount_fen,
                    order.currency,
                    order.payee,
                    order.notify_url,
                    f"SB{secrets.token_hex(8)}",
                ),
            )
            return self._payment(order.number) or {}

    def payment(self, number: str) -> dict[str, Any] | None:
        with self._lock:
            return self._payment(number)

    def refund(self, number: str, refund_number: str, amount_fen: int) -> Answer:
        """Give back part of a payment, once per `refund_number`."""
        with self._lock, self._connection as connection:
            known = connection.execute("SELECT * FROM refund WHERE number = ?", (refund_number,)).fetchone()
            if known:
                return Answer(known["state"], known["because"])
            moved = connection.execute(
                "UPDATE payment SET refunded_fen = refunded_fen + :fen"
                " WHERE number = :number AND refunded_fen + :fen <= amount_fen",
                {"number": number, "fen": amount_fen},
            ).rowcount
            is_older = self._is_trusting and self._payment(number) is None
            is_given = bool(moved) or is_older
            answer = Answer("done") if is_given else Answer("failed", "no payment, or not that much left of it")
            connection.execute(
                "INSERT INTO refund VALUES (?, ?, ?, ?, ?)",
                (refund_number, number, amount_fen, answer.state, answer.because),
            )
            return answer

    def pay_out(self, number: str, account: str, amount_fen: int) -> Answer:
        """Send money to a bank account, once per `number`; accounts that end in 0000 do not exist."""
        refused = account.endswith(REFUSED_ACCOUNT)
        answer = Answer("failed", "no such account") if refused else Answer("done")
        with self._lock, self._connection as connection:
            connection.execute(
                "INSERT OR IGNORE INTO payout VALUES (?, ?, ?, ?)", (number, amount_fen, answer.state, answer.because)
            )
            known = connection.execute("SELECT * FROM payout WHERE number = ?", (number,)).fetchone()
        return Answer(known["state"], known["because"])

    def _payment(self, number: str) -> dict[str, Any] | None:
        row = self._connection.execute("SELECT * FROM payment WHERE number = ?", (number,)).fetchone()
        return dict(row) if row else None
