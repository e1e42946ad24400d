"""A wholesaler's real file lived through on both databases: lives per second, and whether every total agrees.

    make bench NAME=replay ARGS="path/to/orders.csv.gz"

The totals are computed here straight from the file, by other code than the import's, and read from the tables by SQL.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import subprocess
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from benchmarks import _postgres
from benchmarks._figures import publish, say
from benchmarks._site import site

DEFAULT_FILE = Path("../shared/data/online_retail/orders_2010-12_2011-08.csv.gz")
TOTALS = {
    "purchases": "SELECT count(*) FROM orders_purchasegroup",
    "lines": "SELECT count(*) FROM orders_orderline",
    "bought_fen": "SELECT coalesce(sum(total_fen), 0) FROM orders_supplierorder",
    "refunded_fen": "SELECT coalesce(sum(amount_fen), 0) FROM settlement_refund",
}
LEDGER_SUM = """SELECT coalesce((SELECT sum(amount_fen) FROM settlement_transfer WHERE credit_id IS NOT NULL), 0)
  - coalesce((SELECT sum(amount_fen) FROM settlement_transfer WHERE debit_id IS NOT NULL), 0)"""
ACCOUNT_DRIFT = """SELECT count(*) FROM settlement_account a WHERE keeps_balance AND balance_fen <>
  coalesce((SELECT sum(amount_fen) FROM settlement_transfer t WHERE t.credit_id = a.id), 0)
  - coalesce((SELECT sum(amount_fen) FROM settlement_transfer t WHERE t.debit_id = a.id), 0)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT_FILE)
    path = parser.parse_args().file
    if not path.exists():
        sys.exit(f"{path} is not there: name a file with the columns of UCI Online Retail, as ARGS=path")
    expected = totals_of(path)
    say(f"straight from the file: {expected}")
    figures = {"sqlite": measured("", path, expected)}
    with _postgres.server() as server:
        if server:
            with _postgres.database(server) as url:
                figures["postgresql"] = measured(url, path, expected)
    publish(figures)


def measured(database_url: str, path: Path, expected: dict[str, int]) -> dict[str, Any]:
    with site(database_url) as here:
        done = subprocess.run(
            [sys.executable, "-m", "huopan", "import", "online-retail", str(path), "--json"],
            env=here.env,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        told = json.loads(done.stdout.splitlines()[-1])
        found = {name: here.number(statement) for name, statement in TOTALS.items()}
        say(f"in the {'PostgreSQL' if database_url else 'SQLite'} tables: {found}")
        return {
            "purchases_per_s": round(told["purchases"] / told["replay_s"], 1),
            "ledger_sum_fen": here.number(LEDGER_SUM),
            "totals_equal": int(found == expected),
            "accounts_adrift": here.number(ACCOUNT_DRIFT),
            "purchases": found["purchases"],
            "lines": found["lines"],
            "refunded_fen": found["refunded_fen"],
            "replay_s": told["replay_s"],
        }


def totals_of(path: Path) -> dict[str, int]:
    """What the file says, in one pass over its sales and one over its cancellations."""
    sales: dict[tuple[str, str, Decimal], int] = defaultdict(int)
    customer_of: dict[str, str] = {}
    day_of: dict[str, str] = {}
    cancelling = []
    for row in rows_of(path):
        invoice, price, quantity = row["InvoiceNo"].strip().upper(), row["price"], row["quantity"]
        if invoice.startswith("C"):
            cancelling.append(row)
        elif invoice.isdigit() and quantity > 0 and price > 0:
            sales[invoice, row["StockCode"].strip().upper(), price] += quantity
            customer_of.setdefault(invoice, row["CustomerID"])
            day_of.setdefault(invoice, row["InvoiceDate"])
    worth: dict[str, int] = defaultdict(int)
    for (invoice, _code, price), quantity in sales.items():
        worth[invoice] += fen(price * quantity)
    sales = {line: quantity for line, quantity in sales.items() if worth[line[0]]}
    left = dict(sales)
    refunded = sum(refund_of(row, left, index_of(sales, customer_of, day_of), day_of) for row in by_day(cancelling))
    return {
        "purchases": sum(1 for amount in worth.values() if amount),
        "lines": len(sales),
        "bought_fen": sum(fen(price * quantity) for (_i, _c, price), quantity in sales.items()),
        "refunded_fen": refunded,
    }


_index: dict[tuple[str, str, Decimal], list[str]] = {}


def index_of(sales: Any, customer_of: dict[str, str], day_of: dict[str, str]) -> dict[Any, list[str]]:
    """Invoices by customer, code and price, the latest first."""
    if not _index:
        for invoice, code, price in sales:
            _index.setdefault((customer_of[invoice], code, price), []).append(invoice)
        for invoices in _index.values():
            invoices.sort(key=lambda invoice: day_of[invoice], reverse=True)
    return _index


def refund_of(row: dict[str, Any], left: Any, index: Any, day_of: dict[str, str]) -> int:
    """What one cancelled line gives back; nothing unless the customer's earlier purchases cover all of it."""
    code, price, wanted = row["StockCode"].strip().upper(), row["price"], -row["quantity"]
    earlier = [i for i in index.get((row["CustomerID"], code, price), []) if day_of[i] <= row["InvoiceDate"]]
    if wanted <= 0 or sum(left[invoice, code, price] for invoice in earlier) < wanted:
        return 0
    given = 0
    for invoice in earlier:
        taken = min(wanted, left[invoice, code, price])
        left[invoice, code, price] -= taken
        wanted -= taken
        given += fen(price * taken)
    return given


def by_day(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["InvoiceDate"])


def fen(amount: Decimal) -> int:
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rows_of(path: Path) -> Any:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            try:
                yield {**row, "quantity": int(row["Quantity"]), "price": Decimal(row["UnitPrice"])}
            except (ValueError, InvalidOperation, TypeError):
                continue


if __name__ == "__main__":
    main()
