"""`huopan import …`: one command per kind of file, added by the modules that read them."""

import typer

app = typer.Typer(help="Bring files in: offers, or a wholesaler's history.", no_args_is_help=True)
