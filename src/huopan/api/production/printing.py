"""Work orders and labels as PDF, in the language of `Accept-Language`."""

from __future__ import annotations

from django.http import HttpResponseBase
from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, Number, QuerySchema, Router, file_of
from huopan.api.writing import reads
from huopan.domains.production import queries
from huopan.infra.files.sending import PDF, file_answer

router = Router()


class LabelsAsked(QuerySchema):
    copies: int = Field(1, ge=1, le=1000, description="Labels; 21 stand on a page")


@router.get("/work-orders/{number}/sheet", openapi_extra=file_of(PDF), summary="The page for the floor")
@reads("plan", "floor")
def work_order_sheet(request: Asking, number: Number) -> HttpResponseBase:
    """One A4 page: picture, quantities, operations, materials, and a QR code for each operation."""
    return file_answer(queries.work_orders_pdf([number], request.actor, at=request.at), f"{number}.pdf")


@router.get("/work-orders/{number}/labels", openapi_extra=file_of(PDF), summary="Labels to stick on what is made")
@reads("plan", "floor")
def work_order_labels(request: Asking, number: Number, asked: Query[LabelsAsked]) -> HttpResponseBase:
    printed = queries.labels_pdf([number], request.actor, copies=asked.copies, at=request.at)
    return file_answer(printed, f"{number}-labels.pdf")
