"""What each step of a ladder leaves over the cost of a piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huopan.domains.catalog.rules.drafts import Step
from huopan.kernel.money import UnitPrice


@dataclass(frozen=True, slots=True)
class Margin:
    """`left_hao`: of a piece, below 0 when it costs more than it brings; `left_bp`: of the price, in 1/10,000, rounded
    down, so that a margin never looks better than it is."""

    step: Step
    left_hao: int
    left_bp: int

    def is_under(self, least_pct: int) -> bool:
        """Whether it leaves less than `least_pct` percent of the price, or nothing."""
        return self.left_hao <= 0 or self.left_bp < least_pct * 100


def margins(ladder: Iterable[Step], unit_cost: UnitPrice) -> list[Margin]:
    """One for each step with a price above 0."""
    return [_margin(step, unit_cost) for step in ladder if step.unit_price.hao > 0]


def _margin(step: Step, unit_cost: UnitPrice) -> Margin:
    left = step.unit_price.hao - unit_cost.hao
    return Margin(step, left, left * 10_000 // step.unit_price.hao)
