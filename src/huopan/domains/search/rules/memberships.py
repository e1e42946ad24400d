"""A plan as a digit, so that an index counts it in a number that it counts anyway."""

from __future__ import annotations

from huopan.domains.membership.rules import PLAN_CODES


def digit_of(plan_code: str) -> int:
    """From one; 0 for none, and for a plan that is not known here."""
    return PLAN_CODES.index(plan_code) + 1 if plan_code in PLAN_CODES else 0


def plan_of(digit: int) -> str:
    """The plan's code; "" for 0 and for a digit that no plan has here."""
    return PLAN_CODES[digit - 1] if 0 < digit <= len(PLAN_CODES) else ""
