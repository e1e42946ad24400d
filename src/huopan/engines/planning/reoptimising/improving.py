"""The public face: search, polish, prove, and never hand back a worse plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from huopan.engines.planning.model import Job, Plan, Shop
from huopan.engines.planning.reoptimising.account import moves_between
from huopan.engines.planning.reoptimising.bounds import simple_bound
from huopan.engines.planning.reoptimising.budgets import Budget
from huopan.engines.planning.reoptimising.figures import broken_promises, figures_of, rank
from huopan.engines.planning.reoptimising.flooring import ground_of, settled
from huopan.engines.planning.reoptimising.proving import may_model, prove
from huopan.engines.planning.reoptimising.searching import search
from huopan.engines.planning.reoptimising.sequencing import best_sequence, may_sequence
from huopan.engines.planning.reoptimising.values import Figures, Objective, Reoptimised

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
    proof_seconds: float = 0,
    until_proven: bool = False,
) -> Reoptimised:
    """A plan at least as good as `plan`, and what moved.

    `elapsed`: seconds since the search began, by the caller's clock; `stop`: asked between stretches of the search.
    `proof_seconds`: deterministic seconds of CP-SAT after the search, for polish and proof; they are part of `seconds`.
    `until_proven`: end as soon as no plan can earn more, even if one might need less set-up.
    Raises `UnknownWorkError` when the plan pins work that is not among `jobs` or that its machine cannot do."""
    ground = ground_of(shop, jobs, plan, objective)
    bound = simple_bound(ground, objective)
    kept = proof_seconds if proof_seconds > 0 and may_model(ground) else 0.0
    searched = max(0.0, seconds - kept) if seconds is not None else None
    budget = Budget(iterations, searched, elapsed, stop, bound if until_proven else None)
    worth = Worth(shop, jobs, objective)
    is_small = (until_proven or proof_seconds > 0) and may_sequence(ground)
    found, done = search(ground, plan, seed, budget.part(SKETCHED) if is_small else budget)
    if is_small and not worth.reaches(found, bound):
        verdict = best_sequence(ground, worth.of(found).earned)
        if verdict.bound is not None:
            bound = min(bound, verdict.bound)
            found = worth.better(found, verdict.plan or found)
        else:
            found, more = search(ground, found, seed + 1, budget.without(done))
            done += more
    if kept and not worth.reaches(found, bound):
        whole = Budget(None, seconds, elapsed, stop)
        verdict = prove(ground, found, objective, seed=seed, effort=kept, left=whole.left)
        if verdict.bound is not None:
            bound = max(bound, verdict.bound) if objective == "makespan" else min(bound, verdict.bound)
        found = worth.better(found, settled(ground, verdict.plan or found))
    found = worth.better(plan, found)
    moves = moves_between(jobs, plan, found)
    broken = broken_promises(jobs, found)
    return Reoptimised(found, worth.of(plan), worth.of(found), moves, done, bound, worth.reaches(found, bound), broken)


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
