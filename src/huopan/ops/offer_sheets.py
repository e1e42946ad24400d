"""`huopan import offers`: a sheet brought in with a progress bar, its bad cells told in a table."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun
from huopan.domains.parties.models import Party
from huopan.infra import clock
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import UnknownError

SHOWN = 50
STAGES = {"read": "Reading rows", "judge": "Judging offers", "write": "Writing offers"}


def bring_in(
    file: Path, *, supplier: str, only_good: bool, publish: bool, returned: Path | None, as_json: bool
) -> bool:
    """Returns whether anything in the sheet was bad. Raises RefusedError when the supplier may not sell."""
    by = _seller(supplier)
    mode = ImportRun.Mode.ONLY_GOOD if only_good else ImportRun.Mode.NOTHING_IF_BAD
    with file.open("rb") as sheet:
        run = catalog.start_import(file=sheet, name=file.name, mode=mode, publish=publish, by=by, at=clock.now())
    with Bars(quiet=as_json) as bars:
        run = catalog.run_import(run_id=run.pk, by=by, at=clock.now(), progress=bars.told)
    _say(run, as_json=as_json)
    if returned is not None and run.faults:
        with queries.returned_sheet(run) as sheet, returned.open("wb") as out:
            shutil.copyfileobj(sheet, out)
    return bool(run.faults_found or run.refusal)


def _seller(supplier: str) -> Actor:
    sellers = Party.objects.visible_to(SYSTEM)
    by_number = sellers.filter(pk=int(supplier)) if supplier.isascii() and supplier.isdigit() else sellers.none()
    party = (sellers.filter(credit_code=supplier) | by_number).first()
    if party is None:
        raise UnknownError(what=str(Party._meta.verbose_name))
    return Actor(party_id=party.pk, role="import", scopes=frozenset({"offers.write", "stock.write"}))


class Bars:
    """One bar per stage, made when the stage is first heard of."""

    def __init__(self, *, quiet: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bars = Progress(*columns, console=Console(stderr=True), disable=quiet)
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self.bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def told(self, stage: str, done: int, total: int | None) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.bars.add_task(STAGES[stage], total=total)
        self.bars.update(self.tasks[stage], completed=done, total=total)


def _say(run: ImportRun, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_figures(run), ensure_ascii=False))
        return
    console = Console()
    for sentence in queries.import_refusals(run):
        console.print(f"[red]{sentence}[/red]")
    if run.faults:
        console.print(_fault_table(run))
    summary = Table("", "", title=run.file_name, show_header=False)
    for name, figure in _figures(run).items():
        summary.add_row(name.replace("_", " "), str(figure))
    console.print(summary)


def _fault_table(run: ImportRun) -> Table:
    table = Table("Row", "Column", "Holds", "What is wrong, and how to mend it", title=f"{run.faults_found} bad cells")
    for fault in queries.import_faults(run)[:SHOWN]:
        table.add_row(str(fault.row), f"{fault.column} {fault.title}", fault.value, fault.sentence)
    if run.faults_found > SHOWN:
        table.caption = f"The first {SHOWN}; --returned FILE.xlsx marks every one."
    return table


def _figures(run: ImportRun) -> dict[str, str | int]:
    return {
        "state": run.state,
        "rows": run.rows,
        "offers_created": run.offers_created,
        "offers_changed": run.offers_changed,
        "offers_unchanged": run.offers_unchanged,
        "offers_bad": run.offers_bad,
        "bad_cells": run.faults_found,
    }
