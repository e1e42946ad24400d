"""Materials spoken for by what is accepted: claimed, given back, used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from huopan.domains.production.models import Demand, Material, MaterialClaim
from huopan.domains.production.queries.board import Board

State = MaterialClaim.State


def claim_materials(board: Board, demand: Demand) -> None:
    """Reserve what is on hand of the demand's needs and note the rest as waiting. Only with the board locked."""
    by_code = {row.code: row for row in board.supplies.rows.values()}
    wanted: Counter[int] = Counter()
    for need in board.supplies.needs(demand):
        wanted[by_code[need.material].pk] += need.quantity
    MaterialClaim.objects.bulk_create(
        MaterialClaim(demand=demand, material_id=pk, quantity=quantity, from_stock=reserve_up_to(pk, quantity))
        for pk, quantity in sorted(wanted.items())
        if quantity > 0
    )


def reserve_up_to(material_id: int, quantity: int) -> int:
    """Reserve as much of `quantity` as is free on hand; how much that was."""
    row = Material.objects.select_for_update().get(pk=material_id)
    taken = min(quantity, row.on_hand - row.reserved)
    free = Material.objects.filter(pk=material_id, on_hand__gte=F("reserved") + taken)
    return taken if taken > 0 and free.update(reserved=F("reserved") + taken) else 0


def give_materials_back(demand: Demand) -> None:
    """Release what the demand claims and has not used."""
    for claim in _close(demand, State.RELEASED):
        Material.objects.filter(pk=claim.material_id, reserved__gte=claim.from_stock).update(
            reserved=F("reserved") - claim.from_stock
        )


def use_materials(demand: Demand) -> None:
    """What was reserved for the demand has gone into it."""
    for claim in _close(demand, State.CONSUMED):
        Material.objects.filter(pk=claim.material_id, reserved__gte=claim.from_stock).update(
            reserved=F("reserved") - claim.from_stock, on_hand=F("on_hand") - claim.from_stock
        )


def restore_materials(demand: Demand) -> None:
    """Undo `use_materials`: it was not made after all, and what was reserved for it is there and reserved again."""
    for claim in MaterialClaim.objects.filter(demand=demand, state=State.CONSUMED).order_by("material_id"):
        if MaterialClaim.objects.filter(pk=claim.pk, state=State.CONSUMED).update(state=State.OPEN):
            Material.objects.filter(pk=claim.material_id).update(
                reserved=F("reserved") + claim.from_stock, on_hand=F("on_hand") + claim.from_stock
            )


def _close(demand: Demand, state: State) -> Iterable[MaterialClaim]:
    """Claims that this very call ended."""
    claims = MaterialClaim.objects.filter(demand=demand, state=State.OPEN).order_by("material_id")
    return [
        claim for claim in claims if MaterialClaim.objects.filter(pk=claim.pk, state=State.OPEN).update(state=state)
    ]


def serve_claims(material_id: int) -> None:
    """What is free on hand goes to the claims that wait for it, first promised first. Only with the board locked."""
    waiting = MaterialClaim.objects.filter(
        material_id=material_id, state=State.OPEN, from_stock__lt=F("quantity")
    ).order_by("demand__promised_at", "demand_id")
    for claim in waiting:
        served = reserve_up_to(material_id, claim.quantity - claim.from_stock)
        if not served:
            return
        MaterialClaim.objects.filter(pk=claim.pk).update(from_stock=F("from_stock") + served)
