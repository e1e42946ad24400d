"""How well words find titles: the whole search beside plain BM25 of the same engine, on any judged file.

    make bench NAME=relevance                      the repository's own judged sets, each half and held-out half
    make bench NAME=relevance FILE=… [CORPUS=…]    (query, title, grade) triples: csv, tsv or jsonl, also .gz

The head line and the columns are guessed and told. Without CORPUS the titles of the triples are the corpus; its
titles may be numbered by an id that the triples name. "The whole search" is the site's own: queries.asking and
queries.reaching over the embedded index. "Plain BM25" is tantivy's with its default analysis (lower case, parted at
signs that are no letters); since that would make one word of a whole Chinese sentence, Chinese runs are parted into
words by rjieba first, as most systems do.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks._figures import percentile, publish, say
from benchmarks._judged import Judged, judged
from benchmarks._measuring import RECALLED, Run, measured

OWN = {"zh": Path(__file__).parent / "judged/zh.tsv", "en": Path(__file__).parent / "judged/en.tsv"}
AT_A_TIME = 2_000
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


def main() -> None:
    _start()
    file, corpus = os.environ.get("FILE"), os.environ.get("CORPUS")
    if file:
        publish(_figures(judged(Path(file), Path(corpus) if corpus else None)))
        return
    figures: dict[str, Any] = {}
    for language, path in OWN.items():
        whole = judged(path, path.with_name(f"{language}_titles.txt"))
        with tempfile.TemporaryDirectory() as folder:
            runs = _indexed(whole, Path(folder))
            for suffix, set_ in (("", whole), ("_tuned", whole.part(0, 2)), ("_held_out", whole.part(1, 2))):
                figures |= {f"{key}_{language}{suffix}": value for key, value in _compared(set_, *runs).items()}
    publish(figures)


def _start() -> None:
    from huopan.ops.starting import start

    start()


def _figures(set_: Judged) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        whole, plain = _indexed(set_, Path(folder))
        return _compared(set_, whole, plain)


def _compared(set_: Judged, whole: Run, plain: Run) -> dict[str, Any]:
    figures: dict[str, Any] = {"queries": len(set_.grades), "titles": len(set_.titles)}
    took: list[float] = []

    def timed(query: str) -> Any:
        began = time.process_time()
        found = whole(query)
        took.append(1000 * (time.process_time() - began))
        return found

    figures |= measured(set_, timed)
    figures |= {f"{key}_bm25": value for key, value in measured(set_, plain).items()}
    return figures | {
        "query_cpu_ms": round(percentile(took, 0.5), 3),
        "query_p95_cpu_ms": round(percentile(took, 0.95), 3),
    }


def _indexed(set_: Judged, folder: Path) -> tuple[Run, Run]:
    began = time.process_time()
    whole = _whole(set_.titles, folder)
    say(f"{len(set_.titles)} titles indexed in {time.process_time() - began:.1f} s of CPU")
    return whole, _plain(set_.titles)


def _whole(titles: list[str], folder: Path) -> Run:
    from huopan.domains.search import ports
    from huopan.domains.search.queries.asking import question
    from huopan.domains.search.queries.reaching import reached
    from huopan.domains.search.rules import Filters
    from huopan.integrations.search.embedded import EmbeddedIndex

    index = EmbeddedIndex(folder)
    index.rebuild(_entries(titles), followed=0, progress=lambda _: None)
    ports.connect(index)

    def run(query: str) -> list[int]:
        asked = question(query, Filters(), sort="relevance", offset=0, limit=RECALLED)
        return reached(asked).hits.offer_ids if asked.wanted else []

    return run


def _entries(titles: list[str]) -> Iterator[Any]:
    from huopan.domains.search.ports import Entry
    from huopan.engines.language import terms

    for start in range(0, len(titles), AT_A_TIME):
        yield (
            "offers",
            [
                Entry(place, 1, tuple(terms(title)), (), (), (), "", 1, 1, True)
                for place, title in enumerate(titles[start : start + AT_A_TIME], start)
            ],
        )


def _plain(titles: list[str]) -> Run:
    from tantivy import Document, Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

    default = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40)).filter(Filter.lowercase()).build()
    builder = SchemaBuilder()
    builder.add_text_field("title", index_option="freq")
    builder.add_integer_field("place", fast=True)
    schema = builder.build()
    index = Index(schema)
    writer = index.writer(64_000_000, 1)
    for place, title in enumerate(titles):
        writer.add_document(Document.from_dict({"title": _parted(title), "place": place}, schema))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def run(query: str) -> list[int]:
        words = dict.fromkeys(default.analyze(_parted(query)))
        either = [(Occur.Should, Query.term_query(schema, "title", word, index_option="freq")) for word in words]
        hits = searcher.search(Query.boolean_query(either), RECALLED, count=False).hits if either else []
        return [int(place) for place in searcher.fast_field_values("place", [address for _, address in hits])]

    return run


def _parted(text: str) -> str:
    """Chinese runs as words with blanks between; the rest as it is."""
    return HAN.sub(lambda run: " " + " ".join(_dictionary().cut(run.group())) + " ", text)


@cache
def _dictionary() -> Any:
    """As it comes, without the words of the trade that the search knows."""
    import rjieba

    return rjieba.Jieba()


if __name__ == "__main__":
    main()
