"""`huopan demo`: a market that stands in a minute, and its doors."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from huopan.domains.orders.tasks import measure_conduct, tell_search_of_purchases
from huopan.domains.search import actions as search
from huopan.domains.search.tasks import measure_capacities
from huopan.infra import clock
from huopan.ops import serving, warming
from huopan.ops.demo import world
from huopan.ops.demo.galleries import Studio
from huopan.ops.demo.people import LOGINS, PASSWORD
from huopan.ops.demo.sizes import WHOLE

console = Console()
MADE_BY_RUNNING = ("media", "search", "letters", "sandbox.sqlite3")


class NotADemoError(Exception):
    """Why there is no demo here, in a sentence that says what to do."""


def open_market(*, host: str, port: int, workers: int, is_fresh: bool = False) -> None:
    """Build the market once, then serve it with a worker and the payment sandbox until stopped.

    Raises NotADemoError where the database is somebody's own market."""
    stands = _known()
    if stands and is_fresh:
        _forget()
        stands = False
    studio = None if stands else _beside()
    call_command("migrate", verbosity=0, interactive=False)
    if studio:
        _build(studio)
    serving.make_ready(migrate=False)
    _show_doors(f"http://{host}:{port}")
    serving.serve(host=host, port=port, workers=workers, threads=4, with_worker=True)


def _known() -> bool:
    """Whether the demo stands already. Raises NotADemoError."""
    if "parties_person" not in connection.introspection.table_names():
        return False
    if world.is_somebodys():
        raise NotADemoError(
            "This database is a market of its own; for the demo name an empty HUOPAN_DATA_DIR or HUOPAN_DATABASE_URL."
        )
    return world.stands()


def _forget() -> None:
    """Only what the demo made: its tables' rows, its files, its index."""
    if connection.vendor == "sqlite":
        connection.close()
        name = str(settings.DATABASES["default"]["NAME"])
        for tail in ("", "-wal", "-shm"):
            Path(name + tail).unlink(missing_ok=True)
    else:
        call_command("flush", verbosity=0, interactive=False)
    for made in MADE_BY_RUNNING:
        path = Path(settings.HUOPAN.data_dir).resolve() / made
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _beside() -> Studio:
    """Begin at once what another core can do: drawing, and compiling the planner."""
    warming.warm_beside()
    return Studio(WHOLE, kept_in=Path(settings.HUOPAN.data_dir).resolve() / "drawings")


def _build(studio: Studio) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        building = progress.add_task("Building the demo market", total=world.steps_of(WHOLE, studio))
        world.build(at=clock.now(), tick=lambda count: progress.advance(building, count), studio=studio)
        indexing = progress.add_task("Telling the search index", total=1)
        _measure()
        progress.advance(indexing)


def _measure() -> None:
    """What the clock would do within the hour, done before anybody looks; pictures' copies are left to the worker."""
    at = clock.now()
    measure_conduct(at=at)
    measure_capacities(at=at)
    tell_search_of_purchases(at=at)
    search.rebuild_index()
    search.learn(at=at)


def _show_doors(address: str) -> None:
    table = Table(title=f"货盘 Huopan: {address}", title_style="bold", caption=f"密码 password: {PASSWORD}")
    table.add_column("登录 log in as")
    table.add_column("邮箱 e-mail")
    for login in LOGINS:
        table.add_row(f"{login.role_zh} {login.role_en}", login.email)
    console.print(table)
    console.print(f"导览 guided tour {address}/tour/")
    console.print(f"API {address}/api/v1/docs   console {address}/admin/   stop with Ctrl+C")
