"""Every page of the tour is valid HTML whose parts know each other, and speaks one language."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html5lib.constants import E as SAYS

from tests.e2e.touring import Page, Tour

CONTROLS = {"input", "select", "textarea", "button", "output", "meter", "progress"}
NAMED_BY = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget")
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description")
UNSPOKEN = {"script", "style", "code", "kbd", "samp", "pre"}
HAN = re.compile(r"[\u3400-\u9fff]+")
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")  # how JSON columns keep Han
TEMPLATE = re.compile(r"<template\b.*?</template>", re.DOTALL)  # html5lib is older than the element
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+")
WORD = re.compile(r"[A-Z][a-z-]{2,}")
NAMES = {"Huopan", "English", "Excel"}  # so written in Chinese too


def parsed(page: Page) -> tuple[Element, list[str]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(TEMPLATE.sub("", page.html))
    return tree, [f"line {at[0]}: {SAYS[code] % values}" for at, code, values in parser.errors]


def elements(tree: Element) -> Iterator[Element]:
    return (each for each in tree.iter() if isinstance(each.tag, str))


def test_pages_are_valid(tour: Tour) -> None:
    faults = [f"{page.name}: {error}" for page in tour.pages for error in parsed(page)[1]]
    assert faults == [], "\n".join(faults)


def test_ids_are_single_and_what_names_them_finds_them(tour: Tour) -> None:
    faults = []
    for page in tour.pages:
        tree = parsed(page)[0]
        ids = Counter(each.attrib["id"] for each in elements(tree) if "id" in each.attrib)
        faults += [f"{page.name}: #{name} ×{times}" for name, times in ids.items() if times > 1]
        for each in elements(tree):
            wanted = " ".join(each.attrib.get(name, "") for name in NAMED_BY).split()
            faults += [f"{page.name}: <{each.tag}> names #{name}, not there" for name in set(wanted) - set(ids)]
    assert faults == [], "\n".join(faults)


def test_labels_have_controls_and_pictures_have_sizes(tour: Tour) -> None:
    faults = []
    for page in tour.pages:
        for each in elements(parsed(page)[0]):
            if each.tag == "label" and "for" not in each.attrib and not CONTROLS & {part.tag for part in each.iter()}:
                faults.append(f"{page.name}: label of nothing: {''.join(each.itertext()).strip()[:60]}")
            if each.tag == "img" and {"alt", "width", "height"} - set(each.attrib):
                faults.append(f"{page.name}: {each.attrib}")
    assert faults == [], "\n".join(faults)


def spoken(each: Element, *, is_foreign: bool = False) -> Iterator[str]:
    """Every text of the page but what is marked with a language of its own, or not to be translated."""
    is_marked = each.get("translate") == "no" or ("lang" in each.attrib and each.tag != "html")
    foreign = is_foreign or is_marked or each.tag in UNSPOKEN
    if not foreign:
        yield from (each.attrib[name] for name in SPOKEN if name in each.attrib)
        yield each.text or ""
    for part in each:
        if isinstance(part.tag, str):
            yield from spoken(part, is_foreign=foreign)
        if not foreign:
            yield part.tail or ""


@pytest.fixture(scope="session")
def stored(tour: Tour) -> str:
    """Everything people wrote into this market: names, titles, addresses, notes."""
    with sqlite3.connect(tour.folder / "huopan.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (row for table in tables for row in database.execute(f'SELECT * FROM "{table}"'))
        text = "\n".join(value for row in rows for value in row if isinstance(value, str))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize(("language", "other"), [("en", HAN), ("zh-hans", ENGLISH)])
def test_no_sentence_is_left_in_the_other_language(tour: Tour, stored: str, language: str, other: Any) -> None:
    faults = set()
    for page in (each for each in tour.pages if each.language == language):
        for text in spoken(parsed(page)[0]):
            shown = " ".join(text.split())
            faults |= {f"{page.name}: {part} in “{shown[:90]}”" for part in other.findall(shown) if part not in stored}
            if language == "zh-hans" and WORD.fullmatch(shown) and shown not in NAMES:
                faults.add(f"{page.name}: the word {shown}")
    assert faults == set(), "\n".join(sorted(faults))
