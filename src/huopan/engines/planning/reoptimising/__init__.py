"""Re-optimising: a better plan for the same jobs, within a stated budget, and an account of what moved and why.

    better = reoptimise(shop, jobs, plan, seed=1, iterations=20_000)
    better.plan, better.before.profit_fen, better.after.profit_fen, better.moves

Promised jobs stay in and keep their deadlines, fixed placements stay where they are, other jobs are taken or left out
as they earn: profit first, then lateness, then set-ups. Never worse than the plan given; the same seed and iterations
give the same plan. A promise that nothing can keep any more (a machine broke) is placed late rather than not at all and
named in `better.broken`. `polish_seconds` lets CP-SAT rearrange a few jobs at a time, `proof_seconds` the whole plan
with a proof that none is better, in shops without pauses and overtime. A time budget (`seconds` of what the caller's
`elapsed` counts, or `stop`) only cuts the search off; without `iterations` the search paces itself by it.
`objective="makespan"` takes every job and shortens the whole.
"""

from huopan.engines.planning.reoptimising.improving import reoptimise
from huopan.engines.planning.reoptimising.searching import greedy_plan
from huopan.engines.planning.reoptimising.values import Figures, Move, Reoptimised, UnknownWorkError

__all__ = ["Figures", "Move", "Reoptimised", "UnknownWorkError", "greedy_plan", "reoptimise"]
