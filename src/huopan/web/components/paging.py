"""Numbered pages for lists people leaf through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from huopan.domains.search.rules import FARTHEST

LONGEST_NUMBER = 8


def shown_numbers(number: int, last: int) -> list[int | None]:
    """First, last and the neighbours; None where numbers are left out."""
    near = set(range(number - 2, number + 3)) & set(range(1, last + 1))
    numbers: list[int | None] = []
    for each in sorted({1, last} | near):
        if numbers and each - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(each)
    return numbers


class NumberedPage(Page[Any]):
    @property
    def rows(self) -> Any:
        """The slice of the query set itself, not yet fetched."""
        return self.object_list

    @property
    def last(self) -> int:
        return self.paginator.num_pages

    @property
    def shown_numbers(self) -> list[int | None]:
        return shown_numbers(self.number, self.last)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what a search engine found, which counts for itself; `total` is None where nobody counted."""

    number: int
    size: int
    total: int | None
    has_next: bool

    @property
    def last(self) -> int:
        if self.total is None:
            return self.number + self.has_next
        return max(1, -(-min(self.total, FARTHEST) // self.size))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def shown_numbers(self) -> list[int | None]:
        return shown_numbers(self.number, self.last)


class NumberedPaginator(Paginator[Any]):
    """`known`: how many rows there are, where somebody has counted them already."""

    def __init__(self, rows: QuerySet[Any] | list[Any], size: int, known: int | None = None) -> None:
        super().__init__(rows, size)
        if known is not None:
            self.count = known

    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | list[Any], *, size: int = 20, known: int | None = None
) -> NumberedPage:
    """The page asked for, the nearest one that exists otherwise. One statement for the count unless it is `known`."""
    page: NumberedPage = NumberedPaginator(rows, size, known).get_page(request.GET.get("page"))  # type: ignore[assignment]
    return page


def number_asked(request: HttpRequest) -> int:
    """The page number in the address; 1 when it is none."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else 1
