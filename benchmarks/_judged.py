"""Judged texts from any file: (query, title, grade) with or without a head line, and corpora of titles."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks._figures import say

NAMES = {
    "query": ("query", "q", "question", "keyword", "search", "search_term", "查询", "问题", "搜索词"),
    "title": (
        "title", "text", "passage", "doc", "document", "product_title", "product_name", "name", "content", "body",
        "answer", "description", "标题", "商品", "文本",
    ),
    "grade": ("grade", "label", "relevance", "rel", "score", "rating", "esci_label", "gain", "judgment", "相关"),
    "id": ("id", "_id", "pid", "docid", "doc_id", "product_id", "passage_id", "title_id", "corpus-id", "corpus_id"),
}  # fmt: skip
WORDS = {
    "exact": 2, "partial": 1, "irrelevant": 0, "e": 3, "s": 2, "c": 1, "i": 0, "relevant": 1, "substitute": 2,
    "complement": 1, "true": 1, "false": 0, "yes": 1, "no": 0, "perfect": 3, "good": 2, "fair": 1, "bad": 0,
}  # fmt: skip
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """`titles`: the corpus; `grades`: for each query, the grade of titles by their place in it."""

    titles: list[str]
    grades: dict[str, dict[int, float]]

    def part(self, number: int, parts: int) -> Judged:
        """Every `parts`-th query, from the `number`-th."""
        return Judged(self.titles, dict(list(self.grades.items())[number::parts]))


def judged(file: Path, corpus: Path | None = None) -> Judged:
    """Read triples; with a corpus its titles too, whose ids the triples may name instead of titles."""
    by_id, titles = _corpus(corpus) if corpus else ({}, [])
    rows = _rows(file)
    columns, first = _columns(rows, ("query", "title", "grade"), by_id)
    places = {title: place for place, title in enumerate(titles)}
    grades: dict[str, dict[int, float]] = defaultdict(dict)
    for row in rows[first:]:
        if len(row) <= max(columns.values()):
            continue
        query, title = row[columns["query"]].strip(), row[columns["title"]].strip()
        grade = _grade(row[columns["grade"]]) if "grade" in columns else 1.0
        title = by_id.get(title, title)
        if query and title:
            place = places.setdefault(title, len(places))
            grades[query][place] = max(grade, grades[query].get(place, 0.0))
    useful = {query: found for query, found in grades.items() if any(grade > 0 for grade in found.values())}
    say(
        f"{len(useful)} queries with something to find among {len(places)} titles ({len(grades) - len(useful)} without)"
    )
    return Judged(list(places), useful)


def _corpus(path: Path) -> tuple[dict[str, str], list[str]]:
    rows = _rows(path)
    columns, first = _columns(rows, ("id", "title"))
    wide = [row for row in rows[first:] if len(row) > max(columns.values())]
    titles = list(dict.fromkeys(filter(None, (row[columns["title"]].strip() for row in wide))))
    by_id = {row[columns["id"]].strip(): row[columns["title"]].strip() for row in wide} if "id" in columns else {}
    return by_id, titles


def _rows(path: Path) -> list[list[str]]:
    """The file's cells, a head first if it has one; JSON objects have their keys for a head."""
    if not path.exists():
        raise SystemExit(f"There is no {path}.")
    kind = Path(path.name.removesuffix(".gz")).suffix.lower()
    with _opened(path) as lines:
        text = lines.read()
    if kind in {".jsonl", ".ndjson", ".json"}:
        is_list = text.lstrip().startswith("[") and text.rstrip().endswith("]") and kind == ".json"
        return _objects(iter(json.loads(text)) if is_list else map(json.loads, filter(str.strip, text.split("\n"))))
    if kind == ".txt" and "\t" not in text:
        return [[line] for line in text.split("\n") if line.strip()]
    separator = "\t" if kind == ".tsv" or "\t" in text.split("\n", 1)[0] else ","
    quoting = csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL
    before = csv.field_size_limit(sys.maxsize)  # a passage may be long; what else reads sheets here keeps its bound
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting) if row]
    finally:
        csv.field_size_limit(before)


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig")  # type: ignore[return-value]
    return path.open(encoding="utf-8-sig")


def _objects(objects: Iterator[object]) -> list[list[str]]:
    found = list(objects)
    if found and isinstance(found[0], list):
        return [[str(cell) for cell in row] for row in found if isinstance(row, list)]
    keys = list(dict.fromkeys(key for each in found if isinstance(each, dict) for key in each))
    return [keys, *([str(each.get(key, "")) for key in keys] for each in found if isinstance(each, dict))]


def _columns(rows: list[list[str]], wanted: tuple[str, ...], ids: Collection[str] = ()) -> tuple[dict[str, int], int]:
    """Which column is what, told on standard error, and the row the content begins with."""
    if not rows:
        raise SystemExit("The file is empty.")
    head = [cell.strip().lower() for cell in rows[0]]
    named = {name: next((head.index(each) for each in NAMES[name] if each in head), None) for name in wanted}
    if named.get("title") is not None and (named.get("query") is not None or "query" not in wanted):
        found, first = {name: place for name, place in named.items() if place is not None}, 1
    elif "query" in wanted:
        first = int(len(rows) > 1 and _looks_like_head(rows))
        found = _guessed(rows[first : first + LOOKED_AT], ids)
    else:
        found, first = ({"title": 0} if len(rows[0]) == 1 else {"id": 0, "title": 1}), 0
    say("columns: " + ", ".join(f"{name} = {place + 1}" for name, place in found.items()) + f"; {first} head line")
    return found, first


def _looks_like_head(rows: list[list[str]]) -> bool:
    """A first row without a number above rows that all have one in the same column."""
    numbers = [
        place for place in range(len(rows[0])) if all(_is_number(row[place]) for row in rows[1:50] if len(row) > place)
    ]
    return bool(numbers) and not any(_is_number(rows[0][place]) for place in numbers)


def _guessed(rows: list[list[str]], ids: Collection[str]) -> dict[str, int]:
    """The grade is the column of fewest different numbers, the query repeats itself, the title is the longest left."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    full = [row for row in rows if len(row) >= width]
    cells = [[row[place] for row in full] for place in range(width)]
    if width < 2:
        raise SystemExit("The file needs a query and a title in each line, parted by commas or tabs.")
    named = next((place for place in range(width) if all(cell.strip() in ids for cell in cells[place])), None)
    graded = [place for place in range(width) if place != named and all(map(_is_grade, cells[place]))]
    grade = min(graded, key=lambda place: len(set(cells[place])), default=None) if width > 2 else None
    texts = [place for place in range(width) if place != grade and not all(map(_is_number, cells[place]))]
    if len(texts) < 2:
        texts = [place for place in range(width) if place != grade]
    long: Callable[[int], float] = lambda place: sum(map(len, cells[place]))  # noqa: E731
    if named is not None:
        texts = [place for place in texts if place != named]
        return {"query": max(texts, key=long), "title": named, **({} if grade is None else {"grade": grade})}
    pair = sorted(texts, key=long)[-2:]
    query = min(pair, key=lambda place: (len(set(cells[place])), long(place)))
    found = {"query": query, "title": next(place for place in pair if place != query)}
    return found if grade is None else {**found, "grade": grade}


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _is_grade(cell: str) -> bool:
    return _is_number(cell) or cell.strip().lower() in WORDS


def _grade(cell: str) -> float:
    word = cell.strip().lower()
    return float(WORDS[word]) if word in WORDS else float(word or 0)
