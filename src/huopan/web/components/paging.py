"""Numbered pages for lists people leaf through."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


class NumberedPage(Page[Any]):
    @property
    def rows(self) -> Any:
        """The slice of the query set itself, not yet fetched."""
        return self.object_list

    @property
    def shown_numbers(self) -> list[int | None]:
        """First, last and the neighbours; None where numbers are left out."""
        ends = {1, self.paginator.num_pages}
        near = set(range(self.number - 2, self.number + 3)) & set(self.paginator.page_range)
        numbers: list[int | None] = []
        for number in sorted(ends | near):
            if numbers and number - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


class NumberedPaginator(Paginator[Any]):
    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def page_of(request: HttpRequest, rows: QuerySet[Any] | list[Any], *, size: int = 20) -> NumberedPage:
    """The page asked for, the nearest one that exists otherwise. One statement for the count."""
    page: NumberedPage = NumberedPaginator(rows, size).get_page(request.GET.get("page"))  # type: ignore[assignment]
    return page
