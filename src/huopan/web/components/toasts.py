"""What was just done, told on the next page, with a way back where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

MARK = "undo:"


@dataclass(frozen=True, slots=True)
class Undo:
    """A form that takes back what was done: posted to `address` with `fields`."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()


def tell(request: HttpRequest, said: str, *, undo: str = "", fields: Mapping[str, object] | None = None) -> None:
    """Say `said` on the next page; `undo` is the address, one of ours, that takes it back when posted `fields` to."""
    way_back = f"{MARK}{undo}?{urlencode(fields or {})}" if undo else ""
    messages.success(request, said, extra_tags=way_back)


def undo_in(message: Message) -> Undo | None:
    tags = message.extra_tags or ""
    if not tags.startswith(MARK):
        return None
    address, _, query = tags.removeprefix(MARK).partition("?")
    return Undo(address, tuple(parse_qsl(query, keep_blank_values=True)))
