"""Form fields without a template each: a page to count stock on has a hundred and fifty of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DRAWN = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("date", "datetime", "email", "hidden", "number", "password", "tel", "text", "time", "url")
)


class QuickInputs(DjangoTemplates):
    """Django's renderer; an input of one line comes out the same, without its two templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in DRAWN:
            return one_line(context["widget"])
        return super().render(template_name, context, request)


def one_line(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        _attributes(widget["attrs"]),
    )


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """True stands alone, False is left out."""
    said = [(name, value) for name, value in attrs.items() if value is not False]
    return format_html_join(
        "", "{}{}", ((f" {name}", "" if value is True else format_html('="{}"', str(value))) for name, value in said)
    )
