"""Charts drawn on the server: figures in, geometry out. `cotton/chart.html` draws it, with the figures as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

WIDTH, HEIGHT = 600, 160
LABELS = 12
ROOMY_LABELS = 6
BAR_SHARE = 0.7
PLACES = ("first", "second")
Figures = tuple[str | Promise, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Tick:
    y: str
    shown: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    label: str
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    name: str | Promise
    place: str
    points: str


@dataclass(frozen=True, slots=True)
class Label:
    """`is_seldom`: left out where there is little room."""

    shown: str
    is_seldom: bool


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    shown: list[str]


@dataclass(frozen=True, slots=True)
class Chart:
    title: str | Promise
    what: str | Promise
    names: list[str | Promise]
    ticks: list[Tick]
    labels: list[Label]
    rows: list[Row]
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


def plainly(value: float) -> str:
    return f"{value:,.0f}"


def bar_chart(
    *,
    title: str | Promise,
    what: str | Promise,
    labels: Sequence[str],
    series: Figures,
    shown: Callable[[float], str] = plainly,
) -> Chart:
    """A bar for each label, from zero. `what` names the labels; figures are not below zero."""
    name, values = series
    top = ceiling(max(values, default=0))
    slot = WIDTH / max(len(values), 1)
    bars = [
        Bar(
            x=f"{slot * (place + (1 - BAR_SHARE) / 2):.1f}",
            y=f"{HEIGHT - HEIGHT * value / top:.1f}",
            width=f"{slot * BAR_SHARE:.1f}",
            height=f"{HEIGHT * value / top:.1f}",
            label=label,
            shown=shown(value),
        )
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    rows = [Row(label, [shown(value)]) for label, value in zip(labels, values, strict=True)]
    return Chart(title, what, [name], ticks(top, shown), thinned(labels), rows, bars=bars)


def line_chart(
    *,
    title: str | Promise,
    what: str | Promise,
    labels: Sequence[str],
    series: Sequence[Figures],
    shown: Callable[[float], str] = plainly,
) -> Chart:
    """One or two lines over the same labels, from zero; the second is dashed, so that colour is not all that tells."""
    top = ceiling(max((value for _, values in series for value in values), default=0))
    slot = WIDTH / max(len(labels), 1)
    lines = [
        Line(
            name,
            place,
            " ".join(f"{slot * (n + 0.5):.1f},{HEIGHT - HEIGHT * value / top:.1f}" for n, value in enumerate(values)),
        )
        for place, (name, values) in zip(PLACES, series, strict=False)
    ]
    rows = [Row(label, [shown(values[n]) for _, values in series]) for n, label in enumerate(labels)]
    return Chart(title, what, [name for name, _ in series], ticks(top, shown), thinned(labels), rows, lines=lines)


def ceiling(most: float) -> float:
    """The next of 1, 2, 4, 5, 8, 10 times a power of ten: halves and quarters of it read well."""
    power = 1.0
    while power * 10 < most:
        power *= 10
    return next((step * power for step in (1, 2, 4, 5, 8) if step * power >= most), 10 * power)


def ticks(top: float, shown: Callable[[float], str]) -> list[Tick]:
    """The top, the middle and zero."""
    return [Tick(f"{HEIGHT - HEIGHT * share:.0f}", shown(top * share)) for share in (1, 0.5, 0)]


def thinned(labels: Sequence[str]) -> list[Label]:
    """All labels keep their place; at most a dozen are said, half of those where there is little room."""
    every = -(-len(labels) // LABELS) or 1
    roomy = -(-len(labels) // ROOMY_LABELS) or 1
    return [Label(label if n % every == 0 else "", n % max(roomy, every) != 0) for n, label in enumerate(labels)]
