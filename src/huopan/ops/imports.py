"""`huopan import …`: one command per kind of file; what reads the file is loaded inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huopan.ops.starting import start

app = typer.Typer(help="Bring files in: offers, or a wholesaler's history.", no_args_is_help=True)


@app.command("online-retail")
def online_retail(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Order lines, .csv or .csv.gz.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="End with one JSON object instead of a table.")] = False,
) -> None:
    """Replay a wholesaler's order lines (UCI Online Retail columns) through the platform's own actions.

    The catalogue becomes a supplier's offers, customers become buyers, invoices purchases that are paid, shipped and
    completed, cancellations returns. Safe to stop at any moment and to run again: it goes on where it was."""
    start()
    from huopan.kernel.refusal import RefusedError
    from huopan.ops.online_retail.command import bring_in

    try:
        bring_in(file, as_json=json)
    except RefusedError as refusal:
        typer.secho(str(refusal), fg="red", err=True)
        raise typer.Exit(1) from None
