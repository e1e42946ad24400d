"""`huopan import …`: one command per kind of file; what reads the file is loaded inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huopan.ops.starting import start

app = typer.Typer(help="Bring files in: offers, or a wholesaler's history.", no_args_is_help=True)


@app.command("offers")
def offers(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A sheet: .xlsx, .xls, .ods or .csv.")],
    supplier: Annotated[str, typer.Option(help="Whose offers: a credit code, or the number of the organisation.")],
    *,
    only_good: Annotated[
        bool, typer.Option("--only-good", help="Bring the good rows in even if others are bad.")
    ] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Put what comes in on the market at once.")] = False,
    returned: Annotated[
        Path | None, typer.Option(help="Where to write the sheet back, with a comment on each bad cell (.xlsx).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="End with one JSON object instead of a table.")] = False,
) -> None:
    """Bring a supplier's offers in from a sheet. Safe to stop at any moment and to run again: it goes on where it was,
    and the same file changes nothing. Ends with 1 if there were bad cells."""
    start()
    from huopan.kernel.refusal import RefusedError
    from huopan.ops.offer_sheets import bring_in

    try:
        bad = bring_in(file, supplier=supplier, only_good=only_good, publish=publish, returned=returned, as_json=json)
    except RefusedError as refusal:
        typer.secho(str(refusal), fg="red", err=True)
        raise typer.Exit(1) from None
    if bad:
        raise typer.Exit(1)


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
