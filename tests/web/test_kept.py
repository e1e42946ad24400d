"""Components that are drawn once: the same as cotton draws them, and never stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from huopan.infra.files.renditions import WIDTHS, rendition_name
from huopan.web.components.templatetags import kept

CHIP = '{% cotton chip :state="state" %}{{ word }}{% endcotton %}'
THUMB = '{% cotton thumb size="small" :image="image" alt="{{ word }}" / %}'


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    kept._drawn.clear()
    yield
    kept._drawn.clear()


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_a_second_look_costs_no_drawing() -> None:
    first = drawn(CHIP, state="published", word="on sale")
    assert drawn(CHIP, state="published", word="on sale") == first
    assert len(kept._drawn) == 1
    assert 'class="chip good"' in first


def test_other_words_and_states_are_drawn_anew() -> None:
    chips = {drawn(CHIP, state=state, word=word) for state in ("published", "draft") for word in ("a", "b")}
    assert len(chips) == len(kept._drawn) == 4


def test_what_is_escaped_stays_so_beside_what_is_not() -> None:
    said = "<b>"
    assert "<b>" in drawn(CHIP, state="draft", word=mark_safe(said))
    assert "&lt;b&gt;" in drawn(CHIP, state="draft", word=said)


def test_words_follow_the_reader() -> None:
    with override("en"):
        english = drawn(CHIP, state="draft", word=gettext_lazy("Menu"))
    with override("zh-hans"):
        chinese = drawn(CHIP, state="draft", word=gettext_lazy("Menu"))
    assert english != chinese


def test_a_picture_whose_copies_are_made_later_is_drawn_anew(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("pictures/cup.jpg", ContentFile(b"cup"))
    assert "srcset" not in drawn(THUMB, image=name, word="")
    for width in WIDTHS:
        default_storage.save(rendition_name(name, width), ContentFile(b"smaller"))
    assert "srcset" in drawn(THUMB, image=name, word="")


def test_what_is_written_out_is_drawn_once_by_what_is_written() -> None:
    box = drawn('{% cotton icon name="box" / %}')
    assert drawn('{% cotton icon name="box" / %}') == box
    assert drawn('{% cotton icon name="bell" / %}') == box.replace("#box", "#bell") != box
    assert len(kept._drawn) == 2


def test_what_is_no_plain_value_is_left_to_cotton() -> None:
    assert 'class="chip' in drawn('{% cotton chip :state="state" / %}', state=["draft"])
    assert kept._drawn == {}
