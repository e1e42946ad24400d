"""Traits and set-up rules as numbers, so that compiled code can reckon a changeover; see `setups` for its meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.model import SetupRule, Traits

Numbers = NDArray[np.int64]


class Families:
    """Each distinct `Traits` has a number; 0 is "no traits". New ones may come at any time."""

    def __init__(self, rules: Sequence[SetupRule]) -> None:
        named = {trait for rule in rules for trait, _seconds in rule.changes}
        named |= {trait for rule in rules for trait, _source, _target, _seconds in rule.pairs}
        self.names = sorted(named)
        self._values: list[dict[str, int]] = [{"": 0} for _name in self.names]
        self._numbers: dict[Traits, int] = {(): 0}
        self.traits: list[Traits] = [()]
        for rule in rules:
            for trait, source, target, _seconds in rule.pairs:
                self._value(self.names.index(trait), source)
                self._value(self.names.index(trait), target)
        self.sizes: Numbers = np.array([len(values) for values in self._values], dtype=np.int64)
        self.rules, self.pairs = self._tables(rules)
        self.table: Numbers = np.full((16, len(self.names)), -1, dtype=np.int64)

    def number(self, traits: Traits) -> int:
        """The number of these traits; `table` may be a new, longer array afterwards."""
        found = self._numbers.get(traits)
        return self._added(traits) if found is None else found

    def _added(self, traits: Traits) -> int:
        number = self._numbers[traits] = len(self._numbers)
        self.traits.append(traits)
        if number >= len(self.table):
            self.table = np.concatenate([self.table, np.full_like(self.table, -1)])
        values = dict(traits)
        for place, name in enumerate(self.names):
            if name in values:
                self.table[number, place] = self._value(place, values[name])
        return number

    def _value(self, place: int, value: str) -> int:
        return self._values[place].setdefault(value, len(self._values[place]))

    def _tables(self, rules: Sequence[SetupRule]) -> tuple[Numbers, Numbers]:
        width = len(self.names)
        table = np.full((len(rules), 1 + 2 * width), -1, dtype=np.int64)
        flat: list[Numbers] = []
        begun = 0
        for row, rule in zip(table, rules, strict=True):
            row[0] = rule.base
            for trait, seconds in rule.changes:
                row[1 + self.names.index(trait)] = seconds
            for trait in {trait for trait, _source, _target, _seconds in rule.pairs}:
                place = self.names.index(trait)
                row[1 + place] = max(int(row[1 + place]), 0)
                row[1 + width + place] = begun
                square = self._square(rule, trait, place)
                flat.append(square)
                begun += len(square)
        return table, np.concatenate(flat) if flat else np.zeros(1, dtype=np.int64)

    def _square(self, rule: SetupRule, trait: str, place: int) -> Numbers:
        size, values = int(self.sizes[place]), self._values[place]
        square = np.full((size, size), -1, dtype=np.int64)
        for named, source, target, seconds in rule.pairs:
            if named == trait:
                square[values[source], values[target]] = seconds
        return square.ravel()
