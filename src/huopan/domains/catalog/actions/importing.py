"""Sheets of offers brought in: judged as a whole, written in pieces that survive a kill, the same file once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q

from huopan.domains.catalog.actions.choosing import AFRESH, FirstRows, asking, chosen_heading
from huopan.domains.catalog.actions.judging import Judged, Progress, judged, silent
from huopan.domains.catalog.actions.offering import must_sell
from huopan.domains.catalog.actions.publishing import publish_offers
from huopan.domains.catalog.actions.writing import Written, write_offers
from huopan.domains.catalog.models import ImportRun, ImportRunQuerySet
from huopan.domains.catalog.queries.categories import CategoryNode
from huopan.domains.catalog.rules.sheets import Fault, Reading
from huopan.infra import clock
from huopan.infra.crashing import crash_point
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusalsError, RefusedError, said

Mode, State = ImportRun.Mode, ImportRun.State
OFFERS_AT_ONCE = 250
FAULTS_KEPT = 5_000
LONGEST_VALUE = 100
GIVEN_UP_AFTER = timedelta(minutes=2)


class ImportTakenError(RefusedError):
    sentence = said("This file is being brought in by somebody else just now, or was stopped; look at its page.")


def start_import(
    *,
    file: BinaryIO,
    name: str,
    mode: str,
    publish: bool = False,
    first: FirstRows | None = None,
    by: Actor,
    at: datetime,
) -> ImportRun:
    """Keep the file and note the run, which `run_import` or the worker then does. The same bytes in the same mode are
    the same run: one that is done stays done, any other is judged afresh. With its `first` rows it waits until
    somebody confirms which column is what."""
    by.must("stock.write")
    must_sell(by)
    file_hash = _hash(file)
    asked: dict[str, Any] = {"state": State.WAITING} if first is None else asking(first, supplier_id=by.party_id)
    known = ImportRun.objects.filter(supplier_id=by.party_id, file_hash=file_hash, mode=mode)
    if run := known.first():
        known.exclude(state__in=(State.DONE, State.WRITING)).update(
            **(dict(AFRESH) | asked), is_publishing=publish, touched_at=at
        )
        run.refresh_from_db()
        return run
    return ImportRun.objects.create(
        supplier_id=by.party_id,
        requested_by_id=by.person_id,
        file=File(file, name=secrets.token_hex(16)),
        file_name=PurePath(name).name[-200:],
        file_hash=file_hash,
        mode=Mode(mode),
        is_publishing=publish,
        started_at=at,
        touched_at=at,
        **asked,
    )


def run_import(*, run_id: int, by: Actor, at: datetime, progress: Progress = silent) -> ImportRun:
    """Judge the file and write what may be written, in transactions of its own; call it outside any.

    Killed at any moment and called again it goes on where it was; of two callers at once one is refused with
    ImportTakenError, and so is the caller when somebody stops the run. What is wrong with the file is told in the run,
    not raised.
    """
    run = ImportRun.objects.seen(by, pk=run_id)
    to_do = ImportRun.objects.filter(pk=run.pk, state__in=(State.WAITING, State.WRITING))
    if not to_do.update(state=State.WRITING, touched_at=at):
        return run
    passing = clock.going_on_from(at)
    telling = _noting(run, progress, passing)
    try:
        with run.file.open("rb") as file:
            sheet = cast("BinaryIO", file)
            found = judged(sheet, supplier_id=run.supplier_id, heading=chosen_heading(run), progress=telling)
    except ImportTakenError:
        raise
    except RefusedError as refusal:
        return _refused(run, [_fault_free(each) for each in getattr(refusal, "refusals", [refusal])], at=at)
    _note(run, found)
    if found.faults and run.mode == Mode.NOTHING_IF_BAD:
        return _refused(run, [], at=at)
    _write(run, found, by=by, at=at, progress=telling)
    _going(run).update(state=State.DONE, finished_at=(ended := passing()), touched_at=ended, stage="")
    run.refresh_from_db()
    return run


def run_waiting_imports(*, at: datetime) -> int:
    """Do the runs nobody does: new ones, and those whose process died. How many were looked at."""
    passing = clock.going_on_from(at)
    runs = list(_undone(at).order_by("pk")[:10])
    for run in runs:
        started = passing()
        if _undone(started).filter(pk=run.pk).exists():  # nobody took it while those before it were done
            with suppress(ImportTakenError):
                run_import(run_id=run.pk, by=_in_the_name_of(run), at=started)
    return len(runs)


def _undone(at: datetime) -> ImportRunQuerySet:
    left = Q(state=State.WAITING) | Q(state=State.WRITING, touched_at__lt=at - GIVEN_UP_AFTER)
    return ImportRun.objects.filter(left)


def _in_the_name_of(run: ImportRun) -> Actor:
    scopes = frozenset({"offers.write", "stock.write"})
    return Actor(person_id=run.requested_by_id, party_id=run.supplier_id, role="import", scopes=scopes)


def _hash(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _going(run: ImportRun) -> ImportRunQuerySet:
    return ImportRun.objects.filter(pk=run.pk, state=State.WRITING)


def _noting(run: ImportRun, progress: Progress, passing: Callable[[], datetime]) -> Progress:
    """Tell `progress` and whoever looks at the run, among them workers who must see that it lives; raise
    ImportTakenError once somebody has stopped it."""

    def told(stage: str, done: int, total: int | None) -> None:
        progress(stage, done, total)
        if not _going(run).update(stage=stage, stage_done=done, stage_total=total, touched_at=passing()):
            raise ImportTakenError

    return told


def _note(run: ImportRun, found: Judged) -> None:
    _going(run).update(
        rows=found.rows,
        offers_bad=sum(bool(reading.faults) for reading in found.readings),
        faults_found=len(found.faults),
        faults=[_kept(fault, found.titles) for fault in found.faults[:FAULTS_KEPT]],
        bad_rows=_rows_of(reading for reading in found.readings if reading.faults),
        refusal={},
    )


def _refused(run: ImportRun, refusals: list[dict[str, Any]], *, at: datetime) -> ImportRun:
    ended = {"state": State.REFUSED, "finished_at": at, "touched_at": at, "refusal": {"refusals": refusals}}
    _going(run).update(**ended, stage="")
    run.refresh_from_db()
    return run


def _write(run: ImportRun, found: Judged, *, by: Actor, at: datetime, progress: Progress) -> None:
    run.refresh_from_db()
    good = [reading for reading in found.readings if not reading.faults]
    left = [reading for reading in good if reading.lines[0].number > run.written_upto]
    done = len(good) - len(left)
    _going(run).update(stage="write", stage_done=done, stage_total=len(good))
    for chunk in _chunks(left):
        _write_chunk(run, chunk, found, by=by, at=at)
        done += len(chunk)
        progress("write", done, len(good))
        crash_point("import.between_chunks")


def _chunks(readings: Sequence[Reading]) -> Iterator[Sequence[Reading]]:
    return (readings[start : start + OFFERS_AT_ONCE] for start in range(0, len(readings), OFFERS_AT_ONCE))


def _write_chunk(run: ImportRun, chunk: Sequence[Reading], found: Judged, *, by: Actor, at: datetime) -> None:
    """All of the chunk, or, when stock was reserved meanwhile beyond what it counts, each offer by itself."""
    try:
        _store(run, chunk, found.categories, by=by, at=at)
    except RefusalsError as refused:
        if len(chunk) == 1:
            _store_refused(run, chunk[0], refused.refusals[0], found)
            return
        for reading in chunk:
            _write_chunk(run, [reading], found, by=by, at=at)


@transaction.atomic
def _store(
    run: ImportRun, chunk: Sequence[Reading], categories: dict[str, CategoryNode], *, by: Actor, at: datetime
) -> None:
    drafts = [reading.draft for reading in chunk if reading.draft is not None]
    source = f"import {run.pk}"
    written = write_offers(drafts, supplier_id=run.supplier_id, categories=categories, source=source, by=by, at=at)
    if run.is_publishing:
        publish_offers(codes=[each.code for each in written], by=by, at=at)
    crash_point("import.inside_chunk")
    _step(run, chunk, **_tally(written))


def _store_refused(run: ImportRun, reading: Reading, refusal: RefusedError, found: Judged) -> None:
    fault = _kept(Fault(reading.lines[0].number, 0, reading.code, refusal), found.titles)
    told, rows = ImportRun.objects.values_list("faults", "bad_rows").get(pk=run.pk)
    more = {"offers_bad": F("offers_bad") + 1, "faults_found": F("faults_found") + 1}
    _step(run, [reading], faults=[*told, fault], bad_rows=sorted({*rows, *_rows_of([reading])}), **more)


def _rows_of(readings: Iterable[Reading]) -> list[int]:
    return sorted({line.number for reading in readings for line in reading.lines})


def _tally(written: Sequence[Written]) -> dict[str, Any]:
    counts = dict.fromkeys(("created", "changed", "unchanged"), 0)
    for each in written:
        counts[each.outcome] += 1
    return {f"offers_{name}": F(f"offers_{name}") + count for name, count in counts.items()}


def _step(run: ImportRun, chunk: Sequence[Reading], **changes: Any) -> None:
    """Move the run on, in the transaction of what was written, unless somebody else has moved it."""
    after = chunk[-1].lines[0].number
    here = _going(run).filter(written_upto=run.written_upto)
    if not here.update(written_upto=after, stage_done=F("stage_done") + len(chunk), **changes):
        raise ImportTakenError
    run.written_upto = after


def _kept(fault: Fault, titles: Sequence[str]) -> dict[str, Any]:
    """A fault as the run keeps it, in no language yet; `queries.import_faults` puts it into words."""
    title = titles[fault.position] if fault.position < len(titles) else ""
    place = {"row": fault.row, "position": fault.position, "title": title, "value": fault.value[:LONGEST_VALUE]}
    return place | _fault_free(fault.refusal)


def _fault_free(refusal: RefusedError) -> dict[str, Any]:
    sentence = refusal.sentence
    params = {name: value if isinstance(value, int | str) else str(value) for name, value in refusal.params.items()}
    return {
        "code": refusal.code,
        "sentence": {"one": sentence.one, "many": sentence.many, "by": sentence.by},
        "params": params,
    }
