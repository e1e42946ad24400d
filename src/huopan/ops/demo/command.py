"""`huopan demo`: a market that stands in a minute, and its doors."""

from __future__ import annotations

from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from huopan.infra import clock
from huopan.ops import serving
from huopan.ops.demo import world
from huopan.ops.demo.people import LOGINS, PASSWORD
from huopan.ops.working import work_once

console = Console()


def open_market(*, host: str, port: int, workers: int) -> None:
    """Build the market once, then serve it with a worker and the payment sandbox until stopped."""
    call_command("migrate", verbosity=0, interactive=False)
    if not world.stands():
        _build()
    serving.make_ready(migrate=False)
    _show_doors(f"http://{host}:{port}")
    serving.serve(host=host, port=port, workers=workers, threads=4, with_worker=True)


def _build() -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        building = progress.add_task("Building the demo market", total=world.STEPS)
        world.build(at=clock.now(), tick=lambda: progress.advance(building))
        indexing = progress.add_task("Telling the search index", total=1)
        work_once()
        progress.advance(indexing)


def _show_doors(address: str) -> None:
    table = Table(title=f"货盘 Huopan: {address}", title_style="bold", caption=f"密码 password: {PASSWORD}")
    table.add_column("登录 log in as")
    table.add_column("邮箱 e-mail")
    for login in LOGINS:
        table.add_row(f"{login.role_zh} {login.role_en}", login.email)
    console.print(table)
    console.print(f"API {address}/api/v1/docs   console {address}/admin/   stop with Ctrl+C")
