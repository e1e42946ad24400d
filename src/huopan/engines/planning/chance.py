"""What may come otherwise than planned: longer and shorter times, breakdowns, absences.

Everything is drawn by seed and by name (job code, machine), never by place: two shops that share a job or a machine
share its luck too, so that what differs between them is the change and not the dice (common random numbers).
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.model import HOUR, Job, Span

DAY = 24 * HOUR
Factors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """`cv`: coefficient of variation of a step's set-up and of its run, lognormal with mean 1; `cv_of`: the same by
    step code. `down_share`: share of the time a machine is broken, `mean_repair` seconds each time; `absent_share`:
    share of a machine's days on which nobody comes to run it."""

    cv: float = 0.15
    cv_of: tuple[tuple[str, float], ...] = ()
    down_share: float = 0.02
    mean_repair: int = HOUR
    absent_share: float = 0.0


CERTAINTY = Uncertainty(cv=0.0, down_share=0.0)


@dataclass(frozen=True)
class Luck:
    """The draws of `runs` runs. Breakdowns and absences are drawn in `[begin, end)` seconds; none comes after."""

    uncertainty: Uncertainty
    runs: int
    seed: int
    begin: int = 0
    end: int = 60 * DAY

    def factors(self, job: Job) -> Factors:
        """(runs, steps, 2): what the set-up and the run of each step are multiplied with."""
        normal = self._random(job.code).standard_normal((self.runs, len(job.steps), 2))
        by_code = dict(self.uncertainty.cv_of)
        cvs = np.array([by_code.get(step.code, self.uncertainty.cv) for step in job.steps])[None, :, None]
        sigma = np.sqrt(np.log1p(cvs**2))
        return np.asarray(np.exp(sigma * normal - sigma**2 / 2), dtype=np.float64)

    def closed(self, work_centre: str, machine: str) -> list[list[Span]]:
        """For each run the spans, sorted, in which the machine is broken or nobody is there to run it."""
        random = self._random(f"{work_centre}/{machine}")
        absent = self._random(f"{work_centre}/{machine}/absent").random((self.runs, self._days)) < (
            self.uncertainty.absent_share
        )
        return [sorted([*self._breakdowns(random), *self._absences(days)]) for days in absent]

    @cached_property
    def _days(self) -> int:
        return max(0, math.ceil((self.end - self.begin) / DAY))

    def _breakdowns(self, random: np.random.Generator) -> list[Span]:
        share, repair = self.uncertainty.down_share, self.uncertainty.mean_repair
        if share <= 0 or repair <= 0:
            return []
        found: list[Span] = []
        at = float(self.begin)
        while True:
            at += random.exponential(repair * (1 - share) / share)
            if at >= self.end:
                return found
            back = at + random.exponential(repair)
            found.append(Span(int(at), math.ceil(back)))
            at = back

    def _absences(self, days: NDArray[np.bool_]) -> list[Span]:
        return [Span(self.begin + day * DAY, self.begin + (day + 1) * DAY) for day in np.flatnonzero(days).tolist()]

    def _random(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


def drawn(setup: int, run: int, factors: Factors) -> tuple[int, int]:
    """Seconds that a step's set-up and run really take; `factors` is the pair of one run and step."""
    return round(setup * float(factors[0])), round(run * float(factors[1]))


def buffer_seconds(uncertainty: Uncertainty, work: int, steps: int, quantile: float) -> int:
    """Seconds to add to a queue of `work` seconds in `steps` steps on one machine, so that it is done by then with a
    chance of about `quantile`: breakdowns arrive by Poisson and repairs are exponential, all as one normal sum."""
    if work <= 0:
        return 0
    share, repair = uncertainty.down_share, uncertainty.mean_repair
    breakdowns = work * share / (1 - share) / repair if repair > 0 else 0.0
    variance = (uncertainty.cv * work) ** 2 / max(1, steps) + 2 * breakdowns * repair**2
    return math.ceil(breakdowns * repair + NormalDist().inv_cdf(quantile) * math.sqrt(variance))
