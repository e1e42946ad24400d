"""Order acceptance and scheduling instances as the planner's own values: one machine, one trait, pairs of set-ups."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huopan.engines.planning.model import HOUR, Job, Machine, Option, Plan, SetupRule, Shop, Step, WorkCentre, traits

FEN = 1_000_000  # fen to a unit of revenue, so that weights with decimals stay whole


@dataclass(frozen=True)
class Instance:
    """Rows as they stand in the file, dummies at both ends taken off; `setups[i][j]` with i = 0 for the start."""

    name: str
    path: str
    release: list[int]
    run: list[int]
    due: list[int]
    deadline: list[int]
    revenue: list[float]
    weight: list[float]
    setups: list[list[int]]

    @property
    def size(self) -> int:
        return len(self.run)


def instances(archive: Path) -> Iterator[Instance]:
    """Every instance of a tar.gz, by name."""
    with tarfile.open(archive) as tar:
        members = sorted((m for m in tar.getmembers() if m.name.endswith(".txt")), key=lambda member: member.name)
        for member in members:
            stream = tar.extractfile(member)
            if stream is None or "orders" not in member.name:
                continue
            yield read(member.name, io.TextIOWrapper(stream).read())


def read(path: str, text: str) -> Instance:
    rows = [[float(cell) for cell in line.split(",") if cell.strip()] for line in text.splitlines() if line.strip()]
    release, run, due, deadline, revenue, weight = (row[1:-1] for row in rows[:6])
    setups = [[int(cell) for cell in row[1:-1]] for row in rows[6:-1]]
    whole = [[int(value) for value in row] for row in (release, run, due, deadline)]
    return Instance(path.rsplit("/", 1)[-1], path.removeprefix("./"), *whole, revenue, weight, setups)


def shop_of(instance: Instance) -> Shop:
    """A time unit is an hour; nothing but the orders' own set-ups costs time, nothing but lateness money."""
    pairs = tuple(
        ("order", str(i) if i else "", str(j + 1), seconds * HOUR)
        for i, row in enumerate(instance.setups)
        for j, seconds in enumerate(row)
    )
    return Shop((WorkCentre("machine", (Machine("1"),), setup=SetupRule(pairs=pairs)),))


def jobs_of(instance: Instance) -> list[Job]:
    return [
        Job(
            code=str(i + 1),
            steps=(Step("make", (Option("machine", instance.run[i] * HOUR),), traits(order=str(i + 1))),),
            release=instance.release[i] * HOUR,
            due=instance.due[i] * HOUR,
            deadline=instance.deadline[i] * HOUR,
            revenue_fen=round(instance.revenue[i] * FEN),
            late_hour_fen=round(instance.weight[i] * FEN),
        )
        for i in range(instance.size)
    ]


def worth(instance: Instance, plan: Plan) -> float:
    """Σ revenue − weight × tardiness of the plan's sequence, reckoned from the file's own numbers."""
    total, clock, last = 0.0, 0, 0
    for each in sorted(plan.placements, key=lambda placement: placement.start):
        i = int(each.job) - 1
        clock = max(clock, instance.release[i]) + instance.setups[last][i] + instance.run[i]
        if clock > instance.deadline[i]:
            raise AssertionError(f"{instance.name}: order {each.job} ends at {clock}, after its deadline")
        total += instance.revenue[i] - instance.weight[i] * max(0, clock - instance.due[i])
        last = i + 1
    return total
