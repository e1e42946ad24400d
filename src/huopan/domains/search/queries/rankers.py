"""The learnt order in use, in memory: each process looks twice a minute whether it was switched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.domains.search.models import Ranker, Search
from huopan.engines.asking.curves import Correction, read_correction
from huopan.engines.asking.examining import Showing, propensities
from huopan.engines.asking.ordering import BOUGHT, OPENED, Shown

LOOK_EVERY_SECONDS = 30.0
LEARN_FROM, MOST_SEARCHES, THOUSAND = timedelta(days=90), 100_000, 1000


@dataclass(slots=True)
class _Known:
    in_use: Correction | None = None
    in_shadow: Correction | None = None
    looked_at: float = float("-inf")


_known = _Known()


def correction_in_use() -> Correction | None:
    """None: the hand weights alone. No statement but twice a minute one."""
    _look()
    return _known.in_use


def correction_in_shadow() -> Correction | None:
    _look()
    return _known.in_shadow


def remember_rankers(*, in_use: Correction | None = None, in_shadow: Correction | None = None) -> None:
    """What the database says of them, for the next half minute."""
    _known.in_use, _known.in_shadow, _known.looked_at = in_use, in_shadow, time.monotonic()


def look_again() -> None:
    """Ask the database before the next search."""
    _known.looked_at = float("-inf")


def _look() -> None:
    if time.monotonic() - _known.looked_at < LOOK_EVERY_SECONDS:
        return
    rows = Ranker.objects.filter(state__in=(Ranker.State.IN_USE, Ranker.State.SHADOW)).values_list("state", "curves")
    found = {state: read_correction(curves) for state, curves in rows}
    remember_rankers(in_use=found.get(Ranker.State.IN_USE), in_shadow=found.get(Ranker.State.SHADOW))


def lists_shown(*, at: datetime, since: datetime | None = None) -> list[list[Shown]]:
    """The lists of the last ninety days (or since) with something opened, oldest first. Two statements."""
    return [_list(search) for search in _searches(at, since) if search.openings.all()]


def places_examined(*, at: datetime) -> list[float]:
    """How likely each place is to be looked at, learnt from the same log. Two statements."""
    return propensities(_showings(at))


def _searches(at: datetime, since: datetime | None = None) -> Iterator[Search]:
    asked = Search.objects.filter(asked_at__gt=since or at - LEARN_FROM).exclude(shown=[])
    newest = asked.prefetch_related("openings").order_by("-asked_at", "-pk")[:MOST_SEARCHES]
    return reversed(list(newest))


def _list(search: Search) -> list[Shown]:
    opened = {opening.offer_id: BOUGHT if opening.bought_at else OPENED for opening in search.openings.all()}
    return [
        Shown(relevance, {name: value / THOUSAND for name, value in signals.items()}, place, opened.get(offer_id, 0.0))
        for place, (offer_id, relevance, signals) in enumerate(search.shown, 1)
    ]


def _showings(at: datetime) -> Iterator[Showing]:
    for search in _searches(at):
        opened = {opening.offer_id for opening in search.openings.all()}
        for place, (offer_id, _, _) in enumerate(search.shown, 1):
            yield Showing(search.words, offer_id, place, is_opened=offer_id in opened)
