"""Relevance times one bounded factor a signal, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from huopan.engines.ranking.signals import NEUTRAL, SIGNALS, STORED, Name, Signal


@dataclass(frozen=True, slots=True)
class Line:
    """One factor of a score. `value`: the signal in [-1, 1]; `factor` = 1 + weight × value."""

    name: Name
    value: float
    weight: float
    factor: float


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`score` = `relevance` × the product of the lines' factors."""

    relevance: float
    lines: tuple[Line, ...]
    score: float


def factor(signal: Signal, value: float) -> float:
    """1 + weight × value, `value` cut to [-1, 1]."""
    return 1 + signal.weight * min(max(value, -1.0), 1.0)


def standing_factor(values: Mapping[str, float]) -> float:
    """The product of the stored signals' factors: between 0.41 and 2.07 with today's weights."""
    return reduce(lambda product, signal: product * factor(signal, values.get(signal.name, NEUTRAL)), STORED, 1.0)


def arithmetic(relevance: float, values: Mapping[str, float]) -> Arithmetic:
    """How a score comes about. `values` by signal name; one left out is neutral and its factor 1."""
    lines = tuple(_line(signal, values.get(signal.name, NEUTRAL)) for signal in SIGNALS)
    score = reduce(lambda product, line: product * line.factor, lines, relevance)
    return Arithmetic(relevance, lines, score)


def _line(signal: Signal, value: float) -> Line:
    return Line(signal.name, min(max(value, -1.0), 1.0), signal.weight, factor(signal, value))
