"""A small API of its own, so that the foundation is tested without any room."""

from typing import Literal

from django.urls import include, path
from ninja import File, Query, UploadedFile

from huopan.api import building
from huopan.api.base import Asking, Day, Fen, Id, Line, Moment, Quantity, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.infra.outbox.announcing import note
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import RefusalsError, RefusedError, UnknownError, counted

router = Router(tags=["probe"])


class ProbeRefusedError(RefusedError):
    sentence = counted("{left} piece is left.", "{left} pieces are left.", "left")


class NoteIn(Schema):
    text: Line
    quantity: Quantity = 1
    amount_fen: Fen = 0
    due_at: Moment | None = None
    due_on: Day | None = None
    kind: Literal["plain", "loud"] = "plain"


class NoteOut(Schema):
    id: int
    text: str


def _shown(entry: TrailEntry) -> NoteOut:
    return NoteOut(id=entry.pk, text=entry.payload["text"])


@router.get("/notes", response=Page[NoteOut])
@reads(public=True)
def list_notes(request: Asking, paging: Query[Paging]) -> Page[NoteOut]:
    return page_of(TrailEntry.objects.filter(name="probe"), paging=paging, show=_shown)


@router.get("/notes/{note_id}", response=NoteOut)
@reads()
def show_note(request: Asking, note_id: Id) -> NoteOut:
    entry = TrailEntry.objects.filter(pk=note_id).first()
    if entry is None:
        raise UnknownError(what="note")
    return _shown(entry)


@router.post("/notes", response={201: NoteOut})
@writes("buy")
def write_note(request: Asking, body: NoteIn) -> NoteOut:
    note(
        name="probe",
        aggregate="note",
        aggregate_id=1,
        payload=body.model_dump(mode="json"),
        by=request.actor,
        at=request.at,
    )
    return _shown(TrailEntry.objects.latest("id"))


@router.post("/files", response={201: NoteOut})
@writes("buy")
def keep_file(request: Asking, file: File[UploadedFile]) -> NoteOut:
    note(name="probe", aggregate="note", aggregate_id=1, payload={"text": file.name}, by=request.actor, at=request.at)
    return _shown(TrailEntry.objects.latest("id"))


@router.delete("/notes/{note_id}", response={204: None})
@writes("buy")
def drop_note(request: Asking, note_id: Id) -> None:
    note(name="gone", aggregate="note", aggregate_id=note_id, payload={}, by=request.actor, at=request.at)
    if note_id == 3:
        raise ProbeRefusedError(left=3)
    if note_id == 4:
        raise RefusalsError([ProbeRefusedError(left=1), ProbeRefusedError(left=2)])
    if note_id == 5:
        raise ZeroDivisionError("secret-canary")


api = building.build([router], title="Probe", version="0.0.1", description="")
urlpatterns = [path("api/v1/", include((list(building.addresses(api)), "probe")))]
