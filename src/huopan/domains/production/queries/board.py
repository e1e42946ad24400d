"""The live board: the tables of a factory as the planner's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from huopan.domains.production.models import (
    CapacityHold,
    Demand,
    Machine,
    PlannedStep,
    PlanningTerms,
    PlanVersion,
    WorkCentre,
)
from huopan.domains.production.queries.floor import FloorFact, floor_facts
from huopan.domains.production.queries.pools import Memberships
from huopan.domains.production.queries.routes import Routes, routes_of
from huopan.domains.production.queries.shopfloor import shop_of, standing_on
from huopan.domains.production.queries.supplies import Supplies, supplies_of
from huopan.domains.production.queries.tables import board_rows
from huopan.engines.planning import model
from huopan.engines.planning.routing import job_of

WHOLE = 10_000  # basis points


@dataclass(frozen=True)
class Board:
    """What a factory's planner sees at `origin`, the planner's second 0: what is promised or held are its jobs.

    Jobs are called by their demand's id; work centres, machines and materials by their codes, for people read them."""

    origin: datetime
    terms: PlanningTerms
    version: PlanVersion | None
    shop: model.Shop
    demands: Mapping[int, Demand]
    centres: Mapping[str, WorkCentre]
    machines: Mapping[tuple[str, str], Machine]
    routes: Routes
    supplies: Supplies
    pools: Memberships
    jobs: tuple[model.Job, ...] = ()
    plan: model.Plan = field(default_factory=model.Plan)

    @property
    def factory_id(self) -> int:
        return self.terms.factory_id

    def second(self, moment: datetime) -> int:
        return int((moment - self.origin).total_seconds())

    def moment(self, second: int) -> datetime:
        return self.origin + timedelta(seconds=second)

    def finish_of(self, demand: Demand, plan: model.Plan | None = None) -> datetime | None:
        """When the plan, or another one, has the demand done; None when it leaves it out."""
        finish = (plan or self.plan).finish(str(demand.pk))
        return None if finish is None else self.moment(finish)

    def job_of(self, demand: Demand, **fields: Any) -> model.Job:
        """A demand as a job that is wanted, not promised; its revenue net of what does not depend on the plan."""
        recipe, material = demand.recipe, self.supplies.material_fen(demand)
        apart = material + recipe.packaging_fen * demand.quantity + material * recipe.rework_basis_points // WHOLE
        wanted: dict[str, Any] = {
            "due": self.second(demand.wanted_by) if demand.wanted_by else model.ALWAYS,
            "revenue_fen": demand.revenue_fen - apart,
            "late_hour_fen": demand.late_hour_fen or self.terms.late_hour_fen,
            "needs": self.supplies.needs(demand),
        }
        return job_of(
            self.routes.routing(demand),
            demand.quantity,
            code=str(demand.pk),
            work_centres=self.centres,
            **(wanted | fields),
        )

    def promised_job(self, demand: Demand, finish: int | None) -> model.Job:
        """What was promised must be kept; a promise that cannot be kept any more is due now and must not get worse.
        Its material is claimed: it waits for that until its release."""
        assert demand.promised_at is not None
        promised = self.second(demand.promised_at)
        return self.job_of(
            demand,
            release=self.supplies.ready.get(demand.pk, 0),
            due=promised,
            deadline=max(promised, finish or 0),
            needs=(),
            is_promised=True,
        )


def board_of(factory_id: int, at: datetime, *, also: Sequence[Demand] = ()) -> Board:
    """The board of a factory, ready for `also`, demands that are not on it yet. One statement."""
    at = at.replace(microsecond=0)
    rows = board_rows(factory_id, at, {each.pk for each in also})
    terms = rows.terms[0] if rows.terms else PlanningTerms(factory_id=factory_id)
    promised = {each.pk: each for each in rows.promised}
    holds = [hold for hold in rows.holds if hold.demand_id not in promised]
    shop = shop_of(rows, at, horizon_days=terms.horizon_days)
    supplies = supplies_of(rows, at)
    board = Board(
        origin=at,
        terms=terms,
        version=rows.versions[0] if rows.versions else None,
        shop=model.Shop(shop.work_centres, supplies.materials),
        demands={**promised, **{hold.demand_id: hold.demand for hold in holds}, **{each.pk: each for each in also}},
        centres=shop.centres,
        machines=shop.machines,
        routes=routes_of(rows),
        supplies=supplies,
        pools={row.demand_id: row for row in rows.members},
    )
    facts = floor_facts(rows, at)
    planned = _planned(board, promised, facts, rows.planned)
    plan = model.Plan((*planned, *(each for hold in holds for each in held_placements(board, hold))))
    jobs = [board.promised_job(demand, plan.finish(str(demand.pk))) for demand in promised.values()]
    jobs = [_left_behind(board, job, facts) for job in jobs]
    return replace(board, jobs=(*jobs, *(_held_job(board, hold, plan) for hold in holds)), plan=plan)


def terms_of(factory_id: int) -> PlanningTerms:
    """How the factory wants to be planned; the defaults when it never said."""
    return PlanningTerms.objects.filter(factory_id=factory_id).first() or PlanningTerms(factory_id=factory_id)


def least_margin_pct_of(factory_id: int) -> Coalesce:
    """The margin that the factory wants at least, to be answered within another statement."""
    said = PlanningTerms.objects.filter(factory_id=factory_id).values("least_margin_pct")
    return Coalesce(Subquery(said[:1]), PlanningTerms().least_margin_pct)


Facts = Mapping[tuple[int, int], FloorFact]


def _left_behind(board: Board, job: model.Job, facts: Facts) -> model.Job:
    """The job as its done steps left their machines: set up for whatever was done there last, by a demand that may have
    left the board since."""
    steps = list(job.steps)
    for place in range(len(steps)):
        fact = facts.get((int(job.code), place))
        machine = board.machines.get((fact.work_centre, fact.machine)) if fact and fact.is_done else None
        if machine is not None and machine.set_up_at is not None:
            steps[place] = replace(steps[place], traits=standing_on(machine))
    return replace(job, steps=tuple(steps))


def _planned(
    board: Board, promised: Mapping[int, Demand], facts: Facts, steps: Iterable[PlannedStep]
) -> list[model.Placement]:
    """What the current plan says of each step, and over it what the floor says has begun. A step pinned to a time that
    has passed was not begun: it moves like any other."""
    placed = {(row.demand_id, row.step): _placement(board, row) for row in steps if row.demand_id in promised}
    placed |= {key: _fact(board, key, fact) for key, fact in facts.items() if key[0] in promised}
    whole: dict[int, list[model.Placement]] = defaultdict(list)
    for (demand_id, _step), placement in sorted(placed.items()):
        whole[demand_id].append(placement)
    return [placement for placements in whole.values() for placement in placements]


def _placement(board: Board, row: PlannedStep) -> model.Placement:
    start = board.second(row.starts_at)
    return model.Placement(
        str(row.demand_id),
        row.step,
        row.work_centre.code,
        row.machine.code,
        start,
        row.setup_seconds,
        board.second(row.ends_at),
        row.is_fixed and start >= 0,
    )


def _fact(board: Board, key: tuple[int, int], fact: FloorFact) -> model.Placement:
    starts, ends = board.second(fact.starts_at), board.second(fact.ends_at)
    if not fact.is_done:
        back = _up_again(board, fact)
        ends = max(ends, back + int(fact.left.total_seconds())) if back else ends
    return model.Placement(str(key[0]), key[1], fact.work_centre, fact.machine, starts, 0, ends, is_fixed=True)


def _up_again(board: Board, fact: FloorFact) -> int:
    """When the fact's machine, if it is down now, is back as far as is known; 0 otherwise."""
    centre = next((each for each in board.shop.work_centres if each.code == fact.work_centre), None)
    machines = [each for each in centre.machines if each.code == fact.machine] if centre else []
    return max((span.end for each in machines for span in each.down if span.start <= 0 < span.end), default=0)


def held_placements(board: Board, hold: CapacityHold) -> list[model.Placement]:
    """Where a hold's steps stand."""
    return [
        model.Placement(
            str(hold.demand_id),
            step,
            centre,
            machine,
            board.second(datetime.fromisoformat(starts)),
            setup,
            board.second(datetime.fromisoformat(ends)),
        )
        for step, centre, machine, starts, setup, ends in hold.placements
    ]


def _held_job(board: Board, hold: CapacityHold, plan: model.Plan) -> model.Job:
    """What is held is kept like a promise: whoever holds it may take it up at any time."""
    until = max(board.second(hold.promised_at), plan.finish(str(hold.demand_id)) or 0)
    return board.job_of(hold.demand, deadline=until, is_promised=True)
