"""What was learnt, in memory: each process looks for newer lessons twice a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from huopan.domains.search.models import Lesson
from huopan.engines.asking.leaning import Leanings
from huopan.engines.asking.suggesting import Phrase, Suggester
from huopan.engines.language.words import know_words

LOOK_EVERY = timedelta(seconds=30)
T = TypeVar("T")


@dataclass(slots=True)
class _Known:
    value: Any
    learnt_at: datetime | None
    looked_at: datetime


_known: dict[str, _Known] = {}


def suggester(*, at: datetime) -> Suggester:
    return _lesson("phrases", at, _read_phrases, ())


def leanings(*, at: datetime) -> Leanings:
    return _lesson("leanings", at, Leanings, {})


def related_searches(*, at: datetime) -> Mapping[str, list[str]]:
    empty: dict[str, list[str]] = {}
    return _lesson("related", at, dict, empty)


def forget_lessons() -> None:
    """Read them anew when next asked."""
    _known.clear()


def _read_phrases(said: list[list[Any]]) -> Suggester:
    """Names of the catalogue are words from now on, so that queries are parted as the market speaks."""
    phrases = [_phrase(*row) for row in said]
    know_words(phrase.text for phrase in phrases if phrase.kind != "search")
    return Suggester(phrases)


def _phrase(text: str, kind: Any, weight: float, code: str, spoken: list[str]) -> Phrase:
    return Phrase(text, kind, weight, code, tuple(spoken))


def _lesson(name: str, at: datetime, read: Callable[[Any], T], empty: Any) -> T:
    known = _known.get(name)
    if known is not None and timedelta(0) <= at - known.looked_at < LOOK_EVERY:
        return known.value  # type: ignore[no-any-return]
    learnt_at = Lesson.objects.filter(pk=name).values_list("learnt_at", flat=True).first()
    if known is None or known.learnt_at != learnt_at:
        content = Lesson.objects.filter(pk=name).values_list("content", flat=True).first()
        known = _Known(read(empty if content is None else content), learnt_at, at)
    known.looked_at = at
    _known[name] = known
    return known.value  # type: ignore[no-any-return]
