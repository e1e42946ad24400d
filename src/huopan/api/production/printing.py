"""Work orders and labels as PDF, in the language of `Accept-Language`."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, Number, QuerySchema, Router
from huopan.api.writing import reads
from huopan.domains.production import queries

router = Router()
PDF = "application/pdf"
A_PDF: dict[str, Any] = {
    "responses": {
        200: {"description": "The file", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class LabelsAsked(QuerySchema):
    copies: int = Field(1, ge=1, le=1000, description="Labels; 21 stand on a page")


@router.get("/work-orders/{number}/sheet", openapi_extra=A_PDF, summary="The page for the floor")
@reads("plan", "floor")
def work_order_sheet(request: Asking, number: Number) -> HttpResponseBase:
    """One A4 page: picture, quantities, operations, materials, and a QR code for each operation."""
    return _pdf(queries.work_orders_pdf([number], request.actor, at=request.at), f"{number}.pdf")


@router.get("/work-orders/{number}/labels", openapi_extra=A_PDF, summary="Labels to stick on what is made")
@reads("plan", "floor")
def work_order_labels(request: Asking, number: Number, asked: Query[LabelsAsked]) -> HttpResponseBase:
    printed = queries.labels_pdf([number], request.actor, copies=asked.copies, at=request.at)
    return _pdf(printed, f"{number}-labels.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'})
