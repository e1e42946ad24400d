"""What stands on a page a hundred times, drawn without a template each time, and parts drawn once for all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.template.loader import get_template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST_KEPT = 2_000  # some two kilobytes each
Parts = tuple[tuple[str, Hashable], ...]


class Choice(Protocol):
    """What a facet's choice tells."""

    name: str
    value: str
    label: str
    count: int | None
    is_chosen: bool
    depth: int
    field_id: str


class Line(Protocol):
    """A factor of “why is this here”."""

    label: str
    measured: str
    factor: float


@register.simple_tag
def drawn(name: str, **parts: Hashable) -> str:
    """The template `name` with `parts` and nothing else. Kept by the values of the parts, so that it is never stale."""
    return _kept(name, get_language() or "", tuple(parts.items()))


@lru_cache(maxsize=MOST_KEPT)
def _kept(name: str, _language: str, parts: Parts) -> str:
    return get_template(name).render(dict(parts))


@register.filter
def choice_rows(choices: Iterable[Choice], kind: str) -> SafeString:
    """List items with a checkbox or radio each."""
    return format_html_join("", "{}", ((choice_row(choice, kind),) for choice in choices))


@register.filter
def choice_row(choice: Choice, kind: str) -> SafeString:
    count = "" if choice.count is None else format_html(' <span class="num muted">{}</span>', localize(choice.count))
    return format_html(
        '<li class="choice-line d{}"><input type="{}" id="{id}" name="{}" value="{}"{}>'
        '<label for="{id}"><span>{}</span>{}</label></li>',
        choice.depth,
        kind,
        choice.name,
        choice.value,
        " checked" if choice.is_chosen else "",
        choice.label,
        count,
        id=choice.field_id,
    )


@register.filter
def why_rows(lines: Iterable[Line]) -> SafeString:
    """Rows of a table: what counts, what was measured, and the factor; the first is no factor."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}<span class="muted">{}</span></th><td class="num">{}{}</td></tr>',
        _why_cells(lines),
    )


def _why_cells(lines: Iterable[Line]) -> Iterable[tuple[Any, ...]]:
    for place, line in enumerate(lines):
        yield line.label, line.measured, "× " if place else "", f"{line.factor:.2f}"
