"""After-sales: what is brought before the platform, shown to it, and decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.http import HttpResponse
from ninja import File, Query, UploadedFile

from huopan.api.after_sale.shapes import AfterSaleOut, DisputeIn, EvidenceIn, EvidenceOut, RulingIn
from huopan.api.base import Asking, Id, Number, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.files.pictures import Readable, safe_picture
from huopan.kernel.refusal import UnknownError

router = Router()
PICTURE = {"responses": {200: {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}}}


@router.post("/after-sales/{number}/dispute", response=AfterSaleOut, summary="Bring it before the platform")
@writes("buy", "sell")
def dispute_after_sale(request: Asking, number: Number, body: DisputeIn) -> AfterSaleOut:
    return AfterSaleOut.of(
        orders.dispute_after_sale(number=number, because=body.because, by=request.actor, at=request.at)
    )


@router.post("/after-sales/{number}/evidence", response=EvidenceOut, summary="Say something for your side")
@writes("buy", "sell")
def add_evidence(request: Asking, number: Number, body: EvidenceIn) -> EvidenceOut:
    return EvidenceOut.of(orders.add_evidence(number=number, text=body.text, by=request.actor, at=request.at))


@router.post("/after-sales/{number}/evidence/picture", response=EvidenceOut, summary="Show a picture for your side")
@writes("buy", "sell", prepared=True)
def add_evidence_picture(
    request: Asking,
    number: Number,
    picture: UploadedFile | None = File(None),  # type: ignore[type-arg]  # noqa: B008 - ninja's way
) -> Callable[[], EvidenceOut]:
    queries.after_sale(number, request.actor)  # a stranger's picture is not worth decoding
    safe = safe_picture(cast("Readable", picture)) if picture else None
    add = partial(orders.add_evidence, number=number, picture=safe, by=request.actor, at=request.at)
    return lambda: EvidenceOut.of(add())


@router.get(
    "/evidence/{evidence_id}/picture", response=bytes, summary="The picture of an evidence", openapi_extra=PICTURE
)
@reads("buy", "sell", "arbitrate")
def read_evidence_picture(request: Asking, evidence_id: Id) -> HttpResponse:
    file = queries.evidence(evidence_id, request.actor).file
    if not file:
        raise UnknownError(what="picture")
    kind = "image/png" if str(file.name).endswith(".png") else "image/jpeg"
    with file.open("rb") as picture:
        response = HttpResponse(picture.read(), content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/disputes", response=Page[AfterSaleOut], summary="What waits for a ruling, oldest first")
@reads("arbitrate")
def list_disputes(request: Asking, paging: Query[Paging]) -> Page[AfterSaleOut]:  # noqa: ARG001 - the door has asked
    return page_of(queries.disputes(), paging=paging, show=AfterSaleOut.of, key="id")


@router.post("/after-sales/{number}/arbitrate", response=AfterSaleOut, summary="The platform decides")
@writes("arbitrate")
def arbitrate(request: Asking, number: Number, body: RulingIn) -> AfterSaleOut:
    ruled = orders.arbitrate(
        number=number,
        outcome=body.outcome,
        ruling=body.ruling,
        amount=body.amount(),
        by=request.actor,
        at=request.at,
    )
    return AfterSaleOut.of(ruled)
