"""Offers as sheets: sent in, answered cell by cell, taken away, and an empty one to start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, BinaryIO, Literal, cast

from django.http import HttpResponseBase, StreamingHttpResponse
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from huopan.api.base import Asking, Id, QuerySchema, Schema, file_of
from huopan.api.catalog.routing import router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun
from huopan.domains.catalog.rules.sheets import Reading
from huopan.infra.files.sending import CSV, XLSX, file_answer
from huopan.infra.files.tables import csv_table, xlsx_table
from huopan.infra.sentences import in_words


class ImportIn(QuerySchema):
    mode: Literal["nothing-if-bad", "only-good"] = "nothing-if-bad"
    publish: bool = False
    hold: bool = False


class ColumnsIn(Schema):
    """`row`: where the titles stand, 0 for none. `fields`: what each column holds, from the left; empty: nothing.
    `category`: the code of the category of rows that name none."""

    row: Annotated[int, Field(ge=0, le=200_000)]
    fields: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=500)]
    category: Annotated[str, Field(max_length=50)] = ""


class ColumnOut(Schema):
    """`field` is empty for a column left out; `why` it was proposed: name, memory or content."""

    column: str
    title: str
    first_values: list[str]
    field: str
    why: str


class PreviewFaultOut(Schema):
    row: int
    column: str
    code: str
    detail: str


class PreviewOut(Schema):
    code: str
    title_zh: str
    category: str
    rows: list[int]
    skus: int
    faults: list[PreviewFaultOut]


class ColumnsOut(Schema):
    """`missing` names what must be chosen before the import can be confirmed; `fields` what a column can hold."""

    row: int
    category: str
    columns: list[ColumnOut]
    missing: list[str]
    fields: list[str]
    preview: list[PreviewOut]


class ReturnedIn(QuerySchema):
    rows: Literal["all", "bad"] = "all"


class TemplateIn(QuerySchema):
    category: Annotated[str, Field(max_length=50)] = ""


class ImportOut(Schema):
    """`state`: asking waits for its columns; waiting and writing pass into done, or into refused when nothing was
    brought in, or cancelled. `stage_done` of `stage_total` tell how far it is."""

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
    stage: str
    stage_done: int
    stage_total: int | None
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
@writes("offers.write", prepared=True)
def send_offers(request: Asking, file: File[UploadedFile], given: Form[ImportIn]) -> Callable[[], ImportOut]:
    """Send a sheet of offers (.xlsx, .xls, .ods, .csv). A worker reads it; ask for the import until it is done.

    The same file in the same mode is one import, however often it is sent. With `hold` it waits until you have looked
    at its columns and confirmed them."""
    sheet = cast("BinaryIO", file)
    start = partial(
        catalog.start_import,
        file=sheet,
        name=file.name or "offers",
        mode=given.mode,
        publish=given.publish,
        first=catalog.first_rows(sheet) if given.hold else None,
        by=request.actor,
        at=request.at,
    )
    return lambda: _import(start())


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


@router.get("/offer-imports/{run_id}/columns", response=ColumnsOut)
@reads("offers.read", "offers.write")
def import_columns(request: Asking, run_id: Id) -> ColumnsOut:
    """What each column of a held import seems to hold, and the offers that its first rows will become."""
    return _columns(_own(request, run_id))


@router.put("/offer-imports/{run_id}/columns", response=ColumnsOut)
@writes("offers.write")
def choose_columns(request: Asking, run_id: Id, given: ColumnsIn) -> ColumnsOut:
    """Say what each column holds."""
    run = catalog.choose_columns(run_id=run_id, **given.model_dump(), by=request.actor, at=request.at)
    return _columns(run)


@router.post("/offer-imports/{run_id}/confirm", response=ImportOut)
@writes("offers.write")
def confirm_import(request: Asking, run_id: Id) -> ImportOut:
    """The columns are right: bring the sheet in, and remember them for sheets with the same titles."""
    return _import(catalog.confirm_import(run_id=run_id, by=request.actor, at=request.at))


@router.post("/offer-imports/{run_id}/stop", response=ImportOut)
@writes("offers.write")
def stop_import(request: Asking, run_id: Id) -> ImportOut:
    """Bring no more of it in; what is stored stays."""
    return _import(catalog.stop_import(run_id=run_id, by=request.actor, at=request.at))


@router.post("/offer-imports/{run_id}/ask-again", response=ImportOut)
@writes("offers.write")
def ask_again(request: Asking, run_id: Id) -> ImportOut:
    """Choose the columns of an ended import once more; what is stored is found unchanged."""
    return _import(catalog.ask_again(run_id=run_id, by=request.actor, at=request.at))


@router.get("/offer-imports/{run_id}/returned", openapi_extra=file_of(XLSX))
@reads("offers.read", "offers.write")
def returned_sheet(request: Asking, run_id: Id, given: Query[ReturnedIn]) -> HttpResponseBase:
    """Your sheet back as .xlsx, each bad cell coloured and with a comment; `rows=bad`: only the refused offers."""
    sheet = queries.returned_sheet(_own(request, run_id), only_bad=given.rows == "bad")
    return file_answer(sheet, "returned.xlsx")


@router.get("/offer-export", openapi_extra=file_of(XLSX, CSV))
@reads("offers.read", "offers.write")
def export_offers(request: Asking, given: Query[ExportIn]) -> HttpResponseBase:
    """All your offers as a sheet that can be sent back in."""
    rows = queries.offer_rows(request.actor)
    if given.format == "csv":
        response = StreamingHttpResponse(csv_table(rows), content_type=CSV)
        response["Content-Disposition"] = 'attachment; filename="offers.csv"'
        return response
    sheet = xlsx_table(rows, title=queries.SHEET_TITLE)
    return file_answer(sheet, "offers.xlsx")


@router.get("/offer-template", openapi_extra=file_of(XLSX))
@reads(public=True)
def offer_template(request: Asking, given: Query[TemplateIn]) -> HttpResponseBase:  # noqa: ARG001 - as every operation
    """A sheet to fill in, with the attributes of a category if you name one; a star marks what must be filled in."""
    sheet = queries.template_book(queries.category_tree(), given.category)
    return file_answer(sheet, "offers.xlsx")


def _columns(run: ImportRun) -> ColumnsOut:
    kept = catalog.propose_columns(run=run, row=run.columns.get("row", 0))
    nodes = queries.category_tree()
    groups = queries.field_groups(nodes)
    below = [cells for number, cells, *_ in run.sample if number > kept["row"]]
    columns = [
        ColumnOut(
            column=queries.column_letter(at),
            title=kept["titles"][at],
            first_values=[cells[at] for cells in below if at < len(cells) and cells[at]][:3],
            field=kept["fields"][at],
            why=kept["why"][at],
        )
        for at in range(len(kept["titles"]))
    ]
    return ColumnsOut(
        row=kept["row"],
        category=kept["category"],
        columns=columns,
        missing=queries.columns_lacking(kept),
        fields=[field.value for group in groups for field in group.fields],
        preview=[_preview(reading) for reading in catalog.preview_import(run=run, columns=kept, nodes=nodes)],
    )


def _preview(reading: Reading) -> PreviewOut:
    draft = reading.draft
    return PreviewOut(
        code=reading.code,
        title_zh=draft.title_zh if draft else "",
        category=draft.category_code if draft else "",
        rows=sorted({line.number for line in reading.lines}),
        skus=len(draft.skus) if draft else 0,
        faults=[
            PreviewFaultOut(
                row=fault.row,
                column=queries.column_letter(fault.position),
                code=fault.refusal.code,
                detail=in_words(fault.refusal),
            )
            for fault in reading.faults
        ],
    )


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
        stage=run.stage,
        stage_done=run.stage_done,
        stage_total=run.stage_total,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )
