"""Orders as an Excel sheet, and shipments by sending it back."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import HttpResponse
from ninja import File, Query, UploadedFile
from pydantic import Field

from huopan.api.base import Asking, QuerySchema, Router, Schema, file_of
from huopan.api.orders.cart_shapes import RefusalOut
from huopan.api.orders.shapes import Listing
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.infra.files.sending import XLSX, file_answer
from huopan.infra.files.sheets import SheetEmptyError

router = Router()


class HowToShip(QuerySchema):
    is_partial: bool = Field(False, description="Ship what can be shipped even when other rows are refused")


class RefusedOrderOut(Schema):
    number: str
    refusals: list[RefusalOut]


class ShippedBySheetOut(Schema):
    shipped: list[str]
    refused: list[RefusedOrderOut]

    @classmethod
    def of(cls, done: orders.ShippedBySheet) -> ShippedBySheetOut:
        refused = [
            RefusedOrderOut(number=number, refusals=[RefusalOut.of(refusal) for refusal in refusals])
            for number, refusals in done.refused.items()
        ]
        return cls(shipped=list(done.shipped), refused=refused)


@router.get("/orders.xlsx", openapi_extra=file_of(XLSX), summary="Orders of one side as a sheet")
@reads("buy", "sell")
def download_orders(request: Asking, of: Query[Listing]) -> HttpResponse:
    sheet = orders.export_orders(side=of.side, state=of.state or "", by=request.actor, at=request.at)
    return file_answer(sheet, f"orders-{request.at:%Y%m%d}.xlsx")


@router.post("/orders/shipments", response=ShippedBySheetOut, summary="Ship by the sheet, with waybills written in")
@writes("sell")
def ship_by_sheet(
    request: Asking,
    how: Query[HowToShip],
    sheet: UploadedFile | None = File(None),  # type: ignore[type-arg]  # noqa: B008 - ninja's way
) -> ShippedBySheetOut:
    if sheet is None:
        raise SheetEmptyError
    done = orders.ship_by_sheet(
        file=cast("BinaryIO", sheet), is_partial=how.is_partial, by=request.actor, at=request.at
    )
    return ShippedBySheetOut.of(done)
