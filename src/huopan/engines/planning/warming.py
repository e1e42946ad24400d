"""Everything the planner compiles, asked for once: on a small machine that takes half a minute, then it is kept."""

from __future__ import annotations

from dataclasses import replace

from huopan.engines.planning.boards import Board
from huopan.engines.planning.chance import Luck, Uncertainty
from huopan.engines.planning.economics import QuoteRequest
from huopan.engines.planning.model import Job, Machine, Option, Plan, SetupRule, Shop, Step, WorkCentre, traits
from huopan.engines.planning.promising import commit, promise
from huopan.engines.planning.rehearsal import rehearse
from huopan.engines.planning.reoptimising import reoptimise
from huopan.engines.planning.retiming import retimed
from huopan.engines.planning.routing import Operation, Routing, Way
from huopan.engines.planning.twin import Situation
from huopan.engines.planning.verdicts import judge
from huopan.kernel.money import UnitPrice

HOUR, DAY = 3600, 86_400


def warm() -> None:
    """Ask the planner everything once, in a shop of two machines."""
    press = WorkCentre("press", (Machine("1"), Machine("2")), setup=SetupRule(changes=(("colour", HOUR),)), hour_fen=1)
    shop = Shop((press,))
    jobs = [
        Job(
            f"job {n}",
            (Step("print", (Option("press", HOUR),), traits(colour=colour)),),
            deadline=DAY,
            is_promised=True,
        )
        for n, colour in enumerate(("red", "blue", "red"))
    ]
    board = Board(shop, (), Plan())
    for job in jobs:
        commit(board, promise(board, job))
    way = Way("press", cycle_ms=60_000, pieces_per_cycle=1, setup_seconds=0)
    asked = Routing((Operation("print", (way,), traits=traits(colour="green")),))
    for deadline in (DAY, HOUR):
        judge(board, QuoteRequest("asked", asked, 30, UnitPrice(1), deadline=deadline, due=deadline))
    plan = retimed(shop, jobs, board.plan())
    reoptimise(shop, jobs, plan, seed=1, iterations=20)
    one = Shop((replace(press, machines=press.machines[:1]),))
    rivals = [replace(job, deadline=HOUR, is_promised=False, revenue_fen=1) for job in jobs]
    reoptimise(one, rivals, Plan(), seed=1, iterations=1, until_proven=True)
    rehearse(Situation(shop, tuple(jobs), plan), Luck(Uncertainty(), runs=4, seed=1)).forecast()
