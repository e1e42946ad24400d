"""From a file of order lines to what should happen: purchases, cancellations, and rows refused with a reason.

Plain values in and out; the file is read once and nothing is stored.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from huopan.kernel.money import Money, NotAnAmountError, UnitPrice
from huopan.kernel.refusal import RefusedError, said

COLUMNS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
CANCELLATION = "C"
COUNTER_SALES = ""


class WrongColumnsError(RefusedError):
    kind = "invalid"
    sentence = said("The file lacks the column {column}; it needs {columns} in its first line.")


@dataclass(frozen=True, slots=True)
class Article:
    """What a line is about: a stock code at a price. Each becomes one SKU, because the price is part of the sale."""

    code: str
    price: UnitPrice


@dataclass(slots=True)
class Purchase:
    """One invoice: pieces per article, summed over the invoice's repeated lines."""

    invoice: str
    customer: str
    country: str
    at: datetime
    pieces: dict[Article, int] = field(default_factory=dict)
    row_count: int = 0
    cancelled: dict[Article, int] = field(default_factory=dict)

    @property
    def total(self) -> Money:
        return sum((article.price.times(n) for article, n in self.pieces.items()), Money(0))


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Pieces of one purchase that one cancelling invoice takes back."""

    invoice: str
    purchase: Purchase
    at: datetime
    pieces: dict[Article, int]

    @property
    def total(self) -> Money:
        return sum((article.price.times(n) for article, n in self.pieces.items()), Money(0))


@dataclass(slots=True)
class Replay:
    """Everything the file asks for, in its own order of time."""

    purchases: dict[str, Purchase] = field(default_factory=dict)
    cancellations: list[Cancellation] = field(default_factory=list)
    descriptions: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    row_count: int = 0

    def articles(self) -> dict[Article, int]:
        """Every article with the pieces ever bought of it."""
        bought: Counter[Article] = Counter()
        for purchase in self.purchases.values():
            bought.update(purchase.pieces)
        return dict(bought)


@dataclass(frozen=True, slots=True)
class _Row:
    invoice: str
    code: str
    description: str
    quantity: int
    at: datetime
    price: UnitPrice
    customer: str
    country: str


def read(path: Path) -> Replay:
    """Read `path` (.csv or .csv.gz, UTF-8). Raises WrongColumnsError; unreadable rows are refused one by one."""
    replay = Replay()
    cancelling: list[_Row] = []
    for row in _rows(path, replay):
        if row.invoice.startswith(CANCELLATION):
            cancelling.append(row)
        elif reason := _why_not_a_sale(row):
            replay.refused[reason] += 1
        else:
            _add_to_purchase(replay, row)
    _leave_out_free_purchases(replay)
    _match_cancellations(replay, sorted(cancelling, key=lambda row: row.at))
    return replay


def _rows(path: Path, replay: Replay) -> Iterator[_Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        for column in COLUMNS:
            if column not in (reader.fieldnames or ()):
                raise WrongColumnsError(column=column, columns=", ".join(COLUMNS))
        for fields in reader:
            replay.row_count += 1
            try:
                yield _row(fields)
            except (ValueError, TypeError, AttributeError, NotAnAmountError):
                replay.refused["unreadable quantity, date or price"] += 1


def _row(fields: dict[str, str]) -> _Row:
    return _Row(
        invoice=fields["InvoiceNo"].strip().upper(),
        code=fields["StockCode"].strip().upper(),
        description=(fields["Description"] or "").strip(),
        quantity=int(fields["Quantity"]),
        at=datetime.fromisoformat(fields["InvoiceDate"]).replace(tzinfo=UTC),
        price=_price(fields["UnitPrice"]),
        customer=fields["CustomerID"].strip().removesuffix(".0"),
        country=fields["Country"].strip(),
    )


@lru_cache(maxsize=10_000)
def _price(text: str) -> UnitPrice:
    return UnitPrice.from_yuan(text)


def _why_not_a_sale(row: _Row) -> str:
    if not row.invoice.isdigit():
        return "accounting entry, not an invoice"
    if row.quantity <= 0:
        return "stock correction: a negative quantity without a cancellation"
    if row.price.hao <= 0:
        return "no price"
    return ""


def _add_to_purchase(replay: Replay, row: _Row) -> None:
    purchase = replay.purchases.setdefault(row.invoice, Purchase(row.invoice, row.customer, row.country, row.at))
    article = Article(row.code, row.price)
    purchase.pieces[article] = purchase.pieces.get(article, 0) + row.quantity
    purchase.row_count += 1
    if row.description and not row.description.islower():
        replay.descriptions[row.code] = row.description


def _leave_out_free_purchases(replay: Replay) -> None:
    """An invoice of nothing but fractions of a fen asks for no payment, so there is nothing to replay."""
    for invoice in [invoice for invoice, purchase in replay.purchases.items() if not purchase.total]:
        replay.refused["the whole invoice comes to nothing"] += replay.purchases.pop(invoice).row_count


def _match_cancellations(replay: Replay, rows: Iterable[_Row]) -> None:
    """Take cancelled pieces from the customer's latest earlier purchases of the same article."""
    bought: defaultdict[tuple[str, Article], list[Purchase]] = defaultdict(list)
    for purchase in sorted(replay.purchases.values(), key=lambda p: p.at):
        for article in purchase.pieces:
            bought[purchase.customer, article].append(purchase)
    taken: dict[tuple[str, str], Cancellation] = {}
    for row in rows:
        article = Article(row.code, row.price)
        earlier = [p for p in reversed(bought[row.customer, article]) if p.at <= row.at]
        if row.quantity >= 0 or _left(earlier, article) < -row.quantity:
            replay.refused["cancels more than the file shows as bought at this price"] += 1
            continue
        _take(taken, row, article, earlier)
    replay.cancellations = sorted(taken.values(), key=lambda c: (c.at, c.invoice, c.purchase.invoice))


def _left(purchases: list[Purchase], article: Article) -> int:
    return sum(p.pieces[article] - p.cancelled.get(article, 0) for p in purchases)


def _take(taken: dict[tuple[str, str], Cancellation], row: _Row, article: Article, purchases: list[Purchase]) -> None:
    wanted = -row.quantity
    for purchase in purchases:
        pieces = min(wanted, purchase.pieces[article] - purchase.cancelled.get(article, 0))
        if pieces <= 0:
            continue
        key = (row.invoice, purchase.invoice)
        claim = taken.setdefault(key, Cancellation(row.invoice, purchase, row.at, {}))
        claim.pieces[article] = claim.pieces.get(article, 0) + pieces
        purchase.cancelled[article] = purchase.cancelled.get(article, 0) + pieces
        wanted -= pieces
