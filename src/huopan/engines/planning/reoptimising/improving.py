"""The public face: search, polish, prove, and never hand back a worse plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from huopan.engines.planning.model import Job, Plan, Shop
from huopan.engines.planning.reoptimising.account import moves_between
from huopan.engines.planning.reoptimising.bounds import simple_bound
from huopan.engines.planning.reoptimising.budgets import Budget
from huopan.engines.planning.reoptimising.figures import broken_promises, figures_of, rank
from huopan.engines.planning.reoptimising.flooring import Ground, ground_of, settled
from huopan.engines.planning.reoptimising.proving import may_model, prove
from huopan.engines.planning.reoptimising.searching import search
from huopan.engines.planning.reoptimising.sequencing import best_sequence, may_sequence
from huopan.engines.planning.reoptimising.values import Figures, Objective, Reoptimised
from huopan.engines.planning.reoptimising.windowing import polish

EARLY = 0.15  # share of the search, and of the proof, that comes first when a proof may end it all
SKETCHED = 0.25  # of the budget that is searched before everything is tried on a plan small enough for it


def reoptimise(
    shop: Shop,
    jobs: Sequence[Job],
    plan: Plan,
    *,
    seed: int,
    iterations: int | None = 20_000,
    seconds: float | None = None,
    elapsed: Callable[[], float] | None = None,
    stop: Callable[[], bool] | None = None,
    objective: Objective = "profit",
    polish_seconds: float = 0,
    proof_seconds: float = 0,
    until_proven: bool = False,
) -> Reoptimised:
    """A plan at least as good as `plan`, and what moved.

    `elapsed`: seconds since the search began, by the caller's clock; `stop`: asked between stretches of the search.
    `polish_seconds`, `proof_seconds`: deterministic seconds of CP-SAT after the search, on a few jobs at a time and on
    the whole plan; they are part of `seconds`.
    `until_proven`: end as soon as no plan can earn more, even if one might need less set-up.
    Raises `UnknownWorkError` when the plan pins work that is not among `jobs` or that its machine cannot do."""
    ground = ground_of(shop, jobs, plan, objective)
    worth = Worth(shop, jobs, objective)
    kept = proof_seconds if proof_seconds > 0 and may_model(ground) else 0.0
    is_tiny = (until_proven or kept > 0) and may_sequence(ground)
    early = kept * EARLY if until_proven and not is_tiny else 0.0
    searched = max(0.0, seconds - kept + early - polish_seconds) if seconds is not None else None
    hunt = _Hunt(ground, worth, seed, plan, simple_bound(ground, objective))
    budget = Budget(iterations, searched, elapsed, stop, hunt.bound if until_proven else None)
    if is_tiny:
        budget = hunt.try_all(budget)
    elif early:
        budget = hunt.prove_early(early, budget)
    if not (is_tiny or early) or not hunt.is_over:
        hunt.search(budget)
    if polish_seconds and not hunt.is_over:
        until = Budget(None, seconds - kept if seconds is not None else None, elapsed, stop)
        hunt.found = polish(shop, ground, hunt.found, objective, seed=seed, effort=polish_seconds, left=until.left)
    if kept and not hunt.is_over:
        hunt.prove(kept - early, Budget(None, seconds, elapsed, stop).left)
    found = worth.better(plan, hunt.found)
    moves = moves_between(jobs, plan, found)
    is_proven = worth.reaches(found, hunt.bound)
    broken = broken_promises(jobs, found)
    return Reoptimised(found, worth.of(plan), worth.of(found), moves, hunt.done, hunt.bound, is_proven, broken)


@dataclass
class _Hunt:
    """The best plan so far, what is known to be impossible, and how many iterations that took."""

    ground: Ground
    worth: Worth
    seed: int
    found: Plan
    bound: int
    done: int = 0

    def search(self, budget: Budget) -> None:
        self.found, done = search(self.ground, self.found, self.seed + self.done, budget)
        self.done += done

    @property
    def is_over(self) -> bool:
        return self.worth.reaches(self.found, self.bound)

    def try_all(self, budget: Budget) -> Budget:
        """Search a little, then try every choice and order; what is left of the budget."""
        self.search(budget.part(SKETCHED))
        verdict = best_sequence(self.ground, self.worth.of(self.found).earned)
        if verdict.bound is not None:
            self.bound = min(self.bound, verdict.bound)
            self.found = self.worth.better(self.found, verdict.plan or self.found)
        return budget.without(self.done)

    def prove_early(self, effort: float, budget: Budget) -> Budget:
        """Search and prove a little, as that may end it all; what is left of the budget."""
        self.search(budget.part(EARLY))
        self.prove(effort, budget.part(2 * EARLY).left)
        return replace(budget.without(self.done), enough=self.bound)

    def prove(self, effort: float, left: Callable[[], float]) -> None:
        objective = self.worth.objective
        verdict = prove(self.ground, self.found, objective, seed=self.seed, effort=effort, left=left)
        if verdict.bound is not None:
            tighter = max if objective == "makespan" else min
            self.bound = tighter(self.bound, verdict.bound)
        self.found = self.worth.better(self.found, settled(self.ground, verdict.plan or self.found))


@dataclass(frozen=True)
class Worth:
    """How two plans of the same jobs compare; each plan is reckoned once."""

    shop: Shop
    jobs: Sequence[Job]
    objective: Objective
    known: dict[Plan, Figures] = field(default_factory=dict)

    def of(self, plan: Plan) -> Figures:
        if plan not in self.known:
            self.known[plan] = figures_of(self.shop, self.jobs, plan)
        return self.known[plan]

    def better(self, one: Plan, other: Plan) -> Plan:
        """The better of the two; the first when they are equal."""
        return other if rank(self.of(other), self.objective) > rank(self.of(one), self.objective) else one

    def reaches(self, plan: Plan, bound: int) -> bool:
        """Whether the plan breaks no law and is as good as any can be."""
        figures = self.of(plan)
        if self.objective == "makespan":
            return figures.makespan <= bound and figures.taken == len(self.jobs) and figures.breaches == 0
        return figures.earned >= bound and figures.breaches == 0
