"""Accept, counter or decline, with the arithmetic, and the cheapest changes that would be acceptable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from huopan.engines.planning.boards import Board
from huopan.engines.planning.bottleneck import DAY, WINDOW, Bid, bid_price
from huopan.engines.planning.economics import WHOLE, Arithmetic, QuoteRequest, arithmetic, job_for
from huopan.engines.planning.model import ALWAYS
from huopan.engines.planning.pooling import offers, open_pools
from huopan.engines.planning.promising import Promise, cheapest, promise
from huopan.engines.planning.refusals import BeyondCalendarError, DeadlineMissedError, MaterialShortError
from huopan.kernel.refusal import RefusedError

Answer = Literal["accept", "counter", "decline"]
Change = Literal["later", "quantity", "pool", "colour"]
LATER_DAYS = (1, 2, 4, 7)
COLOUR = "colour"


@dataclass(frozen=True, slots=True)
class Counter:
    """An acceptable change of the request, ready to be committed through its promise.

    `price_fen`: the lowest acceptable total; `saving_basis_points`: what a piece costs less than as asked (of the
    lowest acceptable price as asked, or of the offered price when it cannot be done as asked); negative when dearer."""

    change: Change
    request: QuoteRequest
    promise: Promise
    arithmetic: Arithmetic
    price_fen: int
    saving_basis_points: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`promise` and `arithmetic` are None when it cannot be done as asked; then `refusal` says why."""

    answer: Answer
    request: QuoteRequest
    bid: Bid
    promise: Promise | None
    arithmetic: Arithmetic | None
    refusal: RefusedError | None
    counters: tuple[Counter, ...] = ()


def judge(
    board: Board, request: QuoteRequest, *, at: int = 0, window: int = WINDOW, with_counters: bool = True
) -> Verdict:
    """Whether to take `request` at its price, made as early as it can be from second `at` on.

    Accepts what is in time and worth its bottleneck hours; otherwise counters with the acceptable changes, lowest
    price for a piece first, or declines when there is none. `with_counters` off looks for none and declines at once.
    Raises what `routing.job_of` raises, TimesNotApprovedError, NoMachineError."""
    bid = bid_price(board, at=at, window=window)
    try:
        made = promise(board, job_for(board, request), at=at)
    except (DeadlineMissedError, MaterialShortError, BeyondCalendarError) as refusal:
        return _answered(board, Verdict("decline", request, bid, None, None, refusal), at, with_counters)
    sums = arithmetic(board, request, made, bid)
    if sums.earns:
        return Verdict("accept", request, bid, made, sums, None)
    return _answered(board, Verdict("decline", request, bid, made, sums, None), at, with_counters)


def counters(board: Board, verdict: Verdict, *, at: int = 0) -> tuple[Counter, ...]:
    """Changes of a verdict's request that would be acceptable at the price named, lowest price for a piece first.

    A later date, a larger quantity, a pool's set-up, the colour of an open pool; the best of each kind."""
    best: dict[Change, Counter] = {}
    for found in _tried(board, verdict, at):
        held = best.get(found.change)
        if held is None or found.saving_basis_points > held.saving_basis_points:
            best[found.change] = found
    is_possible = verdict.arithmetic is not None
    worth = [each for each in best.values() if each.saving_basis_points > 0 or not is_possible]
    return tuple(sorted(worth, key=lambda each: -each.saving_basis_points))


def _answered(board: Board, verdict: Verdict, at: int, with_counters: bool) -> Verdict:  # noqa: FBT001 - one caller
    found = counters(board, verdict, at=at) if with_counters else ()
    return replace(verdict, answer="counter" if found else "decline", counters=found)


def _tried(board: Board, verdict: Verdict, at: int) -> Iterator[Counter]:
    yield from _later(board, verdict, at)
    yield from _larger(board, verdict, at)
    yield from _pooled(board, verdict, at)
    yield from _recoloured(board, verdict, at)


def _later(board: Board, verdict: Verdict, at: int) -> Iterator[Counter]:
    asked = verdict.request
    if asked.deadline >= ALWAYS:
        return
    for days in LATER_DAYS:
        later = asked.deadline + days * DAY
        request = replace(asked, deadline=later, due=max(asked.due, later) if asked.due < ALWAYS else ALWAYS)
        try:
            made = cheapest(board, job_for(board, request), later, at=at)
        except RefusedError:
            continue
        yield _counter("later", verdict, request, made, arithmetic(board, request, made, verdict.bid), detail=str(days))


def _larger(board: Board, verdict: Verdict, at: int) -> Iterator[Counter]:
    asked = verdict.request
    enough = verdict.arithmetic.break_even_quantity if verdict.arithmetic else None
    for quantity in sorted({enough or 0, asked.quantity * 2, asked.quantity * 5}):
        if quantity <= asked.quantity or verdict.arithmetic is None:
            continue
        request = replace(asked, quantity=quantity)
        made = _promised(board, request, at)
        if made is not None:
            sums = arithmetic(board, request, made, verdict.bid)
            yield _counter("quantity", verdict, request, made, sums, detail=str(quantity))


def _pooled(board: Board, verdict: Verdict, at: int) -> Iterator[Counter]:
    asked = verdict.request
    try:
        found = offers(board, job_for(board, asked), at=at)
    except RefusedError:
        return
    for offer in found:
        sums = arithmetic(board, asked, offer.promise, verdict.bid)
        pool = offer.pool
        yield _counter("pool", verdict, asked, offer.promise, sums, detail=f"{pool.work_centre}/{pool.machine}")


def _recoloured(board: Board, verdict: Verdict, at: int) -> Iterator[Counter]:
    asked = verdict.request
    for value in _other_colours(board, asked, at):
        request = asked.with_trait(COLOUR, value)
        made = _promised(board, request, at)
        if made is not None:
            sums = arithmetic(board, request, made, verdict.bid)
            yield _counter("colour", verdict, request, made, sums, detail=value)


def _other_colours(board: Board, asked: QuoteRequest, at: int) -> list[str]:
    """Colours of open pools that differ from the request in nothing else, soonest first."""
    wanted = [dict(each.traits) for each in asked.routing.operations if COLOUR in dict(each.traits)]
    found: list[str] = []
    for pool in open_pools(board, at=at) if wanted else ():
        named = dict(pool.traits)
        suits = any({**mine, COLOUR: named.get(COLOUR)} == named and mine != named for mine in wanted)
        if suits and named[COLOUR] not in found:
            found.append(named[COLOUR])
    return found[:3]


def _promised(board: Board, request: QuoteRequest, at: int) -> Promise | None:
    try:
        return promise(board, job_for(board, request), at=at)
    except RefusedError:
        return None


def _counter(
    change: Change, verdict: Verdict, request: QuoteRequest, made: Promise, sums: Arithmetic, *, detail: str
) -> Counter:
    asked = verdict.arithmetic.least_price_fen if verdict.arithmetic else verdict.request.revenue_fen
    per_piece = asked * request.quantity  # both sides times both quantities, so that no piece is rounded
    saved = (per_piece - sums.least_price_fen * verdict.request.quantity) * WHOLE // max(1, per_piece)
    return Counter(change, request, made, sums, sums.least_price_fen, saved, detail)
