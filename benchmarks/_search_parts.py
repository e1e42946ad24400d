"""The parts of the search benchmark that need Django, each in a process of its own."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import django
import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks import _typed  # noqa: E402
from benchmarks._figures import percentile, say  # noqa: E402
from benchmarks.search import (  # noqa: E402
    QUESTIONS,
    SECONDS,
    UPDATES_A_SECOND,
    WARM_UP,
    _said,
    _timed,
    questions,
)
from huopan.api.search.shapes import Wanted, WantedFactory  # noqa: E402
from huopan.domains.catalog.events import OfferChanged  # noqa: E402
from huopan.domains.catalog.models import Offer  # noqa: E402
from huopan.domains.search.models import Lesson  # noqa: E402
from huopan.domains.search.ports import Asked, SearchIndex, connect  # noqa: E402
from huopan.domains.search.queries import everything  # noqa: E402
from huopan.domains.search.queries.asking import factory_question, question  # noqa: E402
from huopan.domains.search.queries.lessons import suggester  # noqa: E402
from huopan.domains.search.queries.reaching import reached  # noqa: E402
from huopan.domains.search.rules import Filters  # noqa: E402
from huopan.engines.language import sounds  # noqa: E402
from huopan.engines.language.understanding import understood  # noqa: E402
from huopan.infra.outbox.announcing import announce  # noqa: E402
from huopan.infra.remembering import settle  # noqa: E402
from huopan.integrations.search.embedded import EmbeddedIndex  # noqa: E402
from huopan.kernel.actor import SYSTEM  # noqa: E402
from huopan.ops.crew import Member, keep_alive  # noqa: E402
from huopan.ops.warming import warm_search  # noqa: E402
from huopan.ops.working import keep_index, relay_events  # noqa: E402
from tests.integrations.search import cluster as nodes  # noqa: E402

KINDS = ("one_term", "three_terms", "chinese", "facets", "filtered_facets", "factories")
NAMES = {"one_term": "engine", "filtered_facets": "engine_facets", "facets": "engine_all_facets"}
AT_ONCE = 10
WINDOW = 100
HOSTILE = 6_000


def phrases() -> dict[str, Any]:
    """What `search.learn` would have learnt of a log, so that there is something to suggest."""
    Lesson.objects.update_or_create(
        name="phrases", defaults={"content": _typed.phrases(), "learnt_at": datetime.now(UTC)}
    )
    return {}


def engine() -> dict[str, Any]:
    sounds.syllables(_typed.SPOKEN)
    understood(_typed.SPOKEN)  # dictionaries of the language, not of the index
    before = psutil.Process().memory_info().rss
    index = embedded()
    connect(index)
    warm_search()
    settle()  # as every server process does
    figures = asked_of(index, "engine")
    figures["heap_mb"] = round((psutil.Process().memory_info().rss - before) / 1e6, 1)
    return figures | _suggested() | _fuzzed(index)


def _suggested() -> dict[str, Any]:
    known = suggester(at=datetime.now(UTC))
    texts = list(_typed.typed(QUESTIONS))
    found: list[int] = []
    times, cpu = _timed(texts, lambda text: found.append(len(known.suggest(text))), time.process_time)
    said = _said("engine_suggestion", times, cpu, QUESTIONS)
    return said | {"engine_suggestion_found_mean": round(sum(found) / len(found), 1), "phrases": len(known)}


def _fuzzed(index: SearchIndex) -> dict[str, Any]:
    """Processor time, for on a shared machine the clock says how busy others are."""
    known, times = suggester(at=datetime.now(UTC)), []
    for text in _typed.hostile(WARM_UP + HOSTILE):  # the first ones load dictionaries
        began = time.thread_time()
        asked = question(text, Filters(), sort="relevance", offset=0, limit=WINDOW)
        reach = reached(asked)
        index.facets(replace(asked, least=reach.least), found=reach.hits.total)
        known.suggest(text)
        known.meant(text)
        known.like(text)
        times.append((time.thread_time() - began) * 1000)
    times = times[WARM_UP:]
    return {
        "fuzz_strings": HOSTILE,
        "fuzz_p50_ms": round(percentile(times, 0.5), 2),
        "fuzz_p99_ms": round(percentile(times, 0.99), 2),
        "fuzz_worst_ms": round(max(times), 2),
    }


def embedded() -> EmbeddedIndex:
    return EmbeddedIndex(settings.HUOPAN.search_dir or settings.DATA_DIR / "search")


def asked_of(index: SearchIndex, prefix: str, cpu_seconds: Callable[[], float] = time.process_time) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for kind in KINDS:
        wanted = list(questions(kind, QUESTIONS))
        answers: list[int] = []
        times, cpu = _timed(wanted, _asker(index, kind, answers), cpu_seconds)
        name = NAMES.get(kind, f"engine_{kind}").replace("engine", prefix, 1)
        figures |= _said(name, times, cpu, QUESTIONS) | {f"{name}_found_mean": round(sum(answers) / len(answers))}
    return figures


def _asker(index: SearchIndex, kind: str, answers: list[int]) -> Callable[[dict[str, Any]], None]:
    def offers(each: dict[str, Any]) -> None:
        wanted = Wanted.model_validate(each)
        asked = question(wanted.q, wanted.filters(), sort="relevance", offset=0, limit=WINDOW)
        answers.append(index.find(asked).total)
        if wanted.facets:
            index.facets(asked, found=answers[-1])

    def factories(each: dict[str, Any]) -> None:
        wanted = WantedFactory.model_validate(each)
        asked = factory_question(wanted.q, wanted.filters(), sort=wanted.sort, offset=0, limit=20)
        answers.append(index.find_factories(asked).total)

    return factories if kind == "factories" else offers


def freshness() -> dict[str, Any]:
    """Change prices at a steady rate; every tenth change is looked for until it is found."""
    worker = psutil.Popen([sys.executable, "-m", "benchmarks._search_parts", "crew"], stdout=subprocess.DEVNULL)
    try:
        _until_caught_up()
        changer = _Changer()
        cpu = _crew_seconds(worker)
        changer.start()
        delays = _watched(changer)
        changer.join()
        spent = _crew_seconds(worker) - cpu
    finally:
        worker.terminate()
        worker.wait(20)
    return {
        "visible_p50_ms": round(percentile(delays, 0.5) * 1000),
        "visible_p95_ms": round(percentile(delays, 0.95) * 1000),
        "visible_max_ms": round(max(delays) * 1000),
        "updates_per_s": round(changer.changed / changer.took, 1),
        "update_cpu_ms": round(spent / changer.changed * 1000, 2),
    }


def crew() -> dict[str, Any]:
    """The two of the worker's processes that changes pass through; its timetable would check all rows meanwhile."""
    keep_alive([Member("relay", relay_events), Member("index", keep_index)])
    return {}


def _until_caught_up() -> None:
    """One change that is seen: the worker has started and taken up the index."""
    changer = _Changer(count=1)
    changer.start()
    changer.join()
    _watched(changer)
    time.sleep(2)


class _Changer(threading.Thread):
    """Gives offers new prices, each with its event in one transaction of ten."""

    def __init__(self, count: int = UPDATES_A_SECOND * SECONDS) -> None:
        super().__init__()
        self.count, self.changed, self.took = count, 0, 0.0
        self.tracked: list[tuple[int, int, float]] = []
        self._chance = random.Random(time.time_ns())
        self._offers = Offer.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def run(self) -> None:
        began = time.monotonic()
        while self.changed < self.count:
            price = 20_000_000_000 + self._chance.randrange(10**9)
            chosen = [self._chance.randrange(self._offers) + 1 for _ in range(min(AT_ONCE, self.count))]
            self._change(chosen, price)
            self.tracked.append((chosen[0], price, time.monotonic()))
            self.changed += len(chosen)
            time.sleep(max(0.0, began + self.changed / UPDATES_A_SECOND - time.monotonic()))
        self.took = time.monotonic() - began
        connection.close()

    def _change(self, chosen: list[int], price: int) -> None:
        at = datetime.now(UTC)
        with transaction.atomic():
            marks = ", ".join(["%s"] * len(chosen))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE catalog_pricetier SET unit_price_hao = %s WHERE offer_id IN ({marks})", [price, *chosen]
                )
            announce(*(OfferChanged(at=at, offer_id=each, supplier_id=1) for each in chosen), by=SYSTEM)


def _watched(changer: _Changer) -> list[float]:
    index, delays, seen = embedded(), [], 0
    deadline = time.monotonic() + SECONDS + 60
    while (changer.is_alive() or seen < len(changer.tracked)) and time.monotonic() < deadline:
        if seen < len(changer.tracked):
            _, price, since = changer.tracked[seen]
            if index.find(Asked(min_price_hao=price, max_price_hao=price, sort="newest", limit=1)).total:
                delays.append(time.monotonic() - since)
                seen += 1
                continue
        time.sleep(0.01)
    if seen < len(changer.tracked):
        raise TimeoutError(f"{len(changer.tracked) - seen} changes were never seen")
    return delays


def _crew_seconds(worker: psutil.Popen) -> float:
    return sum(sum(each.cpu_times()[:2]) for each in [worker, *worker.children(recursive=True)])


def cluster() -> dict[str, Any]:
    """The same questions to two shards, each node a process of its own with a head over both."""
    if not nodes.is_installed():
        say("no searchd here: the cluster is left out")
        return {}
    with nodes.running(settings.DATA_DIR / "cluster") as running:
        index = running.index()
        began = time.perf_counter()
        index.rebuild(everything(), followed=0, progress=lambda _: None)
        figures: dict[str, Any] = {"cluster_build_s": round(time.perf_counter() - began, 1)}
        figures |= asked_of(index, "cluster", lambda: time.process_time() + _seconds_of(running.pids()))
        figures["cluster_rss_mb"] = round(sum(psutil.Process(pid).memory_info().rss for pid in running.pids()) / 1e6, 1)
        running.kill(1)
        hits = index.find(Asked(limit=1))
        return figures | {"cluster_found_without_a_node": hits.total, "cluster_missing_said": hits.missing}


def _seconds_of(pids: list[int]) -> float:
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


if __name__ == "__main__":
    print(
        json.dumps(
            {"phrases": phrases, "engine": engine, "freshness": freshness, "crew": crew, "cluster": cluster}[
                sys.argv[1]
            ]()
        )
    )
