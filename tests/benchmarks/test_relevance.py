"""The relevance benchmark: it reads what judged files look like, counts right, and its own sets follow their rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import judging, relevance
from benchmarks._judged import judged
from benchmarks._measuring import discounted_gain, measured, recall, reciprocal_rank

ROWS = [
    ("red mug", "Red mug", "2"),
    ("red mug", "Red cup", "1"),
    ("red mug", "Blue hat", "0"),
    ("hat, blue", "Blue hat", "1"),
]


def written(path: Path, separator: str, head: str = "", order: tuple[int, ...] = (0, 1, 2)) -> Path:
    quoted = [[f'"{cell}"' if separator == "," else cell for cell in row] for row in ROWS]
    lines = [separator.join(row[place] for place in order) for row in quoted]
    path.write_text("\n".join([*([head] if head else []), *lines]) + "\n")
    return path


@pytest.mark.parametrize(
    ("name", "separator", "head", "order"),
    [
        ("a.csv", ",", "", (0, 1, 2)),
        ("a.tsv", "\t", "", (0, 1, 2)),
        ("b.tsv", "\t", "query\tproduct_title\tlabel", (0, 1, 2)),
        ("c.csv", ",", "score,title,q", (2, 1, 0)),
        ("d.csv", ",", "alpha,beta,gamma", (0, 1, 2)),
    ],
)
def test_any_usual_file_is_read(tmp_path: Path, name: str, separator: str, head: str, order: tuple[int, ...]) -> None:
    set_ = judged(written(tmp_path / name, separator, head, order))
    assert set_.titles == ["Red mug", "Red cup", "Blue hat"]
    assert set_.grades == {"red mug": {0: 2.0, 1: 1.0, 2: 0.0}, "hat, blue": {2: 1.0}}


def test_json_lines_and_worded_grades_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"query": "mug", "text": "Red mug", "label": "Exact"}\n{"query": "mug", "text": "Hat", "label": "No"}\n'
    )
    assert judged(path).grades == {"mug": {0: 2.0, 1: 0.0}}
    (tmp_path / "a.json").write_text("[" + path.read_text().strip().replace("\n", ",\n") + "]")
    assert judged(tmp_path / "a.json").grades == {"mug": {0: 2.0, 1: 0.0}}


def test_a_corpus_adds_titles_and_names_them(tmp_path: Path) -> None:
    (tmp_path / "corpus.tsv").write_text("7\tRed mug\n8\tBlue hat\n9\tOld shoe\n")
    (tmp_path / "a.tsv").write_text("mug\t7\t1\n")
    set_ = judged(tmp_path / "a.tsv", tmp_path / "corpus.tsv")
    assert set_.titles == ["Red mug", "Blue hat", "Old shoe"]
    assert set_.grades == {"mug": {0: 1.0}}


def test_a_missing_and_an_empty_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is no"):
        judged(tmp_path / "no.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(SystemExit, match="empty"):
        judged(tmp_path / "empty.csv")


def test_measures_are_those_of_the_textbook() -> None:
    grades = {1: 3.0, 2: 1.0, 3: 0.0}
    assert reciprocal_rank([9, 3, 2], grades) == pytest.approx(1 / 3)
    assert discounted_gain([1, 2], grades) == 1
    assert discounted_gain([2, 1], grades) == pytest.approx((1 + 7 / 1.5849625) / (7 + 1 / 1.5849625))
    assert recall([1], grades) == 0.5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_judged_sets_follow_their_rules(language: str) -> None:
    queries = judging.queries_zh() if language == "zh" else judging.queries_en()
    shelf = judging.titles(language)
    assert (judging.FOLDER / f"{language}.tsv").read_text() == "".join(judging.lines(queries, shelf))
    assert (judging.FOLDER / f"{language}_titles.txt").read_text().splitlines() == [title.text for title in shelf]


def test_there_are_two_hundred_chinese_queries() -> None:
    assert len(judged(relevance.OWN["zh"]).grades) == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_search_beats_plain_bm25_on_the_half_held_out(language: str, tmp_path: Path) -> None:
    path = relevance.OWN[language]
    held_out = judged(path, path.with_name(f"{language}_titles.txt")).part(1, 2)
    whole, plain = (measured(held_out, run) for run in relevance._indexed(held_out, tmp_path))
    assert all(whole[name] > plain[name] for name in plain)
    assert whole["ndcg10"] > max(0.9, plain["ndcg10"] + 0.1)
