"""Accept, counter or decline: the planner's answer to a demand, with its arithmetic. For the factory's eyes only."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huopan.domains.production.models import Demand
from huopan.domains.production.queries.board import Board, board_of
from huopan.domains.production.queries.demands import demand as seen_demand
from huopan.domains.production.queries.pools import Joined, joined_by_promise
from huopan.domains.production.queries.promises import standing_of
from huopan.domains.production.queries.supplies import MILLION
from huopan.engines.planning.model import ALWAYS
from huopan.kernel.actor import Actor
from huopan.kernel.money import HAO_PER_FEN, UnitPrice
from huopan.kernel.refusal import RefusedError, UnknownError

if TYPE_CHECKING:
    from huopan.engines.planning.boards import Board as Standing
    from huopan.engines.planning.economics import Arithmetic, QuoteRequest
    from huopan.engines.planning.verdicts import Counter, Verdict


@dataclass(frozen=True)
class Judged:
    """`verdict` speaks in seconds from the board's origin; `refusal` says why nothing can be said yet, such as times
    that nobody approved."""

    demand: Demand
    board: Board
    verdict: Verdict | None
    refusal: RefusedError | None
    joins: Joined | None = None  # the pool that it would stand in as asked

    @property
    def answer(self) -> str:
        return self.verdict.answer if self.verdict else "decline"


def verdict_on(demand_id: int, by: Actor, at: datetime) -> Judged:
    """The verdict on a demand as its factory's board stands. Raises UnknownError to strangers, its buyer too."""
    demand = seen_demand(demand_id, by)
    return judged(board_of(demand.factory_id, at, also=[demand]), demand)


def decided_verdict(demand_id: int, by: Actor) -> dict[str, Any]:
    """The verdict that was kept when a demand was answered last. Raises UnknownError to strangers, and when none is."""
    kept: dict[str, Any] = seen_demand(demand_id, by).verdict
    if not kept:
        raise UnknownError(what="verdict")
    return kept


def judged(board: Board, demand: Demand, standing: Standing | None = None) -> Judged:
    """The verdict on one demand of `board`. A demand that stands on it already is judged as if it did not.

    `standing`: the board as the planner asks it, for whoever judges several demands; it is left as it was."""
    from huopan.engines.planning.verdicts import judge  # noqa: PLC0415 - compiled code takes a second to load

    try:
        board.routes.must_be_promisable(demand)
    except RefusedError as refusal:
        return Judged(demand, board, None, refusal)
    standing = standing or standing_of(board)
    code = str(demand.pk)
    with standing.without(code) if code in standing else nullcontext():
        verdict = judge(standing, request_of(board, demand))
        joins = joined_by_promise(board.pools, standing, verdict.promise)
    return Judged(demand, board, verdict, verdict.refusal, joins)


def request_of(board: Board, demand: Demand) -> QuoteRequest:
    """The demand as a request for a quotation. Its price for a piece is its revenue shared out, exact to the fen for
    any amount that came from a unit price."""
    from huopan.engines.planning.economics import QuoteRequest, Usage  # noqa: PLC0415 - compiled code

    wanted_by = board.second(demand.wanted_by) if demand.wanted_by else ALWAYS
    lines = board.supplies.lines_of.get(demand.recipe_id, ())
    return QuoteRequest(
        code=str(demand.pk),
        routing=board.routes.routing(demand),
        quantity=demand.quantity,
        price=UnitPrice((2 * demand.revenue_fen * HAO_PER_FEN + demand.quantity) // (2 * demand.quantity)),
        usages=tuple(Usage(line.component.code, line.quantity_millionths, MILLION) for line in lines),
        packaging=UnitPrice(demand.recipe.packaging_fen * HAO_PER_FEN),
        rework_basis_points=demand.recipe.rework_basis_points,
        due=wanted_by,
        deadline=wanted_by,
        late_hour_fen=demand.late_hour_fen or board.terms.late_hour_fen,
        least_margin_pct=board.terms.least_margin_pct,
    )


def as_kept(judged: Judged) -> dict[str, Any]:
    """The verdict as plain values: what was decided on, to be looked at later."""
    verdict, board = judged.verdict, judged.board
    kept: dict[str, Any] = {"answer": judged.answer, "judged_at": board.origin.isoformat()}
    kept["pool"] = _pool(judged.joins)
    if judged.refusal is not None:
        kept |= {"refusal": judged.refusal.code, "because": str(judged.refusal)}
    if verdict is not None:
        kept["counters"] = [_counter(board, each) for each in verdict.counters]
        if verdict.promise and verdict.arithmetic:
            kept["finishes_at"] = board.moment(verdict.promise.finish).isoformat()
            kept["arithmetic"] = _sums(judged, verdict.arithmetic)
    return kept


def _pool(joins: Joined | None) -> dict[str, Any] | None:
    if joins is None:
        return None
    return {
        "id": joins.pool.pk,
        "number": joins.pool.number,
        "closes_at": joins.pool.closes_at.isoformat(),
        "alone_fen": joins.alone_fen,
        "share_fen": joins.share_fen,
        "saving_fen": joins.saving_fen,
    }


def _sums(judged: Judged, sums: Arithmetic) -> dict[str, Any]:
    board, neck = judged.board, sums.bid.load.work_centre
    steps = {step.code: step for step in board.routes.steps_of.get(judged.demand.routing_id, ())}
    materials = {row.code: row for row in board.supplies.rows.values()}
    return {
        "quantity": sums.quantity,
        "revenue_fen": sums.revenue_fen,
        "lines": [
            {"kind": line.kind, "code": line.code, "fen": line.fen, "seconds": line.seconds, "pieces": line.pieces}
            | _named((materials if line.kind == "material" else steps).get(line.code))
            for line in sums.lines
        ],
        "contribution_fen": sums.contribution_fen,
        "bottleneck": neck,
        **_named(board.centres.get(neck), "bottleneck_name"),
        "bottleneck_load_pct": sums.bid.load.pct,
        "bottleneck_seconds": sums.bottleneck_seconds,
        "contribution_per_bottleneck_hour_fen": sums.contribution_per_bottleneck_hour_fen,
        "bid_hour_fen": sums.bid.hour_fen,
        "least_margin_pct": sums.least_margin_pct,
        "least_margin_fen": sums.least_margin_fen,
        "least_price_fen": sums.least_price_fen,
        "break_even_quantity": sums.break_even_quantity,
        "displaced": [
            {"demand_id": int(each.job), "later_seconds": each.after - each.before} for each in sums.displaced
        ],
    }


def _named(row: Any, field: str = "name") -> dict[str, str]:
    """As people call it, in both languages, for whoever reads it later."""
    return {f"{field}_zh": row.name_zh if row else "", f"{field}_en": row.name_en if row else ""}


def _counter(board: Board, counter: Counter) -> dict[str, Any]:
    beside = (board.pools.get(int(job)) for cost in counter.promise.costs for job, _step in cost.beside)
    pool = next((each.pool for each in beside if each is not None and each.pool.is_open), None)
    return {
        "change": counter.change,
        "detail": counter.detail,
        "pool_id": pool.pk if pool and counter.change == "pool" else None,
        "quantity": counter.request.quantity,
        "finishes_at": board.moment(counter.promise.finish).isoformat(),
        "price_fen": counter.price_fen,
        "saving_basis_points": counter.saving_basis_points,
    }
