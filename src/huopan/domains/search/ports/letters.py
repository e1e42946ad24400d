"""Letters about saved searches. config hands in who carries them; without one nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NewsLetter:
    """New offers (id, title in the reader's language) in a saved search; `secret` stops these letters."""

    email: str
    language: str
    words: str
    offers: tuple[tuple[int, str], ...]
    secret: str


class NewsCarrier(Protocol):
    """Carries a letter, once: what is lost stays lost."""

    def __call__(self, letter: NewsLetter) -> None: ...


NEWS_CARRIERS: list[NewsCarrier] = []
