"""Names kept in Chinese and English, read in the reader's own language."""

from __future__ import annotations

from django.utils.translation import get_language


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def own_language(zh: str, en: str) -> str:
    """The reader's one of two names; the other where that is missing."""
    return (en or zh) if is_english() else (zh or en)
