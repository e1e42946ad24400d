"""Words and addresses that templates name outright, looked up once instead of at every showing."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.base import FilterExpression, Parser, Token, render_value_in_context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()
MOST_KEPT = 2_000  # addresses by name, some hundred bytes each
MARK = 7_000_000_000_000_007  # no row's number, and none that an address would hold beside it


class KeptWords(template.Node):
    """`{% trans %}` of a sentence that stands in the template, once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self._said: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        if language not in self._said:
            self._said[language] = self.node.render(context)
        return self._said[language]


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> template.Node:
    """Django's own, kept where nothing but the language decides."""
    node: TranslateNode = do_translate(parser, token)
    said, meant = node.filter_expression, node.message_context
    is_outright = said.var.literal is not None and not said.filters and (meant is None or _is_written_out(meant))
    return KeptWords(node) if is_outright and not node.asvar else node


class KeptSentence(template.Node):
    """`{% blocktrans %}`: what stands between the values is put together once, and each value is written once."""

    def __init__(self, node: BlockTranslateNode) -> None:
        self.node = node
        self._one, names = node.render_token_list(node.singular)
        self._many, more = node.render_token_list(node.plural) if node.plural else ("", [])
        self._names = tuple(dict.fromkeys((*names, *more)))

    def render(self, context: template.Context) -> str:
        """What cannot be said so, because a value is missing or the count no number, is left to Django."""
        with context.push(**{name: value.resolve(context) for name, value in self.node.extra_context.items()}):
            said = self._filled(context)
        return str(self.node.render(context)) if said is None else said

    def _filled(self, context: template.Context) -> str | None:
        try:
            sentence = self._sentence(context)
            return sentence % {name: render_value_in_context(context[name], context) for name in self._names}
        except (KeyError, TypeError, ValueError):
            return None

    def _sentence(self, context: template.Context) -> str:
        """In the reader's language, and for how many there are, which is one of its values too."""
        counter, name = self.node.counter, self.node.countervar
        if counter is None or name is None:
            return gettext(self._one)
        count = context[name] = counter.resolve(context)
        return ngettext(self._one, self._many, count)


@register.tag("blocktrans")
@register.tag("blocktranslate")
def block_translate(parser: Parser, token: Token) -> template.Node:
    node: BlockTranslateNode = do_block_translate(parser, token)
    is_plain = node.message_context is None and not node.asvar and bool(node.plural) == bool(node.counter)
    return KeptSentence(node) if is_plain else node


class Address(template.Node):
    """`{% url %}` of a page named outright, which is its name's address around at most one number."""

    def __init__(self, node: URLNode) -> None:
        self.node, self.name = node, str(node.view_name.var)

    def render(self, context: template.Context) -> str:
        numbers = [number.resolve(context) for number in self.node.args]
        if all(type(number) is int and number >= 0 for number in numbers):
            around = _around(self.name, len(numbers), get_resolver(get_urlconf()), get_script_prefix())
            if around is not None:
                return str(numbers[0]).join(around) if numbers else around[0]
        return str(self.node.render(context))


@register.tag("url")
def url(parser: Parser, token: Token) -> template.Node:
    """Django's own; no page is mounted twice here, so that whoever asks does not matter."""
    node: URLNode = django_url(parser, token)
    is_plain = _is_written_out(node.view_name) and len(node.args) <= 1 and not node.kwargs
    return Address(node) if is_plain and not node.asvar else node


def _is_written_out(expression: FilterExpression) -> bool:
    return isinstance(expression.var, str) and not expression.filters


@lru_cache(maxsize=MOST_KEPT)
def _around(name: str, numbers: int, _resolver: URLResolver, _prefix: str) -> tuple[str, ...] | None:
    """What stands before and after the number. None for Django's own way: no such page, or more than digits."""
    try:
        address, least = (reverse(name, args=[number] * numbers) for number in (MARK, 0))
    except NoReverseMatch:
        return None
    around = tuple(address.split(str(MARK)))
    is_plain = "0".join(around) == least and len(around) == numbers + 1 and escape(address) == address
    return around if is_plain else None
