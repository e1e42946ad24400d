"""What stands on a page a hundred times, drawn without a template each time, and parts drawn once for all."""

from __future__ import annotations

import html
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Protocol

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
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
    return mark_safe("".join(choice_row(choice, kind) for choice in choices))  # noqa: S308 - each is escaped


@register.filter
def choice_row(choice: Choice, kind: str) -> SafeString:
    count = "" if choice.count is None else f' <span class="num muted">{choice.count}</span>'
    place, value, checked = _safe(choice.field_id), _safe(choice.value), " checked" if choice.is_chosen else ""
    return mark_safe(  # noqa: S308 - what comes from outside is escaped
        f'<li class="choice-line d{choice.depth}"><input type="{kind}" id="{place}" name="{_safe(choice.name)}"'
        f' value="{value}"{checked}><label for="{place}"><span>{_safe(choice.label)}</span>{count}</label></li>'
    )


@register.filter
def why_rows(lines: Iterable[Line]) -> SafeString:
    """Rows of a table: what counts, what was measured, and the factor; the first is no factor."""
    rows = (
        f'<tr><th scope="row">{_safe(line.label)}<span class="muted">{_safe(line.measured)}</span></th>'
        f'<td class="num">{"× " if place else ""}{line.factor:.2f}</td></tr>'
        for place, line in enumerate(lines)
    )
    return mark_safe("".join(rows))  # noqa: S308 - what comes from outside is escaped


def _safe(text: str) -> str:
    """As `escape` of Django, which looks for lazy words and marks what it returns, for each of hundreds of words."""
    return html.escape(text)
