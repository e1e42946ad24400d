"""What is consumed, and what is coming of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.planning import mend_plan
from huopan.domains.production.actions.supplying import serve_claims
from huopan.domains.production.events import ArrivalChanged, MaterialSaved
from huopan.domains.production.models import BomLine, Material, MaterialArrival, PlanVersion
from huopan.domains.production.policies import must_plan
from huopan.domains.production.queries.requirements import items_of
from huopan.engines.planning.requirements import Component, UnknownMaterialError, top_down
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

State = MaterialArrival.State


class MaterialCodeTakenError(RefusedError):
    sentence = said("You already have a material “{code}”; change that one.")


class NotAMaterialQuantityError(RefusedError):
    kind = "invalid"
    sentence = said("A quantity of {quantity} makes no sense here; write a whole number from 1 on.")


class ReferenceTakenError(RefusedError):
    sentence = said("An arrival “{reference}” of this material is known already; change that one.")


class ArrivalOverError(RefusedError):
    sentence = said("This arrival was received or called off already.")


@transaction.atomic
def save_material(
    *,
    code: str,
    name_zh: str,
    name_en: str = "",
    unit: str = "件",
    unit_fen: int = 0,
    lead_time_days: int = 0,
    lot_size: int = 1,
    minimum: int = 0,
    made_of: Sequence[tuple[str, int]] = (),
    material_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Material:
    """Make a material, or change `material_id`. `made_of`: (component's code, millionths for a unit) when it is made
    here. Raises MaterialCodeTakenError, UnknownMaterialError, MadeOfItselfError, UnknownError."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    row = Material.objects.seen(by, pk=material_id) if material_id else Material(factory_id=factory_id)
    row.code, row.name_zh, row.name_en, row.unit = code.strip(), name_zh, name_en, unit
    row.unit_fen, row.lead_time_days, row.lot_size, row.minimum = unit_fen, lead_time_days, max(1, lot_size), minimum
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise MaterialCodeTakenError(code=code) from None
    _set_parts(row, made_of)
    announce(MaterialSaved.of(factory_id, at=at, material_id=row.pk), by=by)
    return row


@transaction.atomic
def count_material(*, material_id: int, on_hand: int, by: Actor, at: datetime) -> Material:
    """Say how much of it is really there. Raises NotAMaterialQuantityError below what is reserved."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    row: Material = Material.objects.seen(by, pk=material_id)
    if not Material.objects.filter(pk=row.pk, reserved__lte=on_hand).update(on_hand=on_hand):
        raise NotAMaterialQuantityError(quantity=on_hand)
    announce(MaterialSaved.of(factory_id, at=at, material_id=row.pk), by=by)
    serve_claims(row.pk)
    mend_plan(factory_id, why=PlanVersion.Why.MATERIAL, about=str(row), by=by, at=at)
    row.on_hand = on_hand
    return row


@transaction.atomic
def expect_arrival(
    *, material_id: int, quantity: int, expected_at: datetime, reference: str, by: Actor, at: datetime
) -> MaterialArrival:
    """More of a material is on its way. Raises NotAMaterialQuantityError, ReferenceTakenError, UnknownError."""
    factory_id = must_plan(by)
    if quantity < 1:
        raise NotAMaterialQuantityError(quantity=quantity)
    lock_board(factory_id)
    material: Material = Material.objects.seen(by, pk=material_id)
    arrival = MaterialArrival(
        material=material, quantity=quantity, expected_at=expected_at, reference=reference.strip() or f"{at:%m%d%H%M%S}"
    )
    try:
        with transaction.atomic():
            arrival.save()
    except IntegrityError:
        raise ReferenceTakenError(reference=reference) from None
    return _told(arrival, factory_id, by=by, at=at)


@transaction.atomic
def delay_arrival(*, arrival_id: int, expected_at: datetime, by: Actor, at: datetime) -> MaterialArrival:
    """It comes at another time: what waits for it moves, and whoever was promised something hears. Raises
    ArrivalOverError, UnknownError."""
    factory_id, arrival = _open(arrival_id, by)
    arrival.expected_at = expected_at
    arrival.save(update_fields=["expected_at"])
    return _told(arrival, factory_id, by=by, at=at)


@transaction.atomic
def receive_arrival(*, arrival_id: int, by: Actor, at: datetime) -> MaterialArrival:
    """It is here: on hand, and reserved for those who wait for it, first promised first. Raises ArrivalOverError."""
    factory_id, arrival = _open(arrival_id, by)
    arrival.state, arrival.received_at = State.RECEIVED, at
    arrival.save(update_fields=["state", "received_at"])
    Material.objects.filter(pk=arrival.material_id).update(on_hand=F("on_hand") + arrival.quantity)
    serve_claims(arrival.material_id)
    return _told(arrival, factory_id, by=by, at=at)


@transaction.atomic
def cancel_arrival(*, arrival_id: int, by: Actor, at: datetime) -> MaterialArrival:
    """It does not come. Raises ArrivalOverError, UnknownError."""
    factory_id, arrival = _open(arrival_id, by)
    arrival.state = State.CANCELLED
    arrival.save(update_fields=["state"])
    return _told(arrival, factory_id, by=by, at=at)


def _open(arrival_id: int, by: Actor) -> tuple[int, MaterialArrival]:
    factory_id = must_plan(by)
    lock_board(factory_id)
    arrival: MaterialArrival = MaterialArrival.objects.select_related("material").seen(by, pk=arrival_id)
    if arrival.state != State.EXPECTED:
        raise ArrivalOverError
    return factory_id, arrival


def _told(arrival: MaterialArrival, factory_id: int, *, by: Actor, at: datetime) -> MaterialArrival:
    told = ArrivalChanged.of(
        factory_id,
        at=at,
        arrival_id=arrival.pk,
        material_id=arrival.material_id,
        state=str(arrival.state),
        expected_at=arrival.expected_at.isoformat(),
    )
    announce(told, by=by)
    mend_plan(factory_id, why=PlanVersion.Why.MATERIAL, about=str(arrival.material), by=by, at=at)
    return arrival


def _set_parts(row: Material, made_of: Sequence[tuple[str, int]]) -> None:
    """Raises UnknownMaterialError and MadeOfItselfError, and then stores nothing."""
    codes = dict(Material.objects.filter(factory_id=row.factory_id).values_list("code", "pk"))
    for code, _millionths in made_of:
        if code not in codes:
            raise UnknownMaterialError(material=code)
    row.bom_lines.all().delete()
    items = items_of(row.factory_id)
    parts = tuple(Component(code, millionths) for code, millionths in made_of)
    top_down({**items, row.code: replace(items[row.code], made_of=parts)})
    BomLine.objects.bulk_create(
        BomLine(parent=row, component_id=codes[code], quantity_millionths=millionths) for code, millionths in made_of
    )
