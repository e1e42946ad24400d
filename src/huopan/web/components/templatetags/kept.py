"""Components that stand on a page fifty times, icons, chips and thumbnails, drawn once for the same attributes."""

from __future__ import annotations

from collections.abc import Hashable
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
_drawn: dict[Hashable, str] = {}


class KeptComponent(template.Node):
    """Kept by the values it is given, so that it is never stale."""

    def __init__(self, component: CottonComponentNode) -> None:
        self.component, self.nodelist = component, component.nodelist

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
        parts: list[Hashable] = [self.component.component_name, get_language(), self.nodelist.render(context)]
        for attr in self.component._prepared_attrs:
            value = _value(attr, context)
            if not isinstance(value, (str, int, Promise, type(None))):
                return None
            said = str(value) if isinstance(value, Promise) else value
            made = bool(attr.key == PICTURE and said and is_made(str(said)))
            parts.append((attr.key, type(said).__name__, said, made))
        return tuple(parts)


def _value(attr: Any, context: template.Context) -> Any:
    if attr.compiled is None:
        return attr.value
    if not hasattr(attr.compiled, "resolve"):
        return attr.compiled.render(context)
    try:
        return attr.compiled.resolve(context)
    except UnprocessableDynamicAttr:
        return attr.value


@register.tag("cotton")
def component(parser: Parser, token: Token) -> template.Node:
    """Cotton's own, with the few that are kept."""
    node: CottonComponentNode = cotton_component(parser, token)
    return KeptComponent(node) if node.component_name in KEPT else node
