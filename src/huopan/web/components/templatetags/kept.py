"""Components that stand on a page fifty times, icons, chips and thumbnails, drawn once for the same attributes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.utils.functional import Promise
from django.utils.translation import get_language
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import CottonComponentNode, cotton_component

from huopan.infra.files.renditions import is_made

register = template.Library()
MOST_KEPT = 5_000  # some two hundred bytes each
# Whose templates look at their attributes, their slot and the reader's language, and at nothing else.
KEPT = frozenset({"chip", "icon", "thumb"})
PICTURE = "image"  # the attribute whose smaller copies may be made later
PLAIN = (str, int, Promise, type(None))
_drawn: dict[Hashable, str] = {}


class KeptComponent(template.Node):
    """Kept by the values it is given, so that it is never stale."""

    def __init__(self, component: CottonComponentNode) -> None:
        self.component, self.nodelist = component, component.nodelist
        attrs = component._prepared_attrs
        self._attrs = [(attr.key, attr.value, _reader(attr)) for attr in attrs]
        self._is_written_out = not self.nodelist and all(
            attr.compiled is None and attr.key != PICTURE for attr in attrs
        )
        self._written = (component.component_name, *((attr.key, attr.value) for attr in attrs))

    def render(self, context: template.Context) -> str:
        key = self._key(context)
        if key is None:
            return str(self.component.render(context))
        if key not in _drawn:
            if len(_drawn) >= MOST_KEPT:
                _drawn.clear()
            _drawn[key] = self.component.render(context)
        return _drawn[key]

    def _key(self, context: template.Context) -> Hashable:
        """None for what cannot be kept: values that are not compared by what they say."""
        if self._is_written_out:
            return self._written, get_language()
        parts: list[Hashable] = [self.component.component_name, get_language(), self.nodelist.render(context)]
        for name, written, read in self._attrs:
            try:
                value = read(context) if read else written
            except UnprocessableDynamicAttr:
                return None
            if not isinstance(value, PLAIN):
                return None
            said = str(value) if isinstance(value, Promise) else value
            made = bool(name == PICTURE and said and is_made(str(said)))
            parts.append((name, type(said), said, made))
        return tuple(parts)


def _reader(attr: Any) -> Callable[[template.Context], Any] | None:
    """What reads the attribute's value; None when it is written out."""
    if attr.compiled is None:
        return None
    return getattr(attr.compiled, "resolve", None) or attr.compiled.render  # type: ignore[no-any-return]


@register.tag("cotton")
def component(parser: Parser, token: Token) -> template.Node:
    """Cotton's own, with the few that are kept."""
    node: CottonComponentNode = cotton_component(parser, token)
    return KeptComponent(node) if node.component_name in KEPT else node
