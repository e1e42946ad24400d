"""What is still free of each material once every planned job has claimed its own (available-to-promise)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from huopan.engines.planning.model import ALWAYS, Job, Material, Need


class Claims:
    """The supply of a shop less what its planned jobs need; claims made later never starve earlier ones."""

    def __init__(self, materials: Sequence[Material]) -> None:
        self._times: dict[str, list[int]] = {}
        self._free: dict[str, list[int]] = {}
        self._made: dict[str, list[tuple[str, int, int]]] = {}
        for material in materials:
            arrivals = sorted(material.arrivals, key=lambda each: each.at)
            self._times[material.code] = [max(0, each.at) for each in arrivals]
            self._free[material.code] = list(accumulate(each.quantity for each in arrivals))

    def copy(self) -> Claims:
        """The same claims, to be changed on their own."""
        twin = Claims(())
        twin._times = self._times
        twin._free = {material: [*free] for material, free in self._free.items()}
        twin._made = {job: [*made] for job, made in self._made.items()}
        return twin

    def ready_at(self, need: Need) -> int:
        """The first second from which the quantity is free for good; ALWAYS when it never is."""
        if need.quantity <= 0:
            return 0
        ready = ALWAYS
        times, free = self._times.get(need.material, []), self._free.get(need.material, [])
        for at, quantity in zip(reversed(times), reversed(free), strict=True):
            if quantity < need.quantity:
                break
            ready = at
        return ready

    def missing(self, need: Need, at: int) -> int:
        """How much of the quantity is not free at second `at`."""
        times, free = self._times.get(need.material, []), self._free.get(need.material, [])
        later = free[max(0, bisect_right(times, at) - 1) :] if times and times[0] <= at else [0]
        return max(0, need.quantity - min(later))

    def claim(self, job: Job, start: int) -> int:
        """Take what the job needs, at the second its first step begins; the arrival its claim counts on."""
        counts_on = 0
        for need in job.needs:
            times = self._times.get(need.material, [])
            first = max(0, bisect_right(times, start) - 1)
            self._take(need.material, first, need.quantity)
            self._made.setdefault(job.code, []).append((need.material, first, need.quantity))
            counts_on = max(counts_on, times[first] if times and times[first] <= start else 0)
        return counts_on

    def give_back(self, code: str) -> None:
        for material, first, quantity in self._made.pop(code, []):
            self._take(material, first, -quantity)

    def _take(self, material: str, first: int, quantity: int) -> None:
        free = self._free.get(material, [])
        for place in range(first, len(free)):
            free[place] -= quantity
