"""The design language's page shows every component, in both languages, to everyone, without asking the database."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.test import Client
from django.test.client import RequestFactory

from huopan.web.components import charts
from huopan.web.components.design.examples import EXAMPLES
from huopan.web.components.states import QUIET, TONES, tone_of
from huopan.web.components.toasts import Undo
from tests.house.source import PACKAGE

CHINESE = re.compile(r"[一-鿿]")
COTTON = PACKAGE / "web" / "components" / "templates" / "cotton"
SHOWN_INSIDE_ANOTHER = {"field", "heart"}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "heading"), [("en", "Design language"), ("zh-hans", "设计语言")])
def test_page_reads_in_both_languages(client: Client, language: str, heading: str) -> None:
    answer = client.get("/design/", headers={"accept-language": language})
    assert answer.status_code == 200
    assert f"<h1>{heading}</h1>" in answer.text
    for example in EXAMPLES:
        assert f'id="{example.anchor}"' in answer.text


@pytest.mark.django_db
def test_english_page_says_nothing_in_chinese_but_names(client: Client) -> None:
    text = client.get("/design/", headers={"accept-language": "en"}).text
    main = re.sub(r"<code>.*?</code>|<[^>]+>", "", text[text.index("<main") :], flags=re.DOTALL)
    assert set(CHINESE.findall(main.replace("货盘", ""))) <= {"十", "二"}


@pytest.mark.django_db
def test_page_asks_the_database_nothing(client: Client, django_assert_num_queries: object) -> None:
    client.get("/design/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/design/?scheme=dark").status_code == 200


@pytest.mark.django_db
def test_names_on_the_page_are_used_once(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/design/").text)
    assert sorted(ids) == sorted(set(ids))


def test_every_component_stands_on_the_page() -> None:
    shown = {tag for example in EXAMPLES for tag in re.findall(r"<c-([\w-]+)", example.source)}
    built = {path.stem.replace("_", "-") for path in COTTON.glob("*.html")}
    assert built - shown - SHOWN_INSIDE_ANOTHER == set()


def test_every_state_has_its_one_tone() -> None:
    kinds = {
        kind
        for model in apps.get_models()
        if model.__module__.startswith("huopan.domains.")
        if isinstance(kind := getattr(model, "State", None), type) and issubclass(kind, TextChoices)
    }
    toneless = {value for kind in kinds for value in kind.values if not tone_of(value) and value not in QUIET}
    assert len(kinds) > 8
    assert toneless == set()
    assert sum(len(states) for states in TONES.values()) == len(set().union(*TONES.values()))


def test_toast_takes_back_by_a_form() -> None:
    request = RequestFactory().get("/")
    undo = Undo("/cart/", (("sku", "7"),))
    html = render_to_string("components/design/toast.html", {"undo": undo}, request)
    assert '<form action="/cart/" method="post">' in html
    assert '<input type="hidden" name="sku" value="7">' in html
    assert 'role="status"' in html


def test_bars_rise_from_zero_to_the_ceiling() -> None:
    chart = charts.bar_chart(title="t", what="day", labels=["a", "b", "c"], series=("n", [0, 25, 50]))
    assert [bar.height for bar in chart.bars] == ["0.0", "80.0", "160.0"]
    assert [tick.shown for tick in chart.ticks] == ["50", "25", "0"]
    assert [row.shown for row in chart.rows] == [["0"], ["25"], ["50"]]


@pytest.mark.parametrize(("most", "top"), [(0, 1), (7, 8), (41, 50), (50, 50), (51, 80), (81, 100), (1001, 2000)])
def test_ceiling_reads_well(most: float, top: float) -> None:
    assert charts.ceiling(most) == top


def test_many_labels_are_thinned_and_keep_their_places() -> None:
    labels = charts.thinned([str(n) for n in range(30)])
    assert len(labels) == 30
    assert sum(bool(label.shown) for label in labels) <= charts.LABELS
    assert sum(bool(label.shown) and not label.is_seldom for label in labels) <= charts.ROOMY_LABELS


def test_empty_chart_is_a_flat_one() -> None:
    chart = charts.line_chart(title="t", what="day", labels=[], series=[("n", [])])
    assert chart.labels == []
    assert chart.ticks[0].shown == "1"
