from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from huopan.kernel.money import Money, UnitPrice
from huopan.ops.online_retail.reading import Article, Replay, WrongColumnsError, read

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def replay_of(tmp_path: Path, *rows: str, name: str = "orders.csv") -> Replay:
    path = tmp_path / name
    text = HEADER + "".join(f"{row}\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return read(path)


def sale(
    invoice: str, code: str, quantity: int, price: str, *, on: str = "2010-12-01", customer: str = "17850.0"
) -> str:
    return f"{invoice},{code},A THING,{quantity},{on} 08:26:00,{price},{customer},United Kingdom"


def test_repeated_lines_of_an_invoice_are_one_article(tmp_path: Path) -> None:
    replay = replay_of(tmp_path, sale("1", "85123a", 6, "2.55"), sale("1", "85123A", 2, "2.55"), name="orders.csv.gz")
    assert replay.purchases["1"].pieces == {Article("85123A", UnitPrice(25_500)): 8}
    assert replay.purchases["1"].total == Money(2040)
    assert replay.purchases["1"].customer == "17850"
    assert replay.row_count == 2


def test_one_code_at_two_prices_is_two_articles(tmp_path: Path) -> None:
    replay = replay_of(tmp_path, sale("1", "A", 1, "2.55"), sale("1", "A", 1, "0.001"))
    assert set(replay.articles()) == {Article("A", UnitPrice(25_500)), Article("A", UnitPrice(10))}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (sale("1", "A", -3, "1.00"), "stock correction: a negative quantity without a cancellation"),
        (sale("1", "A", 3, "0.00"), "no price"),
        (sale("A563185", "B", 1, "11062.06"), "accounting entry, not an invoice"),
        (sale("1", "A", 3, "cheap"), "unreadable quantity, date or price"),
        ("1,A", "unreadable quantity, date or price"),
        (sale("C1", "A", -3, "1.00"), "cancels more than the file shows as bought at this price"),
    ],
)
def test_what_is_no_sale_is_refused_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    replay = replay_of(tmp_path, row)
    assert replay.refused == {reason: 1}
    assert not replay.purchases


def test_cancellation_takes_from_the_latest_earlier_purchases(tmp_path: Path) -> None:
    replay = replay_of(
        tmp_path,
        sale("1", "A", 5, "1.00", on="2010-12-01"),
        sale("2", "A", 5, "1.00", on="2010-12-02"),
        sale("3", "A", 5, "1.00", on="2010-12-09"),
        sale("C4", "A", -7, "1.00", on="2010-12-05"),
    )
    taken = {claim.purchase.invoice: sum(claim.pieces.values()) for claim in replay.cancellations}
    assert taken == {"2": 5, "1": 2}
    assert sum(claim.total.fen for claim in replay.cancellations) == 700


def test_another_customers_purchase_is_not_cancelled(tmp_path: Path) -> None:
    replay = replay_of(tmp_path, sale("1", "A", 5, "1.00"), sale("C2", "A", -1, "1.00", customer="99"))
    assert replay.cancellations == []


def test_a_file_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("InvoiceNo,StockCode\n1,A\n")
    with pytest.raises(WrongColumnsError, match="Description"):
        read(path)
