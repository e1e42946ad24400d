"""Of payouts and refunds."""

from __future__ import annotations

from huopan.domains.notifications.rules.kinds.kind import NOW, Kind
from huopan.kernel.refusal import said

MONEY = (
    Kind(
        name="payout_paid",
        event="settlement.PayoutPaid",
        hears="concerns",
        scope="money.read",
        group="money",
        label=said("Payout on your bank account"),
        sentence=said("Payout {number} of {amount} was paid."),
        page="workbench:money",
        mail=NOW,
    ),
    Kind(
        name="payout_returned",
        event="settlement.PayoutReturned",
        hears="concerns",
        scope="money.read",
        group="money",
        label=said("Payout came back"),
        sentence=said("Payout {number} of {amount} did not go through; the money is available again: {because}"),
        page="workbench:money",
        mail=NOW,
        is_urgent=True,
    ),
    Kind(
        name="refund_done",
        event="settlement.RefundDone",
        hears="concerns",
        scope="money.pay",
        group="money",
        label=said("Refund done"),
        sentence=said("{amount} of order {reference} is back on the account you paid from."),
        page="market:order",
        about="reference",
    ),
)
