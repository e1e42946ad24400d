"""Who may bring what before the platform, and what it may award."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

Side = Literal["buyer", "supplier"]
Outcome = Literal["full", "partial", "none"]

# While a request waits for its answer nobody disputes it: silence does so by itself.
DISPUTABLE: Mapping[Side, tuple[str, ...]] = {
    "buyer": ("refused", "agreed", "goods_returning"),
    "supplier": ("agreed", "goods_returning"),
}


class AwardOutsideClaimError(RefusedError):
    kind = "invalid"
    sentence = said("A partial refund lies above zero and below {asked}, what the buyer asked for.")


def awarded(outcome: Outcome, *, asked: Money, amount: Money | None) -> Money:
    """What the buyer gets. Raises AwardOutsideClaimError."""
    if outcome != "partial":
        return asked if outcome == "full" else Money(0, asked.currency)
    if amount is None or not 0 < amount.fen < asked.fen:
        raise AwardOutsideClaimError(asked=asked)
    return amount
