"""What searching costs among 100,000 and among a million generated offers.

    make bench NAME=search            both
    make bench NAME=search N=100000   one; CLUSTER=0 without the two shards

Offers lie in SQLite and in the index that `huopan reindex` builds of them. Through the engine: one process reads the
index, 600 questions of each kind drawn by Zipf's law, processor time of that process. Through HTTP: `huopan serve` with
one server process answers the API's JSON over a kept connection, processor time of all its processes. Freshness:
the worker's relay and index keeper follow 200 changes of prices a second while another process looks for them.
`suggestion`: beginnings of 20,000 phrases, Chinese, pinyin, initials and English. `fuzz_…`: 6,000 hostile strings, each
understood, searched with all facets and looked up among phrases, in processor time of the thread that does it.
`…_found_mean`: how many offers a question of that kind finds; its cost grows with it. Where `searchd` is installed,
the same questions to two shards, each node a process with a head over both. Seeded.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from benchmarks import _offers, _typed
from benchmarks._figures import percentile, publish, say
from benchmarks._site import Site, site, start

SIZES = (100_000, 1_000_000)
QUESTIONS, WARM_UP = 600, 60
HTTP_QUESTIONS = 300
ASKED_WORDS = 2_000
UPDATES_A_SECOND, SECONDS = 200, 15
HTTP_NAMES = {"one_term": "http", "filtered_facets": "http_facets", "facets": "http_all_facets"}
PATHS = {
    "one_term": "offers",
    "three_terms": "offers",
    "facets": "offers",
    "filtered_facets": "offers",
    "factories": "factories",
    "suggestion": "suggestions",
}
TARGETS = {
    "engine_cpu_ms": 1.5,
    "engine_facets_cpu_ms": 6.0,
    "http_facets_cpu_ms": 10.0,
    "rss_mb": 400.0,
    "visible_p95_ms": 1000.0,
    "fuzz_worst_ms": 50.0,
}


def main() -> None:
    asked = os.environ.get("N", "")
    sizes = [int(asked)] if asked else list(SIZES)
    figures: dict[str, Any] = {}
    for size in sizes:
        found = measured(size)
        figures |= {f"{name}_{size}": value for name, value in found.items()} if size != sizes[-1] else found
    missed = [name for name, most in TARGETS.items() if figures.get(name, 0) > most]
    publish({"offers": sizes[-1], **figures, "missed": missed})


def measured(size: int) -> dict[str, Any]:
    with site("") as here:
        data = Path(here.env["HUOPAN_DATA_DIR"])
        say(f"{size:,} offers: writing the database")
        _offers.fill(data / "huopan.sqlite3", size)
        figures = _built(here, data)
        _child(here, "phrases")
        say("asking the engine")
        figures |= _child(here, "engine")
        # Some kernels do not count mapped files as resident: here every page of the index counts.
        figures["rss_mb"] = round(figures["heap_mb"] + figures["index_mb"], 1)
        say("asking through HTTP")
        figures |= _through_http(here)
        say("following changes")
        figures |= _child(here, "freshness")
        if os.environ.get("CLUSTER", "1") == "1":
            say("asking two shards")
            figures |= _child(here, "cluster")
    return figures


def _built(here: Site, data: Path) -> dict[str, Any]:
    say("building the index")
    began = time.perf_counter()
    process = psutil.Popen([sys.executable, "-m", "huopan", "reindex"], env=here.env, stdout=subprocess.DEVNULL)
    cpu = 0.0
    while process.poll() is None:
        cpu = max(cpu, sum(process.cpu_times()[:2]))
        time.sleep(0.2)
    size = sum(path.stat().st_size for path in (data / "search").rglob("*") if path.is_file())
    return {
        "build_s": round(time.perf_counter() - began, 1),
        "build_cpu_s": round(cpu, 1),
        "index_mb": round(size / 1e6, 1),
    }


def _child(here: Site, part: str) -> dict[str, Any]:
    """One part in a process of its own, in the site's environment."""
    command = [sys.executable, "-m", "benchmarks._search_parts", part]
    answer = subprocess.run(command, env=here.env | {"HUOPAN_LOG_LEVEL": "ERROR"}, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def questions(kind: str, count: int, seed: int = _offers.SEED) -> Iterator[dict[str, Any]]:
    """As the API's parameters, of the two thousand most frequent words. Filters: category, price, what is in stock."""
    words, chance = _offers.Words(), random.Random(f"{seed} {kind}")
    for _ in range(count):
        english = words.some(words.english[:ASKED_WORDS], chance, 3)
        if kind == "one_term":
            yield {"q": english[0]}
        elif kind == "three_terms":
            yield {"q": " ".join(english)}
        elif kind == "chinese":
            yield {"q": words.some(words.chinese[:ASKED_WORDS], chance, 1)[0]}
        elif kind == "facets":
            yield {"q": english[0], "facets": "true"}
        elif kind == "filtered_facets":
            low = chance.choice((10_000, 50_000, 100_000))
            category = f"root-{chance.randrange(_offers.CATEGORIES // 5)}"
            filters = {"category": category, "min_price_hao": low, "max_price_hao": low * 20}
            yield {"q": english[0], **filters, "in_stock": "true", "facets": "true"}
        elif kind == "factories":
            yield {"belt": f"belt-{chance.randrange(_offers.BELTS)}", "min_free_hours": 40, "sort": "free_down"}


def asked_of_api(kind: str, count: int) -> Iterator[dict[str, Any]]:
    return ({"q": text} for text in _typed.typed(count)) if kind == "suggestion" else questions(kind, count)


def _through_http(here: Site) -> dict[str, Any]:
    start(here, servers=1, with_worker=False, with_sandbox=False)
    address = urllib.parse.urlsplit(here.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    figures: dict[str, Any] = {}
    for kind, path in PATHS.items():
        asked = [f"/api/v1/search/{path}?{urllib.parse.urlencode(each)}" for each in asked_of_api(kind, HTTP_QUESTIONS)]
        times, cpu = _timed(asked, lambda each: _get(connection, each), here.cpu_seconds)
        name = HTTP_NAMES.get(kind, f"http_{kind}")
        figures |= _said(name, times, cpu, HTTP_QUESTIONS)
    figures["server_rss_mb"] = round(_rss(here.servers[0]) / 1e6, 1)
    connection.close()
    here.stop()
    return figures


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")


def _timed(asked: list[Any], ask: Callable[[Any], None], cpu_seconds: Callable[[], float]) -> tuple[list[float], float]:
    for each in asked[:WARM_UP]:
        ask(each)
    times, cpu = [], cpu_seconds()
    for each in asked:
        began = time.perf_counter()
        ask(each)
        times.append((time.perf_counter() - began) * 1000)
    return times, cpu_seconds() - cpu


def _said(name: str, times: list[float], cpu: float, count: int) -> dict[str, Any]:
    return {
        f"{name}_cpu_ms": round(cpu / count * 1000, 2),
        f"{name}_p50_ms": round(percentile(times, 0.5), 2),
        f"{name}_p95_ms": round(percentile(times, 0.95), 2),
        f"{name}_p99_ms": round(percentile(times, 0.99), 2),
    }


def _rss(process: psutil.Process) -> int:
    return max(each.memory_info().rss for each in [process, *process.children(recursive=True)])


if __name__ == "__main__":
    main()
