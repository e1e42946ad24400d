"""Both languages are complete: every sentence in the source has its Chinese, and the compiled files are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.messages import compiled, homes, missing, po_of, sentences, translated
from tests.house.source import PACKAGE, templates

CHINESE = re.compile(r"[一-鿿]")
ALLOWED_CHINESE = {"货盘", "简体中文", "中文"}


@pytest.mark.parametrize("home", homes(), ids=lambda home: home.name)
def test_every_sentence_has_its_chinese(home: Path) -> None:
    known = translated(home)
    absent = [str(m.id) for m in sentences(home) if m.id and known.get(m.id, m.context) is None]
    assert absent == [], "run `make messages`"
    assert missing(known) == []


@pytest.mark.parametrize("home", homes(), ids=lambda home: home.name)
def test_compiled_catalogue_is_fresh(home: Path) -> None:
    if not len(sentences(home)):
        return
    assert po_of(home).with_suffix(".mo").read_bytes() == compiled(translated(home)), "run `make messages`"


@pytest.mark.parametrize("home", homes(), ids=lambda home: home.name)
def test_translations_keep_the_placeholders(home: Path) -> None:
    holes = re.compile(r"\{(\w+)[^}]*\}|%\((\w+)\)s")
    broken = [
        message.id
        for message in translated(home)
        if message.id
        if (one := message.id if isinstance(message.id, str) else message.id[-1])
        if (text := message.string if isinstance(message.string, str) else message.string[0])
        if {max(h) for h in holes.findall(one)} != {max(h) for h in holes.findall(text)}
    ]
    assert broken == []


def test_templates_say_nothing_untranslated_in_chinese() -> None:
    bare = [
        f"{path.relative_to(PACKAGE)}: {found}"
        for path in templates()
        for found in CHINESE.findall(re.sub("|".join(ALLOWED_CHINESE), "", path.read_text()))
    ]
    assert bare == []


def test_a_sentence_means_the_same_in_every_app() -> None:
    """Django merges the catalogues: of two translations one is shown in both apps. What differs takes a context."""
    said: dict[object, dict[object, list[str]]] = {}
    for home in homes():
        for message in translated(home):
            if message.id and message.string and any(message.string):
                text = message.string if isinstance(message.string, str) else message.string[0]
                said.setdefault((message.context, message.id), {}).setdefault(text, []).append(home.name)
    assert {sentence: texts for sentence, texts in said.items() if len(texts) > 1} == {}
