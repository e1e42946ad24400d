"""What a payment provider would have told us, told directly: for histories that no provider has lived through."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.orders.models import PurchaseGroup
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Refund
from huopan.domains.settlement.ports import PROVIDERS, Notice
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money

PROVIDER = "sandbox"


def money_came(purchase: PurchaseGroup, *, at: datetime) -> None:
    """The purchase was paid in full."""
    provider = PROVIDERS[PROVIDER]
    settlement.receive_notice(
        provider=PROVIDER,
        notice=Notice(
            kind="payment",
            outcome="done",
            external_id=f"told:{purchase.payment_number}",
            number=purchase.payment_number,
            reference=purchase.number,
            amount=Money(purchase.total_fen),
            payee=provider.payee,
        ),
        at=at,
    )


def refunds_arrived(order_number: str, *, at: datetime) -> None:
    """Everything on its way back to the buyer of an order has arrived."""
    provider = PROVIDERS[PROVIDER]
    for refund in Refund.objects.visible_to(SYSTEM).filter(reference=order_number, state=Refund.State.REQUESTED):
        settlement.receive_notice(
            provider=PROVIDER,
            notice=Notice(
                kind="refund",
                outcome="done",
                external_id=f"told:{refund.number}",
                number=refund.number,
                amount=Money(refund.amount_fen),
                payee=provider.payee,
            ),
            at=at,
        )
