"""Words and addresses looked up once: the same as Django says them, in every language."""

from __future__ import annotations

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.test import override_settings
from django.urls import NoReverseMatch, set_script_prefix
from django.utils.safestring import mark_safe
from django.utils.translation import override

from huopan.web.components.templatetags.said import Address, KeptSentence, KeptWords

SAID = [
    "{% trans 'Search' %}",
    "{% translate 'Import' context 'workbench' %}",
    "{% trans 'Search' as word %}<b>{{ word }}</b>",
    "{% trans 'Search'|upper %}",
    "{% trans word %}",
    "{% trans '100%% sure' %}",
    "{% blocktrans %}100% sure{% endblocktrans %}",
    "{% blocktrans count n=one %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}",
    "{% blocktrans count n=many %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}",
    "{% blocktrans with a=one b=many %}{{ a }} of {{ b }} orders{% endblocktrans %}",
    "{% blocktrans with one=one|add:1 %}from {{ one }} {{ unit }}{% endblocktrans %}",
    "{% blocktrans with one=one|add:1 %}from {{ one }} {{ missing }}{% endblocktrans %}",
    "{% blocktrans with unit=safe %}from {{ many }} {{ unit }}{% endblocktrans %}",
    "{% blocktrans asvar told %}{{ unit }}{% endblocktrans %}<i>{{ told }}</i>",
]
VALUES = {"one": 1, "many": 24, "unit": "<件>", "safe": mark_safe("<b>件</b>"), "word": "Search"}
DJANGO = "{% load i18n %}"  # its own tags come before the built-in ones


def nodes(source: str) -> list[object]:
    return list(engines["django"].from_string(source).template.nodelist)


def drawn(source: str) -> str:
    return engines["django"].from_string(source).render(dict(VALUES))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("source", SAID)
def test_sentences_are_those_of_django(source: str, language: str) -> None:
    with override(language):
        assert drawn(source) == drawn(source) == drawn(DJANGO + source)


def test_a_sentence_follows_the_reader_from_one_showing_to_the_next() -> None:
    (node,) = nodes("{% trans 'Search' %}")
    assert isinstance(node, KeptWords)
    said = []
    for language in ("en", "zh-hans", "en"):
        with override(language):
            said.append(node.render(Context()))
    assert said[0] == said[2] == "Search" != said[1]


def test_a_count_that_is_no_number_is_refused_as_by_django() -> None:
    source = "{% blocktrans count n=unit %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}"
    assert isinstance(nodes(source)[0], KeptSentence)
    with override("en"), pytest.raises(TemplateSyntaxError):
        drawn(source)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("{% url 'market:search' %}", "/search/"),
        ("{% url 'market:offer' many %}", "/offers/24/"),
        ("{% url 'market:offer' '24' %}", "/offers/24/"),
        ("{% url 'market:order' 'SO1' %}", "/orders/SO1/"),
        ("{% url 'market:search' as there %}<{{ there }}>", "</search/>"),
    ],
)
def test_addresses_are_those_of_django(source: str, address: str) -> None:
    assert drawn(source) == drawn(source) == address


@pytest.mark.parametrize("source", ["{% url 'market:nowhere' %}", "{% url 'market:search' 3 %}"])
def test_a_page_there_is_not_is_no_address(source: str) -> None:
    assert isinstance(nodes(source)[0], Address)
    with pytest.raises(NoReverseMatch):
        drawn(source)


def test_addresses_follow_where_the_site_is_mounted() -> None:
    assert drawn("{% url 'market:offer' many %}") == "/offers/24/"
    set_script_prefix("/shop/")
    try:
        assert drawn("{% url 'market:offer' many %}") == "/shop/offers/24/"
    finally:
        set_script_prefix("/")


def test_addresses_follow_which_pages_there_are() -> None:
    assert drawn("{% url 'market:search' %}") == "/search/"
    with override_settings(ROOT_URLCONF="tests.api.probe"), pytest.raises(NoReverseMatch):
        drawn("{% url 'market:search' %}")
