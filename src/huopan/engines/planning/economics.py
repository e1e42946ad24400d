"""Will I still earn: what an order costs, what it contributes, and what its bottleneck hours have to earn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from huopan.engines.planning.boards import Board, Slide
from huopan.engines.planning.bottleneck import Bid
from huopan.engines.planning.model import ALWAYS, HOUR, Job, Need, Traits
from huopan.engines.planning.pooling import joined
from huopan.engines.planning.promising import Promise, fen
from huopan.engines.planning.routing import Routing, job_of
from huopan.kernel.money import UnitPrice

WHOLE = 10_000  # basis points
PERCENT = 100
FREE = UnitPrice(0)

Kind = Literal["material", "setup", "run", "overtime", "packaging", "rework", "displaced", "late"]


@dataclass(frozen=True, slots=True)
class Usage:
    """`quantity` of a material for every `per` pieces: one cup each, one carton for 24."""

    material: str
    quantity: int = 1
    per: int = 1

    def needed(self, pieces: int) -> int:
        return -(-self.quantity * pieces // self.per)


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """What somebody asks a factory for, in seconds and fen.

    `price`: offered for one piece, net of tax; `packaging`: what packing one piece costs; `rework_basis_points`: of
    material, set-up, run and overtime, kept back for what has to be made again; `late_hour_fen`: what each hour after
    `due` costs; `least_margin_pct`: of the price, that has to be left at the least, 0 to 99."""

    code: str
    routing: Routing
    quantity: int
    price: UnitPrice
    usages: tuple[Usage, ...] = ()
    packaging: UnitPrice = FREE
    rework_basis_points: int = 0
    release: int = 0
    due: int = ALWAYS
    deadline: int = ALWAYS
    late_hour_fen: int = 0
    least_margin_pct: int = 0

    @property
    def revenue_fen(self) -> int:
        return self.price.times(self.quantity).fen

    def with_trait(self, name: str, value: str) -> QuoteRequest:
        """The same in another colour (or another value of any trait), wherever the routing names it."""
        operations = tuple(
            replace(each, traits=_with(each.traits, name, value)) if name in dict(each.traits) else each
            for each in self.routing.operations
        )
        return replace(self, routing=Routing(operations))


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the arithmetic. `seconds`: machine time it stands for; `pieces`: what is bought; 0 where none."""

    kind: Kind
    fen: int
    seconds: int = 0
    pieces: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """An order's money, exact to the fen: revenue less `lines` is the contribution.

    `bottleneck_seconds`: machine time on the bid's work centre; `bid_fen`: what that time has to earn now;
    `displaced`: planned jobs that end later for it. `break_even_quantity`: the fewest pieces at this price that pay
    for everything, the bid and the least margin; None when no quantity does."""

    quantity: int
    revenue_fen: int
    lines: tuple[CostLine, ...]
    bid: Bid
    bottleneck_seconds: int
    displaced: tuple[Slide, ...]
    break_even_quantity: int | None
    least_margin_pct: int = 0

    @property
    def cost_fen(self) -> int:
        return sum(line.fen for line in self.lines)

    @property
    def contribution_fen(self) -> int:
        return self.revenue_fen - self.cost_fen

    @property
    def contribution_per_bottleneck_hour_fen(self) -> int | None:
        """None when the order does not touch the bottleneck."""
        return self.contribution_fen * HOUR // self.bottleneck_seconds if self.bottleneck_seconds else None

    @property
    def bid_fen(self) -> int:
        return self.bid.of(self.bottleneck_seconds)

    @property
    def least_margin_fen(self) -> int:
        """What of this revenue has to be left at the least, rounded up."""
        return -(-self.revenue_fen * self.least_margin_pct // PERCENT)

    @property
    def least_price_fen(self) -> int:
        """The lowest total price at which the order pays for everything, for the bottleneck hours it takes, and leaves
        the least margin."""
        with_margin = -(-self.cost_fen * PERCENT // (PERCENT - self.least_margin_pct))
        return max(self.cost_fen + self.bid_fen, with_margin)

    @property
    def earns(self) -> bool:
        """Whether the order is worth its bottleneck hours and leaves the least margin."""
        return self.contribution_fen >= max(self.bid_fen, self.least_margin_fen)

    def line(self, kind: Kind) -> int:
        """Fen of all lines of a kind."""
        return sum(line.fen for line in self.lines if line.kind == kind)


def job_for(board: Board, request: QuoteRequest) -> Job:
    """The request as a job for this board; `revenue_fen` is net of material, packaging and rework on material.

    Raises what `routing.job_of` raises."""
    needs = tuple(Need(usage.material, usage.needed(request.quantity)) for usage in request.usages)
    material = sum(line.fen for line in _materials(board, request))
    apart = material + request.packaging.times(request.quantity).fen + _rework(request, material)
    return job_of(
        request.routing,
        request.quantity,
        code=request.code,
        work_centres=board.centres,
        release=request.release,
        due=request.due,
        deadline=request.deadline,
        revenue_fen=request.revenue_fen - apart,
        late_hour_fen=request.late_hour_fen,
        needs=needs,
    )


def arithmetic(board: Board, request: QuoteRequest, made: Promise, bid: Bid) -> Arithmetic:
    """The money of `request` done as `made` says, on the board as it was then.

    A step that joins a pool pays its share of the common set-up; one that does not pays its own and what the next
    job's set-up costs more or less for it."""
    materials = _materials(board, request)
    machines = _machine_lines(board, made)
    rework = _rework(request, sum(line.fen for line in (*materials, *machines)))
    lines = (
        *materials,
        *machines,
        CostLine("packaging", request.packaging.times(request.quantity).fen, pieces=request.quantity),
        CostLine("rework", rework),
        CostLine("displaced", displaced_fen(board, made)),
        CostLine("late", own_lateness_fen(made)),
    )
    seconds = sum(
        cost.setup_seconds + cost.run_seconds for cost in made.costs if cost.work_centre == bid.load.work_centre
    )
    margin = request.least_margin_pct
    said = Arithmetic(request.quantity, request.revenue_fen, lines, bid, seconds, made.slid, None, margin)
    return replace(said, break_even_quantity=_break_even(request, said, made))


def displaced_fen(board: Board, made: Promise) -> int:
    """What planned jobs that slide past their due date cost more in lateness."""
    total = 0
    for slide in made.slid:
        job = board.jobs[slide.job]
        if job.late_hour_fen and slide.after > job.due:
            later = slide.after - max(slide.before, job.due)
            total += fen(later * job.late_hour_fen, HOUR)
    return total


def own_lateness_fen(made: Promise) -> int:
    """What the order itself costs by ending after its due date."""
    return fen(max(0, made.finish - made.job.due) * made.job.late_hour_fen, HOUR)


def _materials(board: Board, request: QuoteRequest) -> tuple[CostLine, ...]:
    prices = {material.code: material.unit_fen for material in board.shop.materials}
    lines = []
    for usage in request.usages:
        needed = usage.needed(request.quantity)
        cost = prices.get(usage.material, 0) * needed
        lines.append(CostLine("material", cost, pieces=needed, code=usage.material))
    return tuple(lines)


def _machine_lines(board: Board, made: Promise) -> tuple[CostLine, ...]:
    lines = []
    for number, cost in enumerate(made.costs):
        offer = joined(board, made, number)
        setup = cost.setup_fen + cost.follower_fen if offer is None else offer.share_fen
        lines.append(CostLine("setup", setup, seconds=cost.setup_seconds, code=cost.step))
        lines.append(CostLine("run", cost.run_fen, seconds=cost.run_seconds, code=cost.step))
        if cost.overtime_fen:
            lines.append(CostLine("overtime", cost.overtime_fen, code=cost.step))
    return tuple(lines)


def _rework(request: QuoteRequest, base_fen: int) -> int:
    return fen(base_fen * request.rework_basis_points, WHOLE)


def _break_even(request: QuoteRequest, said: Arithmetic, made: Promise) -> int | None:
    """The fewest pieces that pay for the bid and that leave the least margin, whichever takes more."""
    bottleneck = said.bid.load.work_centre
    setup_there = sum(cost.setup_seconds for cost in made.costs if cost.work_centre == bottleneck)
    for_bid = _enough(request, said, said.bid.of(setup_there), said.bid_fen * PERCENT)
    for_margin = _enough(request, said, 0, said.revenue_fen * said.least_margin_pct)
    return None if for_bid is None or for_margin is None else max(for_bid, for_margin)


def _enough(request: QuoteRequest, said: Arithmetic, once_more_fen: int, wanted: int) -> int | None:
    """Set-up, overtime and lateness once, all else by the piece: fixed ÷ (price − what a piece costs and has to leave).
    `wanted`, in 1/100 fen, has to be left; `once_more_fen` of it whatever the quantity."""
    once_base = said.line("setup") + said.line("overtime")
    once = once_base + _rework(request, once_base) + said.line("displaced") + said.line("late") + once_more_fen
    margin = (request.revenue_fen - said.cost_fen + once) * PERCENT - wanted
    return max(1, -(-once * PERCENT * request.quantity // margin)) if margin > 0 else None


def _with(traits: Traits, name: str, value: str) -> Traits:
    return tuple(sorted({**dict(traits), name: value}.items()))
