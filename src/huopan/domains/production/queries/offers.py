"""What factories offer instead of what was asked: for the buyer to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huopan.domains.production.models import Demand, ProductionPool
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Offered:
    """What would be made instead, beside what was asked; nothing of what the factory earns. `changes`: later, sooner,
    quantity, price, colour, pool, those that differ. `pool_closes_at`: until when the shared run may be joined."""

    demand_id: int
    reference: str
    title: str
    asked_by: datetime | None
    asked_quantity: int
    asked_fen: int
    asked_colour: str
    wanted_by: datetime | None
    quantity: int
    price_fen: int
    colour: str
    pool_closes_at: datetime | None
    expires_at: datetime
    changes: tuple[str, ...]

    @property
    def more_fen(self) -> int:
        """What it costs more than what was asked; negative when it costs less."""
        return self.price_fen - self.asked_fen


def offers_for(source_kind: str, references: Iterable[str], by: Actor, at: datetime) -> list[Offered]:
    """What is offered instead of each of these, to their buyer and their factory; two statements at most."""
    asked = {"source_kind": source_kind, "source_reference__in": list(references)}
    rows = Demand.objects.followed_by(by).filter(**asked, counter_until__gt=at)
    demands = [each for each in rows.order_by("id") if each.counter]
    ids = {each.counter["pool_id"] for each in demands if each.counter.get("pool_id")}
    closing = dict(ProductionPool.objects.filter(pk__in=ids).values_list("pk", "closes_at")) if ids else {}
    return [_offered(each, closing) for each in demands]


def _offered(demand: Demand, closing: dict[int, datetime]) -> Offered:
    offer: dict[str, Any] = demand.counter
    wanted_by = datetime.fromisoformat(offer["wanted_by"]) if offer.get("wanted_by") else demand.wanted_by
    quantity = offer["quantity"] or demand.quantity
    price = demand.revenue_fen if offer["revenue_fen"] is None else offer["revenue_fen"]
    was_colour = str(demand.traits.get("colour", ""))
    colour = offer.get("colour") or was_colour
    assert demand.counter_until is not None
    differing = {
        "later": bool(wanted_by and demand.wanted_by and wanted_by > demand.wanted_by),
        "sooner": bool(wanted_by and (demand.wanted_by is None or wanted_by < demand.wanted_by)),
        "quantity": quantity != demand.quantity,
        "price": price != demand.revenue_fen,
        "colour": colour != was_colour,
        "pool": bool(offer.get("pool_id")),
    }
    return Offered(
        demand_id=demand.pk,
        reference=demand.source_reference,
        title=demand.title,
        asked_by=demand.wanted_by,
        asked_quantity=demand.quantity,
        asked_fen=demand.revenue_fen,
        asked_colour=was_colour,
        wanted_by=wanted_by,
        quantity=quantity,
        price_fen=price,
        colour=colour,
        pool_closes_at=closing.get(offer.get("pool_id") or 0),
        expires_at=demand.counter_until,
        changes=tuple(name for name, differs in differing.items() if differs),
    )
