"""What printed codes say, and what a scanner made of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from huopan.kernel.refusal import RefusedError, said

SAID = re.compile(r"\b(WO[0-9A-Z]{1,30})(?:/([0-9]{1,4}))?(?:/|\s*$)")


class NotACodeError(RefusedError):
    kind = "invalid"
    sentence = said("“{text}” is not the code of a work order; scan the square code on the sheet, or type its number.")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The floor desk as production knows it. `base_url`: what phones reach this server by."""

    base_url: str

    def address(self, number: str, position: int | None = None) -> str:
        return self.base_url.rstrip("/") + page_of(number, None if position is None else position + 1)


def page_of(number: str, place: int | None = None) -> str:
    """The path of a work order's page, or of its operation at `place`, counted from 1."""
    if place is None:
        return reverse("floor:work_order", args=[number])
    return reverse("floor:operation", args=[number, place])


def page_said(text: str) -> str:
    """The page a code leads to, whatever host it was printed for; a bare number will do. Raises NotACodeError."""
    found = SAID.search(text.strip().upper())
    if found is None:
        raise NotACodeError(text=text.strip()[:80])
    return page_of(found[1], int(found[2]) if found[2] else None)
