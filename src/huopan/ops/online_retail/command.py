"""`huopan import online-retail`: the stages with their progress, then the table that must add up."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from huopan.domains.parties import actions as parties
from huopan.infra.outbox.leasing import LEASE
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.money import Money
from huopan.ops.online_retail.catalogue import offers_of, put_on_market
from huopan.ops.online_retail.parties import customers, wholesaler
from huopan.ops.online_retail.reading import Replay, read
from huopan.ops.online_retail.replaying import RELAY_BATCH, end_of, replay_purchases
from huopan.ops.online_retail.totals import Totals, totals_of
from huopan.ops.online_retail.trading import Stage

progress_on = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `purchases`: lives lived in this run, in `replay_s` seconds."""

    purchases: int
    replay_s: float
    setup_s: float


def bring_in(path: Path, *, as_json: bool) -> None:
    """Read, set the stage, replay, and print what came of it."""
    started = time.monotonic()
    with _progress() as progress:
        reading = progress.add_task("Reading the file", total=None)
        replay = read(path)
        progress.update(reading, total=1, completed=1)
        stage = _set_stage(replay, progress)
        _drain(replay)
        set_up = time.monotonic()
        living = progress.add_task("Living through the invoices", total=len(replay.purchases))
        lived = replay_purchases(replay, stage, tick=lambda n: progress.advance(living, n))
        _drain(replay)
    report = Report(lived, round(time.monotonic() - set_up, 1), round(set_up - started, 1))
    totals = totals_of(stage.seller)
    if as_json:
        print(json.dumps({**asdict(report), **asdict(totals), "refused": dict(replay.refused)}))
    else:
        _print(replay, report, totals)


def _set_stage(replay: Replay, progress: Progress) -> Stage:
    opened_at = min((p.at for p in replay.purchases.values()), default=None)
    if opened_at is None:
        raise SystemExit("The file holds no purchase; nothing was stored.")
    opened_at -= timedelta(days=1)
    parties.load_divisions()
    seller = wholesaler(opened_at)
    offers = progress.add_task("Writing the offers", total=len(offers_of(replay)))
    skus = put_on_market(replay, by=seller, at=opened_at, tick=lambda: progress.advance(offers))
    joining = progress.add_task("Registering the customers", total=len({p.customer for p in replay.purchases.values()}))
    buyers = customers(replay.purchases.values(), opened_at, lambda: progress.advance(joining))
    return Stage(seller, buyers, skus)


def _drain(replay: Replay) -> None:
    """Have everything told that was announced so far, also what a killed run had leased."""
    while relay_once(RELAY_BATCH, end_of(replay) + LEASE):
        pass


def _progress() -> Progress:
    columns = (TextColumn("{task.description:<30}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=progress_on)


def _print(replay: Replay, report: Report, totals: Totals) -> None:
    table = Table(title=f"{replay.row_count:,} rows, {report.purchases:,} purchases lived in {report.replay_s} s")
    table.add_column("What")
    table.add_column("How much", justify="right")
    table.add_row("orders", f"{totals.orders:,}")
    table.add_row("order lines", f"{totals.lines:,}")
    table.add_row("returns refunded", f"{totals.refunds:,}")
    table.add_section()
    for words, fen in (
        ("money in", totals.paid_fen),
        ("held in escrow", totals.held_fen),
        ("returned to buyers", totals.refunded_fen),
        ("released to the seller", totals.released_fen),
        ("commission", totals.commission_fen),
        ("in − held − out", totals.difference_fen),
    ):
        table.add_row(words, str(Money(fen)))
    table.add_section()
    for reason, rows in replay.refused.most_common():
        table.add_row(f"rows refused: {reason}", f"{rows:,}")
    Console().print(table)
