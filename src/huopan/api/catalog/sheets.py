"""Offers as sheets: sent in, answered cell by cell, taken away, and an empty one to start from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, Literal, cast

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from ninja import File, Form, Query
from ninja.files import UploadedFile

from huopan.api.base import Asking, Id, QuerySchema, Schema
from huopan.api.catalog.routing import router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun
from huopan.infra.files.tables import csv_table, xlsx_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _file(*types: str) -> dict[str, Any]:
    content = {each.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for each in types}
    return {"responses": {200: {"description": "The file", "content": content}}}


class ImportIn(QuerySchema):
    mode: Literal["nothing-if-bad", "only-good"] = "nothing-if-bad"
    publish: bool = False


class ImportOut(Schema):
    """`state`: waiting and writing pass into done, or into refused when nothing was brought in."""

    id: int
    file_name: str
    mode: str
    state: str
    rows: int
    offers_created: int
    offers_changed: int
    offers_unchanged: int
    offers_bad: int
    faults_found: int
    started_at: datetime
    finished_at: datetime | None


class FaultOut(Schema):
    row: int
    column: str
    title: str
    value: str
    code: str
    detail: str


class ImportReportOut(ImportOut):
    """`refusals` say why the file could not be read at all; `faults` are its bad cells, at most 5,000."""

    refusals: list[str]
    faults: list[FaultOut]


class ExportIn(QuerySchema):
    format: Literal["xlsx", "csv"] = "xlsx"


@router.post("/offer-imports", response={202: ImportOut})
@writes("offers.write")
def send_offers(request: Asking, file: File[UploadedFile], given: Form[ImportIn]) -> ImportOut:
    """Send a sheet of offers (.xlsx, .xls, .ods, .csv). A worker reads it; ask for the import until it is done.

    The same file in the same mode is one import, however often it is sent."""
    run = catalog.start_import(
        file=cast("BinaryIO", file),
        name=file.name or "offers",
        mode=given.mode,
        publish=given.publish,
        by=request.actor,
        at=request.at,
    )
    return _import(run)


@router.get("/offer-imports", response=Page[ImportOut])
@reads("offers.read", "offers.write")
def offer_imports(request: Asking, paging: Query[Paging]) -> Page[ImportOut]:
    """Your imports, newest first."""
    return page_of(queries.own_imports(request.actor).defer("faults"), paging=paging, show=_import)


@router.get("/offer-imports/{run_id}", response=ImportReportOut)
@reads("offers.read", "offers.write")
def offer_import(request: Asking, run_id: Id) -> ImportReportOut:
    """How far an import is, and every bad cell: row, column, what is wrong and how to mend it."""
    run = _own(request, run_id)
    return ImportReportOut(
        **_import(run).model_dump(),
        refusals=queries.import_refusals(run),
        faults=[
            FaultOut(
                row=fault.row,
                column=fault.column,
                title=fault.title,
                value=fault.value,
                code=fault.code,
                detail=fault.sentence,
            )
            for fault in queries.import_faults(run)
        ],
    )


@router.get("/offer-imports/{run_id}/returned", openapi_extra=_file(XLSX))
@reads("offers.read", "offers.write")
def returned_sheet(request: Asking, run_id: Id) -> HttpResponseBase:
    """Your sheet back as .xlsx, each bad cell coloured and with a comment."""
    run = _own(request, run_id)
    return FileResponse(queries.returned_sheet(run), as_attachment=True, filename="returned.xlsx", content_type=XLSX)


@router.get("/offer-export", openapi_extra=_file(XLSX, CSV))
@reads("offers.read", "offers.write")
def export_offers(request: Asking, given: Query[ExportIn]) -> HttpResponseBase:
    """All your offers as a sheet that can be sent back in."""
    rows = queries.offer_rows(request.actor)
    if given.format == "csv":
        response = StreamingHttpResponse(csv_table(rows), content_type=CSV)
        response["Content-Disposition"] = 'attachment; filename="offers.csv"'
        return response
    sheet = xlsx_table(rows, title=queries.SHEET_TITLE)
    return FileResponse(sheet, as_attachment=True, filename="offers.xlsx", content_type=XLSX)


@router.get("/offer-template", openapi_extra=_file(XLSX))
@reads(public=True)
def offer_template(request: Asking) -> HttpResponseBase:  # noqa: ARG001 - every operation takes its request
    """An empty sheet with every column; a star marks what must be filled in."""
    sheet = xlsx_table(queries.template_rows(), title=queries.SHEET_TITLE)
    return FileResponse(sheet, as_attachment=True, filename="offers.xlsx", content_type=XLSX)


def _own(request: Asking, run_id: int) -> ImportRun:
    return queries.own_imports(request.actor).seen(request.actor, pk=run_id)


def _import(run: ImportRun) -> ImportOut:
    return ImportOut(
        id=run.pk,
        file_name=run.file_name,
        mode=run.mode,
        state=run.state,
        rows=run.rows,
        offers_created=run.offers_created,
        offers_changed=run.offers_changed,
        offers_unchanged=run.offers_unchanged,
        offers_bad=run.offers_bad,
        faults_found=run.faults_found,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )
