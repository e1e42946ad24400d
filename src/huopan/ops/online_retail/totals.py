"""What a replay left in the books, asked of the database: money in must be money held and money out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from huopan.domains.orders.models import AfterSale, OrderLine, SupplierOrder
from huopan.domains.settlement.models import Account, Transfer
from huopan.kernel.actor import Actor

Kind = Account.Kind
RETURNED = (AfterSale.State.REFUNDED, AfterSale.State.CLOSED)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts, and amounts in fen, of one seller's orders."""

    orders: int
    lines: int
    refunds: int
    paid_fen: int
    held_fen: int
    refunded_fen: int
    released_fen: int
    commission_fen: int

    @property
    def difference_fen(self) -> int:
        return self.paid_fen - self.held_fen - self.refunded_fen - self.released_fen - self.commission_fen


def totals_of(seller: Actor) -> Totals:
    sold = {"supplier_id": seller.party_id}
    orders = SupplierOrder.objects.visible_to(seller).filter(**sold)
    escrows = Account.objects.visible_to(seller).filter(kind=Kind.ESCROW, party_id=seller.party_id)
    return Totals(
        orders=orders.count(),
        lines=OrderLine.objects.visible_to(seller).filter(order__supplier_id=seller.party_id).count(),
        refunds=AfterSale.objects.visible_to(seller).filter(order__in=orders, state__in=RETURNED).count(),
        paid_fen=_moved(seller, debit__kind=Kind.CLEARING, credit__kind=Kind.ESCROW),
        held_fen=escrows.aggregate(held=Sum("balance_fen"))["held"] or 0,
        refunded_fen=_moved(seller, debit__kind=Kind.ESCROW, credit__kind=Kind.REFUNDING),
        released_fen=_moved(seller, debit__kind=Kind.ESCROW, credit__kind=Kind.AVAILABLE),
        commission_fen=_moved(seller, debit__kind=Kind.ESCROW, credit__kind=Kind.COMMISSION),
    )


def _moved(seller: Actor, **between: str) -> int:
    transfers = Transfer.objects.visible_to(seller).filter(**between)
    return transfers.aggregate(moved=Sum("amount_fen"))["moved"] or 0
