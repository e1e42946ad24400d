"""Material requirements: what to buy or make, how much and when to order it.

Gross needs are netted level by level down the bill of materials against stock, what is on its way and what must stay,
then sized in lots and set back by lead times (Orlicky 1975; low-level codes so that a part used on several levels is
netted once, with all its needs known).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huopan.kernel.refusal import RefusedError, said

WHOLE = 1_000_000


class MadeOfItselfError(RefusedError):
    kind = "invalid"
    sentence = said("“{path}”: this material would be made of itself; take one of these lines out.")


class UnknownMaterialError(RefusedError):
    kind = "invalid"
    sentence = said("There is no material “{material}”; add it first, or mend the code.")


@dataclass(frozen=True, slots=True)
class Component:
    """`millionths` of a material go into one unit of its parent: 1,500,000 is one and a half."""

    material: str
    millionths: int


@dataclass(frozen=True, slots=True)
class Item:
    """A material as the planner buys or makes it. `arrivals`: (second, quantity) on its way; `made_of`: empty when it
    is bought. Ordered `lead_seconds` ahead in multiples of `lot_size`; `minimum` must stay in stock."""

    code: str
    on_hand: int = 0
    arrivals: tuple[tuple[int, int], ...] = ()
    lead_seconds: int = 0
    lot_size: int = 1
    minimum: int = 0
    unit_fen: int = 0
    made_of: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """`quantity` of a material needed at a second, for `reason`."""

    material: str
    at: int
    quantity: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Order `quantity` at `order_at` so that it is there at `needed_at`. `is_late`: `order_at` lies before second 0,
    so it cannot be there in time; `there_at` says when it can. `reasons`: what needs it, first first."""

    material: str
    quantity: int
    order_at: int
    needed_at: int
    there_at: int
    is_made: bool
    cost_fen: int
    reasons: tuple[str, ...]

    @property
    def is_late(self) -> bool:
        return self.order_at < 0


def suggestions(items: Iterable[Item], needs: Iterable[Requirement]) -> tuple[Suggestion, ...]:
    """What to order, soonest first, so that no need lacks and no stock falls below its minimum.

    Needs beyond what is there become orders in whole lots at the moment the stock would run short; an order for a made
    material becomes needs of its components when it is begun. Raises MadeOfItselfError and UnknownMaterialError.
    """
    known = {item.code: item for item in items}
    gross: dict[str, list[Requirement]] = defaultdict(list)
    for need in needs:
        _must_know(known, need.material)
        gross[need.material].append(need)
    found: list[Suggestion] = []
    for code in top_down(known):
        for order in _netted(known[code], gross[code]):
            found.append(order)
            for component in known[code].made_of:
                gross[component.material].append(_part(component, order))
    return tuple(sorted(found, key=lambda each: (each.order_at, each.material)))


def top_down(items: Mapping[str, Item]) -> list[str]:
    """Codes, each after all that it goes into. Raises MadeOfItselfError, UnknownMaterialError."""
    order: list[str] = []
    done: set[str] = set()
    for code in sorted(items):
        _descend(items, code, done, order)
    return order[::-1]


def needs_of(recipe: Sequence[Component], pieces: int) -> dict[str, int]:
    """Whole units of each component that `pieces` take, rounded up once."""
    total: dict[str, int] = defaultdict(int)
    for each in recipe:
        total[each.material] += each.millionths * pieces
    return {code: -(-millionths // WHOLE) for code, millionths in total.items()}


def _descend(items: Mapping[str, Item], start: str, done: set[str], order: list[str]) -> None:
    """Depth first without recursion, however deep the bill is."""
    path: list[tuple[str, int]] = [(start, 0)]
    open_codes = {start}
    if start in done:
        return
    while path:
        code, place = path[-1]
        parts = items[code].made_of
        if place == len(parts):
            path.pop()
            open_codes.discard(code)
            done.add(code)
            order.append(code)
            continue
        path[-1] = (code, place + 1)
        part = parts[place].material
        _must_know(items, part)
        if part in open_codes:
            codes = [each for each, _place in path]
            raise MadeOfItselfError(path=" → ".join([*codes[codes.index(part) :], part]))
        if part not in done:
            open_codes.add(part)
            path.append((part, 0))


def _netted(item: Item, needs: Sequence[Requirement]) -> list[Suggestion]:
    """Walk through time with the stock; whenever it would fall below the minimum, order whole lots."""
    stock = item.on_hand
    coming = sorted((max(0, at), quantity) for at, quantity in item.arrivals)
    found = []
    for need in [*_topping_up(item), *sorted(needs, key=lambda each: each.at)]:
        while coming and coming[0][0] <= need.at:
            stock += coming.pop(0)[1]
        stock -= need.quantity
        short = item.minimum - stock
        if short > 0:
            quantity = -(-short // item.lot_size) * item.lot_size
            stock += quantity
            found.append(_order(item, need, quantity))
    return found


def _topping_up(item: Item) -> list[Requirement]:
    """A stock that has fallen below its minimum is a need of its own, now."""
    return [Requirement(item.code, 0, 0)] if item.on_hand < item.minimum else []


def _order(item: Item, need: Requirement, quantity: int) -> Suggestion:
    order_at = need.at - item.lead_seconds
    return Suggestion(
        item.code,
        quantity,
        order_at,
        need.at,
        max(order_at, 0) + item.lead_seconds,
        is_made=bool(item.made_of),
        cost_fen=0 if item.made_of else quantity * item.unit_fen,
        reasons=(need.reason,) if need.reason else (),
    )


def _part(component: Component, order: Suggestion) -> Requirement:
    quantity = -(-component.millionths * order.quantity // WHOLE)
    reason = order.reasons[0] if order.reasons else order.material
    return Requirement(component.material, max(order.order_at, 0), quantity, reason)


def _must_know(items: Mapping[str, Item], code: str) -> None:
    if code not in items:
        raise UnknownMaterialError(material=code)
