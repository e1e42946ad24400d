"""Why a result stands where it does, in sentences: what was measured, and by how much it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huopan.domains.search.rules.conduct import Conduct
from huopan.engines.ranking import Arithmetic, Line
from huopan.engines.ranking.signals import LEAST_ORDERS

MOST_KEPT = 5_000  # some three hundred bytes each


@dataclass(frozen=True, slots=True)
class WhyLine:
    """`name` of the signal (or “relevance”), its `label`, what was `measured`, and the `factor` it multiplies by; the
    first line's factor is the relevance itself."""

    name: str
    label: str
    measured: str
    factor: float

    @property
    def percent(self) -> int:
        """How much it adds or takes: 8 for a factor of 1.08."""
        return round((self.factor - 1) * 100)


def why_lines(
    why: Arithmetic, *, conduct: Conduct, ship_days: int | None = None, is_in_stock: bool | None = None
) -> Iterator[WhyLine]:
    """The arithmetic line by line, in the reader's language; the factors' product is `why.score`."""
    language = get_language() or ""
    label, measured = _words_said(language)
    yield WhyLine("relevance", label, measured, why.relevance)
    for line in why.lines:
        label, measured = _said(language, line.name, _tellable(line), conduct, ship_days, is_in_stock)
        yield WhyLine(line.name, label, measured, line.factor)


def _tellable(line: Line) -> float:
    """So much of a line's value as its sentence tells."""
    if line.name == "price":
        return (line.value > 0) - (line.value < 0)
    return line.value if line.name == "leaning" else 0.0


@lru_cache
def _words_said(_language: str) -> tuple[str, str]:
    return _("Fits the words"), _("by how rare and how prominent the words are")


@lru_cache(maxsize=MOST_KEPT)
def _said(
    _language: str,
    name: str,
    value: float,
    conduct: Conduct,
    ship_days: int | None,
    is_in_stock: bool | None,  # noqa: FBT001 - a key, not a switch
) -> tuple[str, str]:
    """The label and what was measured: a page of results says the same few things a hundred times."""
    if name == "pickup":
        return _("Picked up within 48 hours"), _share(conduct.collected_in_time, conduct.orders_due)
    if name == "kept":
        return _("Orders kept without refund"), _share(conduct.orders_kept, conduct.orders_closed)
    if name == "shipping":
        return _("Ships soon"), _days(ship_days)
    if name == "stock":
        return _("Stock"), _stock(is_in_stock=is_in_stock)
    if name == "leaning":
        return _("Where these words lead"), _led(value)
    return _("Price among these results"), _price(value)


def _share(part: int, whole: int) -> str:
    if whole < LEAST_ORDERS:
        return _("too few orders to tell; counts neither way")
    return _("%(part)d of %(whole)d orders in ninety days") % {"part": part, "whole": whole}


def _days(days: int | None) -> str:
    if days is None:
        return _("not stated; counts neither way")
    if not days:
        return _("the same day, as the offer says")
    return ngettext("within %(days)d day, as the offer says", "within %(days)d days, as the offer says", days) % {
        "days": days
    }


def _stock(*, is_in_stock: bool | None) -> str:
    if is_in_stock is None:
        return _("not stated; counts neither way")
    return _("can be shipped now") if is_in_stock else _("sold out, or made to order")


def _led(share: float) -> str:
    if not share:
        return _("nothing learnt; counts neither way")
    return _("%(percent)d%% of what was opened and bought after such words is of this kind") % {
        "percent": round(100 * share)
    }


def _price(value: float) -> str:
    if not value:
        return _("about the middle; counts neither way")
    return _("below the middle") if value > 0 else _("above the middle")
