"""Which credentials the trade shows, which of them end, and which still hold on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

# Their places are bits in search indexes: new ones go to the end.
CREDENTIAL_KINDS = (
    "licence",
    "inspection",
    "iso9001",
    "bsci",
    "brand",
    "food_contact",
    "ccc",
    "ce",
    "srdi",
    "little_giant",
    "champion",
    "hidden_champion",
    "pilot",
)
MAY_BE_UNENDING = frozenset({"licence", "champion", "hidden_champion", "pilot"})
LAPSES_SOON = timedelta(days=30)
LIVE_CREDENTIALS = ("submitted", "verified")
CREDENTIAL_MOVES: Mapping[str, frozenset[str]] = {
    "submitted": frozenset({"verified", "refused", "withdrawn"}),
    "verified": frozenset({"refused", "withdrawn", "lapsed"}),
    "refused": frozenset(),
    "withdrawn": frozenset(),
    "lapsed": frozenset(),
}


def needs_an_end(kind: str) -> bool:
    """Whether a credential of this kind is worth nothing without the day it ends on."""
    return kind not in MAY_BE_UNENDING


def has_lapsed(valid_until: date | None, *, on: date) -> bool:
    """The last day counts."""
    return valid_until is not None and valid_until < on
