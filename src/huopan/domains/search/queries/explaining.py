"""Why a result stands where it does, in sentences: what was measured, and by how much it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huopan.domains.search.rules.conduct import Conduct
from huopan.engines.ranking import Arithmetic, Line
from huopan.engines.ranking.signals import LEAST_ORDERS


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
    yield WhyLine("relevance", _("Fits the words"), _("by how rare and how prominent the words are"), why.relevance)
    for line in why.lines:
        label, measured = _said(line, conduct, ship_days, is_in_stock=is_in_stock)
        yield WhyLine(line.name, label, measured, line.factor)


def _said(line: Line, conduct: Conduct, ship_days: int | None, *, is_in_stock: bool | None) -> tuple[str, str]:
    if line.name == "pickup":
        return _("Picked up within 48 hours"), _share(conduct.collected_in_time, conduct.orders_due)
    if line.name == "kept":
        return _("Orders kept without refund"), _share(conduct.orders_kept, conduct.orders_closed)
    if line.name == "shipping":
        return _("Ships soon"), _days(ship_days)
    if line.name == "stock":
        return _("Stock"), _stock(is_in_stock=is_in_stock)
    if line.name == "leaning":
        return _("Where these words lead"), _led(line.value)
    return _("Price among these results"), _price(line.value)


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
