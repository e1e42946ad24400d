"""Within what a factory may say how it wants to be planned."""

from __future__ import annotations

from collections.abc import Mapping

from huopan.kernel.refusal import RefusedError, said

MOST_MARGIN = 90  # beyond it, the lowest price that leaves it is more than ten times the cost
MOST_BUFFER = 200
LONGEST_HOLD_MINUTES = 30 * 24 * 60
LONGEST_HORIZON_DAYS = 366
MOST_LATE_HOUR_FEN = 10**12

WITHIN: Mapping[str, tuple[int, int]] = {
    "least_margin_pct": (0, MOST_MARGIN),
    "buffer_pct": (0, MOST_BUFFER),
    "hold_minutes": (1, LONGEST_HOLD_MINUTES),
    "horizon_days": (1, LONGEST_HORIZON_DAYS),
    "late_hour_fen": (0, MOST_LATE_HOUR_FEN),
}


class TermsBeyondError(RefusedError):
    kind = "invalid"
    sentence = said("{field} is {value}; choose between {least} and {most}.")


class UnknownTermError(RefusedError):
    kind = "invalid"
    sentence = said("{field} is no planning term; choose one of {fields}.")


def must_be_terms(terms: Mapping[str, int]) -> None:
    """Raise UnknownTermError or TermsBeyondError for the first that cannot be."""
    for field, value in terms.items():
        if field not in WITHIN:
            raise UnknownTermError(field=field, fields=", ".join(WITHIN))
        least, most = WITHIN[field]
        if not least <= value <= most:
            raise TermsBeyondError(field=field, value=value, least=least, most=most)
