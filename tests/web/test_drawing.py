"""Rows that are written without a template: what comes from outside stays text, states keep their names."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from huopan.domains.catalog.models import Offer
from huopan.domains.search.queries import WhyLine
from huopan.web.components.templatetags.drawing import choice_row, choice_rows, why_rows
from huopan.web.components.templatetags.trade import state_name
from huopan.web.market.finding.facets import Choice

NASTY = """<b onclick='x'>"&"</b>"""
SAFE = "&lt;b onclick=&#x27;x&#x27;&gt;&quot;&amp;&quot;&lt;/b&gt;"


def test_choices_are_escaped_and_counted() -> None:
    row = choice_row(Choice("attr", NASTY, NASTY, count=1234, is_chosen=True, depth=1), "checkbox")
    assert NASTY not in row
    assert f'value="{SAFE}" checked>' in row
    assert f'<span>{SAFE}</span> <span class="num muted">1234</span></label>' in row
    assert row.startswith('<li class="choice-line d1"><input type="checkbox" id="f-attr-')


def test_what_was_not_counted_shows_no_figure() -> None:
    rows = choice_rows([Choice("moq", "", "Any", is_chosen=True), Choice("moq", "9", "up to 9")], "radio")
    assert rows.count("<li") == 2
    assert rows.count("checked") == 1
    assert "num muted" not in rows


def test_the_lines_of_why_are_escaped_and_the_first_is_no_factor() -> None:
    first, second = why_rows([WhyLine("relevance", NASTY, "words", 1.5), WhyLine("stock", "Stock", NASTY, 1.08)]).split(
        "<tr>"
    )[1:]
    assert f'<th scope="row">{SAFE}<span' in first
    assert '<td class="num">1.50</td>' in first
    assert f'muted">{SAFE}</span>' in second
    assert '<td class="num">× 1.08</td>' in second


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("state", Offer.State.values)
def test_a_state_is_called_as_django_calls_it(state: str, language: str) -> None:
    with override(language):
        assert state_name(Offer(state=state)) == Offer(state=state).get_state_display()


def test_a_state_there_is_not_keeps_its_code() -> None:
    assert state_name(Offer(state="elsewhere")) == "elsewhere"
