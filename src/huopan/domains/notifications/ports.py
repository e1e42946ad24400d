"""What this room needs from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a letter tells: its kind's name and the facts that fill its sentence."""

    notice_id: int
    kind: str
    facts: Mapping[str, Any]
    party_zh: str
    party_en: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """A letter, ready to be put into words. `mark` stays the same on every try; `stop_secret` stops its kinds."""

    email: str
    language: str
    mark: str
    stop_secret: str
    told: tuple[Told, ...]


class LetterCarrier(Protocol):
    """Hands a letter to the mail server. Raises what the server raises: then it has not left, and is tried again."""

    def __call__(self, letter: NoticeLetter) -> None: ...


LETTER_CARRIERS: list[LetterCarrier] = []
