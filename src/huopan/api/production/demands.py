"""What is asked of a factory, the verdict on it, and the answer."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Id, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.demand_shapes import Asked, CounterIn, DeclineIn, DemandOut, HoldOut, VerdictOut
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries

router = Router()


@router.get("/demands", response=Page[DemandOut], summary="What is asked of your factory, newest first")
@reads("sell", "plan")
def list_demands(request: Asking, asked: Query[Asked], paging: Query[Paging]) -> Page[DemandOut]:
    return page_of(queries.demands(request.actor, asked.state or ""), paging=paging, show=DemandOut.of)


@router.get("/demands/{demand_id}", response=DemandOut, summary="One demand")
@reads("sell", "plan")
def demand(request: Asking, demand_id: Id) -> DemandOut:
    return DemandOut.of(queries.demand(demand_id, request.actor))


@router.get("/demands/{demand_id}/verdict", response=VerdictOut, summary="Can it be taken, when, and does it earn?")
@reads("sell", "plan")
def demand_verdict(request: Asking, demand_id: Id) -> VerdictOut:
    """As the plan stands now; nothing is reserved. Only the factory sees it, never the buyer."""
    return VerdictOut.of(queries.kept_verdict(demand_id, request.actor, request.at))


@router.get("/demands/{demand_id}/decision", response=VerdictOut, summary="The verdict it was decided on")
@reads("sell", "plan")
def demand_decision(request: Asking, demand_id: Id) -> VerdictOut:
    """Kept when it was last held, accepted, countered or declined; none is kept of what nobody has answered."""
    return VerdictOut.of(queries.decided_verdict(demand_id, request.actor))


@router.post("/demands/{demand_id}/hold", response={201: HoldOut}, summary="Hold its capacity for a while")
@writes("sell", "plan")
def hold_demand(request: Asking, demand_id: Id) -> HoldOut:
    """Held already: that hold. It ends by itself at `expires_at`."""
    return HoldOut.of(production.hold_capacity(demand_id=demand_id, by=request.actor, at=request.at))


@router.post("/demands/{demand_id}/accept", response=DemandOut, summary="Take it on: capacity is committed")
@writes("sell", "plan")
def accept_demand(request: Asking, demand_id: Id) -> DemandOut:
    return DemandOut.of(production.accept_demand(demand_id=demand_id, by=request.actor, at=request.at))


@router.post("/demands/{demand_id}/decline", response=DemandOut, summary="Do not make it, and say why")
@writes("sell", "plan")
def decline_demand(request: Asking, demand_id: Id, body: DeclineIn) -> DemandOut:
    declined = production.decline_demand(demand_id=demand_id, because=body.because, by=request.actor, at=request.at)
    return DemandOut.of(declined)


@router.post("/demands/{demand_id}/counter", response=DemandOut, summary="Offer it otherwise")
@writes("sell", "plan")
def counter_demand(request: Asking, demand_id: Id, body: CounterIn) -> DemandOut:
    return DemandOut.of(
        production.counter_demand(demand_id=demand_id, **body.model_dump(), by=request.actor, at=request.at)
    )
