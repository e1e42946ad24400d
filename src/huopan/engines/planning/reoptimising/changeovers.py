"""Seconds between every two classes of traits met on a work centre: the reckoning of `setups.changeover`, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.model import SetupRule, Step, Traits, WorkCentre


@dataclass(frozen=True)
class Changeovers:
    """`seconds[before, after]` by class; the class of the empty traits is always there."""

    classes: dict[Traits, int]
    seconds: NDArray[np.int64]


def changeover_table(centre: WorkCentre, steps: Sequence[Step]) -> Changeovers:
    """int64 seconds of shape (classes, classes)."""
    met: dict[Traits, None] = {(): None}
    met |= {machine.traits: None for machine in centre.machines}
    for step in steps:
        if any(option.work_centre == centre.code for option in step.options):
            met[step.traits] = None
    return Changeovers({each: at for at, each in enumerate(met)}, _seconds(centre.setup, [dict(each) for each in met]))


def _seconds(rule: SetupRule, classes: list[dict[str, str]]) -> NDArray[np.int64]:
    named = dict(rule.changes)
    named |= {trait: named.get(trait, 0) for trait, _source, _target, _seconds in rule.pairs}
    total = np.zeros((len(classes), len(classes)), np.int64)
    differs = np.zeros((len(classes), len(classes)), np.bool_)
    for name, seconds in named.items():
        values = list(dict.fromkeys(["", *(each.get(name, "") for each in classes)]))
        at = {value: nth for nth, value in enumerate(values)}
        table = np.full((len(values), len(values)), seconds, np.int64)
        for trait, source, target, special in rule.pairs:
            if trait == name and source in at and target in at:
                table[at[source], at[target]] = special
        mine = np.array([at[each.get(name, "")] for each in classes])
        asks = np.array([name in each for each in classes])
        changes = (mine[:, None] != mine[None, :]) & asks[None, :]
        total += np.where(changes, table[mine[:, None], mine[None, :]], 0)
        differs |= changes
    return total + rule.base * differs
