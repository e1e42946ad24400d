"""Lists of the console: by state, as `console/_states.html` has them, and by words, as `console/_search.html`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, TextChoices
from django.http import HttpRequest

RowT = TypeVar("RowT", bound=Model)
MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Sieve:
    """What was asked for; an unknown state means all of them."""

    words: str
    state: str
    states: type[TextChoices]

    def sift(self, rows: QuerySet[RowT], meant: Callable[[str], Q]) -> QuerySet[RowT]:
        """`meant`: what the words are looked for in."""
        if self.words:
            rows = rows.filter(meant(self.words))
        return rows.filter(state=self.state) if self.state in self.states.values else rows

    @property
    def shown(self) -> dict[str, Any]:
        return {"words": self.words, "state": self.state, "states": self.states.choices}


def sieve(request: HttpRequest, states: type[TextChoices], first: str) -> Sieve:
    """`first`: the state that is shown until another is asked for."""
    return Sieve(request.GET.get("q", "").strip()[:MOST_LETTERS], request.GET.get("state", first), states)


def named(words: str, path: str = "") -> Q:
    """An organisation's name, in either language; `path` leads to it."""
    return Q(**{f"{path}name_zh__icontains": words}) | Q(**{f"{path}name_en__icontains": words})
