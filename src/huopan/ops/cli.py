"""The `huopan` command. Django wakes up inside the commands, so that --help answers at once."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from huopan.ops import imports, searching
from huopan.ops.starting import share_metrics, start

HELP = """Run and look after a Huopan market.

Settings come from HUOPAN_… variables or a .env file; .env.example lists every one."""

A_WEEK = str(7 * 24 * 60)
app = typer.Typer(
    name="huopan",
    help=HELP,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals may hold secrets
    context_settings={"help_option_names": ["-h", "--help"]},
)
operator = typer.Typer(help="People who run the platform.", no_args_is_help=True)
trail = typer.Typer(help="Events that could not be told to their receivers.", no_args_is_help=True)
app.add_typer(operator, name="operator")
app.add_typer(trail, name="trail")
app.add_typer(imports.app, name="import")
app.add_typer(searching.app, name="search")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes; about one per core.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each; each keeps a database connection.")] = 4,
    *,
    with_worker: Annotated[bool, typer.Option("--with-worker", help="Run a worker and the sandbox here too.")] = False,
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring the database up to date first.")] = False,
) -> None:
    """Serve the pages and the API."""
    share_metrics()
    start()
    from huopan.ops import serving

    try:
        serving.make_ready(migrate=migrate)
    except serving.NotReadyError as why:
        typer.secho(str(why), fg="red", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Serving on http://{host}:{port}")
    serving.serve(host=host, port=port, workers=workers, threads=threads, with_worker=with_worker)


@app.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was done in the demo and begin anew.")] = False,
) -> None:
    """Build a small market with people, offers and orders in every state, and serve it."""
    os.environ.setdefault("HUOPAN_BASE_URL", f"http://{host}:{port}")
    os.environ.setdefault("HUOPAN_DEMO", "true")
    os.environ.setdefault("HUOPAN_ORDER_UNPAID_MINUTES", A_WEEK)  # the tour wants something left to pay
    share_metrics()
    start()
    from huopan.ops.demo.command import NotADemoError, open_market

    try:
        open_market(host=host, port=port, workers=workers, is_fresh=fresh)
    except NotADemoError as why:
        typer.secho(str(why), fg="red", err=True)
        raise typer.Exit(1) from None


@app.command()
def worker(
    jobs: Annotated[int, typer.Option(min=1, help="Processes that run jobs.")] = 1,
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
) -> None:
    """Relay events, run jobs and keep the timetable. Run one or more on any machine; they share the work."""
    start()
    from huopan.ops import working

    if once:
        typer.echo(f"{working.work_once()} done")
    else:
        working.work(jobs=jobs)


@app.command()
def check(
    area: Annotated[str, typer.Argument(help="money, stock, orders, events, jobs …, or a code such as M1.")] = "",
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask every invariant of the money, the stock and the orders. Ends with 1 if one is broken."""
    start()
    from huopan.ops.auditing import audit

    if audit(area=area, as_json=json):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database up to this version. Safe to run while the version before still serves.

    Also brings in the official divisions and, into an empty catalogue, the starter categories."""
    start()
    from django.core.management import call_command

    from huopan.domains.catalog import actions as catalog
    from huopan.domains.catalog import queries
    from huopan.domains.parties import actions as parties

    call_command("migrate", interactive=False)
    parties.load_divisions()
    if not queries.categories_by_code():
        catalog.load_categories()


@app.command()
def reindex() -> None:
    """Build the search index anew beside the live one, and switch to it at once."""
    start()
    from huopan.ops.indexing import rebuild

    typer.echo(f"{rebuild()} offers and factories can be found.")


@app.command()
def pictures() -> None:
    """Make the smaller copies of pictures that lack them, and remove picture files that nobody shows."""
    start()
    from huopan.infra.clock import now
    from huopan.ops.pictures import tidy_pictures

    done = tidy_pictures(at=now())
    typer.echo(f"{done.made} pictures were missing copies; {done.removed} files that nobody shows are gone.")


@app.command()
def api_schema() -> None:
    """Print the OpenAPI document of the REST API."""
    start()
    from django.core.management import call_command

    call_command("api_schema")


@operator.command("add")
def add_operator(
    email: Annotated[str, typer.Argument(help="What they sign in with.")],
    name: Annotated[str, typer.Option(prompt="Full name", help="Shown beside what they do.")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="HUOPAN_OPERATOR_PASSWORD")
    ],
) -> None:
    """Add a person who may open the console and Django's admin."""
    start()
    from huopan.ops.operators import NotAddedError, add

    try:
        add(email=email, name=name, password=password)
    except NotAddedError as why:
        typer.secho(str(why), fg="red", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{email} may sign in now.")


@trail.command("dead")
def dead_letters() -> None:
    """List events that were given up. Ends with 1 if there are any."""
    start()
    from huopan.ops.letters import show_dead_letters

    if show_dead_letters():
        raise typer.Exit(1)


@trail.command("revive")
def revive(ids: Annotated[list[int] | None, typer.Argument(help="Which; all when none is named.")] = None) -> None:
    """Try given-up events again, once their cause is mended."""
    start()
    from huopan.ops.letters import revive_letters

    typer.echo(f"{revive_letters(ids or [])} revived")


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
def django(context: typer.Context) -> None:
    """Any command of Django's own: huopan django shell."""
    start()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["huopan django", *context.args])
