"""What was learnt, in memory: each process looks for newer lessons twice a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from huopan.domains.search.models import Lesson
from huopan.engines.asking.leaning import Leanings
from huopan.engines.asking.suggesting import Phrase, Suggester
from huopan.engines.language.words import know_words
from huopan.infra.remembering import settle

LOOK_EVERY = timedelta(seconds=30)
MUCH = 1_000  # entries of a lesson that would be looked through by each full garbage collection
T = TypeVar("T")


@dataclass(slots=True)
class _Memory:
    """`contents` as the database has them, `values` what was read from them so far."""

    learnt_at: dict[str, datetime] = field(default_factory=dict)
    contents: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    looked_at: datetime | None = None


_memory = _Memory()


def suggester(*, at: datetime) -> Suggester:
    return _lesson("phrases", at, _read_phrases, ())


def leanings(*, at: datetime) -> Leanings:
    return _lesson("leanings", at, Leanings, {})


def related_searches(*, at: datetime) -> Mapping[str, list[str]]:
    empty: dict[str, list[str]] = {}
    return _lesson("related", at, dict, empty)


def forget_lessons() -> None:
    """Read them anew when next asked."""
    _memory.learnt_at, _memory.contents, _memory.values, _memory.looked_at = {}, {}, {}, None


def _read_phrases(said: list[list[Any]]) -> Suggester:
    """Names of the catalogue are words from now on, so that queries are parted as the market speaks."""
    phrases = [_phrase(*row) for row in said]
    know_words(phrase.text for phrase in phrases if phrase.kind != "search")
    return Suggester(phrases)


def _phrase(text: str, kind: Any, weight: float, code: str, spoken: list[str]) -> Phrase:
    return Phrase(text, kind, weight, code, tuple(spoken))


def _lesson(name: str, at: datetime, read: Callable[[Any], T], empty: Any) -> T:
    if _memory.looked_at is None or not timedelta(0) <= at - _memory.looked_at < LOOK_EVERY:
        _look(at)
    values = _memory.values
    if name not in values:
        content = _memory.contents.get(name, empty)
        values[name] = read(content)
        if len(content) >= MUCH:
            settle()
    return values[name]  # type: ignore[no-any-return]


def _look(at: datetime) -> None:
    """One statement, and another where something was learnt since."""
    if not _memory.contents or dict(Lesson.objects.values_list("pk", "learnt_at")) != _memory.learnt_at:
        rows = list(Lesson.objects.values_list("pk", "learnt_at", "content"))
        _memory.contents = {name: content for name, _, content in rows}
        _memory.learnt_at, _memory.values = {name: learnt_at for name, learnt_at, _ in rows}, {}
    _memory.looked_at = at
