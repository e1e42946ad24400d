"""An after-sale's way: what happened, what is still to come, and the pieces it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import AfterSale, OrderLine
from huopan.domains.orders.queries import HistoryEntry
from huopan.kernel.money import Money
from huopan.web.components.order_progress import SIDES, Step

LABELS: dict[str, str | Promise] = {
    "orders.AfterSaleRequested": _("Claimed"),
    "orders.AfterSaleAgreed": _("Agreed"),
    "orders.AfterSaleRefused": _("Refused"),
    "orders.GoodsSentBack": _("Sent back"),
    "orders.GoodsReceivedBack": _("Received back"),
    "orders.AfterSaleDisputed": _("Before the platform"),
    "orders.AfterSaleArbitrated": _("Decided"),
    "orders.AfterSaleRefunded": _("Refunded"),
    "orders.AfterSaleClosed": _("Closed"),
}
RETURN_WAY = (_("Agreed"), _("Sent back"), _("Received back"), _("Refunded"))
STILL_TO_COME: dict[str, tuple[str | Promise, ...]] = {
    "requested": (_("Answered"), _("Refunded")),
    "agreed": RETURN_WAY[1:],
    "goods_returning": RETURN_WAY[2:],
    "goods_received": RETURN_WAY[3:],
    "refused": (_("Closed"),),
    "disputed": (_("Decided"),),
}


@dataclass(frozen=True, slots=True)
class ClaimedPieces:
    line: OrderLine
    quantity: int

    @property
    def amount(self) -> Money:
        """Their share of the line, before anything of it was paid back."""
        return Money(self.line.amount_fen * self.quantity // self.line.quantity)


def claim_steps(claim: AfterSale, history: Iterable[HistoryEntry]) -> list[Step]:
    """The steps taken, each with its time and who took it, and those that are next when nobody disputes."""
    taken = [
        Step(LABELS[each.name], each.at, "done", each.person or SIDES[each.side])
        for each in history
        if each.name in LABELS
    ]
    coming = STILL_TO_COME.get(claim.state, ())
    if claim.state == "requested" and claim.kind == AfterSale.Kind.RETURN:
        coming = RETURN_WAY
    if coming and taken:
        last = taken.pop()
        taken.append(Step(last.label, last.at, "now", last.note))
    return [*taken, *(Step(label, None, "") for label in coming)]


def claimed_pieces(claim: AfterSale) -> list[ClaimedPieces]:
    """What the claim is about; nothing when it asks for money alone."""
    lines = {line.sku_id: line for line in claim.order.lines.all()}
    return [ClaimedPieces(lines[row["sku_id"]], row["quantity"]) for row in claim.lines if row["sku_id"] in lines]
