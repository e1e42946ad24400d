"""`huopan search …`: learning an order from what was opened, trying it, using it, going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from huopan.ops.starting import start

if TYPE_CHECKING:
    from huopan.engines.asking.ordering import Comparison

app = typer.Typer(help="The order of results, learnt from what is opened and bought.", no_args_is_help=True)


@app.command()
def learn() -> None:
    """Learn an order from the last ninety days and judge it on their last fifth. Nothing shown changes."""
    start()
    from huopan.domains.search import actions as search
    from huopan.engines.asking.ordering import LearnerMissingError, TooLittleLoggedError
    from huopan.infra import clock

    try:
        row, found = search.learn_order(at=clock.now())
    except LearnerMissingError:
        _stop("LightGBM is not installed; add it with: pip install 'huopan[ranking]'")
    except TooLittleLoggedError as why:
        _stop(f"Too little was opened to learn from: {why}. The hand weights stay.")
    typer.echo(f"Order {row.pk} is learnt.")
    _say(found)


@app.command()
def evaluate() -> None:
    """Judge the newest learnt order on what was logged since it was learnt."""
    start()
    from huopan.domains.search import actions as search
    from huopan.infra import clock
    from huopan.kernel.refusal import RefusedError

    try:
        _, found = search.evaluate_order(at=clock.now())
    except RefusedError as why:
        _stop(str(why))
    _say(found)


@app.command()
def shadow() -> None:
    """Compute the newest learnt order beside every search and log it, shown to nobody."""
    start()
    from huopan.domains.search import actions as search
    from huopan.kernel.refusal import RefusedError

    try:
        typer.echo(f"Order {search.shadow_order().pk} runs in shadow; judge it with: huopan search evaluate")
    except RefusedError as why:
        _stop(str(why))


@app.command()
def use(
    *, anyway: Annotated[bool, typer.Option("--anyway", help="Even if it is not shown to be better.")] = False
) -> None:
    """Order results by the newest learnt order, if it is shown to be better than the hand weights."""
    start()
    from huopan.domains.search import actions as search
    from huopan.kernel.refusal import RefusedError

    try:
        typer.echo(f"Order {search.use_order(is_insisting=anyway).pk} is used; go back with: huopan search back")
    except RefusedError as why:
        _stop(str(why))


@app.command()
def back() -> None:
    """The hand weights alone again, on every machine within half a minute."""
    start()
    from huopan.domains.search import actions as search

    typer.echo(f"Hand weights only; {search.back_to_hand_weights()} learnt orders put aside.")


def _say(found: Comparison) -> None:
    typer.echo(f"{found.searches} searches: gain by hand {found.hand:.3f}, learnt {found.learnt:.3f} a search;")
    typer.echo(f"the difference lies between {found.low:+.3f} and {found.high:+.3f} (90%).")
    typer.echo("Shown to be better." if found.is_better else "Not shown to be better.")


def _stop(why: str) -> NoReturn:
    typer.secho(why, fg="red", err=True)
    raise typer.Exit(1)
