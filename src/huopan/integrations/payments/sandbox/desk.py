"""What the sandbox does when asked: by a payer on the page, or by the platform."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from huopan.integrations.payments.sandbox.book import Book
from huopan.integrations.payments.sandbox.courier import Courier, Parcel
from huopan.integrations.payments.sandbox.signing import Order

WAYS = ("pay", "late", "twice", "out_of_order", "never", "fail")


@dataclass(frozen=True)
class Desk:
    book: Book
    courier: Courier
    late_seconds: float = 60.0

    def pay(self, order: Order, way: str) -> dict[str, Any]:
        """Pay `order`, and tell the platform in the `way` asked for. `told`: what it answered to each notice."""
        if way == "fail":
            return {"state": "failed", "told": [self.courier.bring(_failure(order))]}
        payment = self.book.pay(order)
        parcel = Parcel(f"N-{payment['trade']}", order.notify_url, _body(payment))
        return {"state": "paid", "trade": payment["trade"], "told": self._tell(parcel, order, way)}

    def query(self, asked: dict[str, Any]) -> dict[str, Any]:
        payment = self.book.payment(str(asked["number"]))
        return _body(payment) if payment else {"state": "unknown"}

    def refund(self, asked: dict[str, Any]) -> dict[str, Any]:
        return asdict(self.book.refund(str(asked["number"]), str(asked["refund_number"]), int(asked["amount_fen"])))

    def pay_out(self, asked: dict[str, Any]) -> dict[str, Any]:
        return asdict(self.book.pay_out(str(asked["number"]), str(asked["account"]), int(asked["amount_fen"])))

    def _tell(self, parcel: Parcel, order: Order, way: str) -> list[int]:
        if way == "never":
            return []
        if way == "late":
            self.courier.bring_later(parcel, seconds=self.late_seconds)
            return []
        after = {"twice": [parcel], "out_of_order": [_failure(order)]}.get(way, [])
        return [self.courier.bring(each) for each in (parcel, *after)]


def _body(payment: dict[str, Any]) -> dict[str, Any]:
    said = ("number", "reference", "amount_fen", "currency", "payee", "trade")
    return {"kind": "payment", "outcome": "done"} | {name: payment[name] for name in said}


def _failure(order: Order) -> Parcel:
    """An attempt that failed; when it comes after the success of a later attempt, it comes out of order."""
    body = {
        "kind": "payment",
        "outcome": "failed",
        "number": order.number,
        "reference": order.reference,
        "amount_fen": order.amount_fen,
        "currency": order.currency,
        "payee": order.payee,
        "trade": "",
        "because": "declined",
    }
    return Parcel(f"F-{order.number}", order.notify_url, body)
