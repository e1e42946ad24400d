"""Refusals put into the reader's language; the sentence's English text is its message id."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext, ngettext

from huopan.kernel.refusal import RefusedError, Sentence


def in_words(refusal: RefusedError) -> str:
    """The sentence a person reads, in the active language."""
    return filled(refusal.sentence, refusal.params)


def filled(sentence: Sentence, params: dict[str, Any]) -> str:
    text = _form(sentence, params)
    return text.format(**{name: _readable(value) for name, value in params.items()})


def _form(sentence: Sentence, params: dict[str, Any]) -> str:
    if sentence.many:
        return ngettext(sentence.one, sentence.many, int(params.get(sentence.by, 0)))
    return gettext(sentence.one)


def _readable(value: Any) -> Any:
    if hasattr(value, "astimezone"):
        return date_format(localtime(value) if is_aware(value) else value, "Y-m-d H:i")
    if isinstance(value, list | tuple):
        return gettext(", ").join(str(item) for item in value)
    return value
