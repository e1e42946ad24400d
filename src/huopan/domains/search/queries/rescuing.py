"""When nothing was found: what would be found if one asked for less, said plainly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from huopan.domains.search import ports
from huopan.domains.search.queries.asking import question
from huopan.domains.search.queries.suggesting import meant
from huopan.domains.search.rules import Filters

NOTHING_ASKED = Filters()
PRICES = ("min_price_hao", "max_price_hao")


@dataclass(frozen=True, slots=True)
class Rescue:
    """A search that finds something: `words` and `filters` to ask instead, what was `relaxed` (names of filters, and
    "words" where the words are others), and how many offers it finds."""

    words: str
    filters: Filters
    relaxed: tuple[str, ...]
    total: int


def rescue(words: str, filters: Filters, *, at: datetime) -> Rescue | None:
    """The search nearest to one that found nothing: one condition less (the one whose going finds most), else the words
    that were meant, else no conditions at all, else both. None where nothing helps or there is no index.

    A dozen searches of the engine at most, no statement beyond those of `meant`.
    """
    try:
        return _best(_one_less(words, filters)) or _first(_further(words, filters, at))
    except ports.IndexUnavailableError:
        return None


def _one_less(words: str, filters: Filters) -> Iterator[Rescue]:
    names = conditions(filters)
    if len(names) > 1 or words.strip():
        yield from (_tried(words, _without(filters, (name,)), (name,)) for name in names)


def _further(words: str, filters: Filters, at: datetime) -> Iterator[Rescue]:
    other = meant(words, at=at)
    if other:
        yield _tried(other, filters, ("words",))
    names = conditions(filters)
    if len(names) > 1 and words.strip():
        yield _tried(words, NOTHING_ASKED, names)
    if other and names:
        yield _tried(other, NOTHING_ASKED, ("words", *names))


def conditions(filters: Filters) -> tuple[str, ...]:
    """The names of what is set; the two bounds of a price are one, "price"."""
    nothing = asdict(NOTHING_ASKED)
    said = [name for name, value in asdict(filters).items() if value != nothing[name]]
    return tuple(dict.fromkeys("price" if name in PRICES else name for name in said))


def _without(filters: Filters, names: tuple[str, ...]) -> Filters:
    fields = [field for name in names for field in (PRICES if name == "price" else (name,))]
    return replace(filters, **{field: getattr(NOTHING_ASKED, field) for field in fields})


def _tried(words: str, filters: Filters, relaxed: tuple[str, ...]) -> Rescue:
    asked = question(words, filters, sort="relevance", offset=0, limit=1)
    total = ports.index().find(asked).total or ports.index().find(replace(asked, least=1)).total
    return Rescue(words, filters, relaxed, total)


def _best(tried: Iterator[Rescue]) -> Rescue | None:
    found = max(tried, key=lambda each: each.total, default=None)
    return found if found and found.total else None


def _first(tried: Iterator[Rescue]) -> Rescue | None:
    return next((each for each in tried if each.total), None)
