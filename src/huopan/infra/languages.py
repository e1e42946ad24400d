"""Names kept in Chinese and English, read in the reader's own language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from huopan.engines.language.specs import in_english


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def own_language(zh: str, en: str) -> str:
    """The reader's one of two names; the other where that is missing."""
    return (en or zh) if is_english() else (zh or en)


def own_words(text: str) -> str:
    """An axis or a value of a specification, which sellers write in Chinese, as the reader knows it."""
    return in_english(text) if is_english() else text


def spec_words(values: Iterable[object]) -> str:
    """A variant in one breath: 红 / M."""
    return " / ".join(own_words(str(value)) for value in values)
