"""Notices: what you were told for the organisation you act for, and how you hear of what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from huopan.api.base import LARGEST_ID, Asking, Id, QuerySchema, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries
from huopan.domains.notifications.models import Notice
from huopan.domains.notifications.rules import KINDS, Habits, Mail

router = Router()
Hour = Annotated[int, Field(ge=0, le=23)]


class NoticesQuery(QuerySchema):
    unread: bool = Field(False, description="Only what was not read yet")


class NoticeOut(Schema):
    id: int
    kind: str
    label: str = Field(description="The kind in words, without any fact")
    text: str = Field(description="The whole sentence, in the language of Accept-Language")
    place: str = Field(description="The page it leads to, an address without the host")
    is_urgent: bool
    at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, notice: Notice) -> NoticeOut:
        return cls(
            id=notice.pk,
            kind=notice.kind,
            label=queries.label_of(notice.kind),
            text=queries.said_of(notice.kind, notice.facts),
            place=queries.place_of(notice.kind, notice.facts),
            is_urgent=notice.kind in KINDS and KINDS[notice.kind].is_urgent,
            at=notice.at,
            read_at=notice.read_at,
        )


class ReadIn(Schema):
    upto: int = Field(ge=1, le=LARGEST_ID, description="The newest notice you have seen; what came since stays unread")


class ReadOut(Schema):
    read_count: int


class Choice(Schema):
    kind: Annotated[str, Field(max_length=40)]
    is_shown: bool = Field(description="In the list and at the bell")
    mail: Literal["now", "digest", "off"] = Field(description="A letter at once, in the daily letter, or none")


class ChoicesIn(Schema):
    choices: list[Choice] = Field([], max_length=100, description="Kinds that are not named stay as they are")
    quiet_from: Hour = Field(description="No letters from this hour on; the same as quiet_until: no quiet")
    quiet_until: Hour
    digest_at: Hour = Field(description="The hour of the daily letter")


class ChoicesOut(ChoicesIn):
    pass


@router.get("/notices", response=Page[NoticeOut], summary="What you were told, newest first")
@reads()
def list_notices(request: Asking, of: Query[NoticesQuery], paging: Query[Paging]) -> Page[NoticeOut]:
    told = queries.notices(request.actor, party_id=request.actor.party_id, is_unread=of.unread)
    return page_of(told, paging=paging, show=NoticeOut.of)


@router.post("/notices/read", response=ReadOut, summary="Mark all as read that you have seen")
@writes()
def read_notices(request: Asking, body: ReadIn) -> ReadOut:
    by = request.actor
    return ReadOut(read_count=notifications.read_all(upto=body.upto, party_id=by.party_id, by=by, at=request.at))


@router.post("/notices/{notice_id}/read", response={204: None}, summary="Mark one as read")
@writes()
def read_notice(request: Asking, notice_id: Id) -> None:
    by = request.actor
    notifications.read_notice(notice_id=notice_id, party_id=by.party_id, by=by, at=request.at)


@router.post("/notices/{notice_id}/unread", response={204: None}, summary="Keep one for later: it counts as unread")
@writes()
def unread_notice(request: Asking, notice_id: Id) -> None:
    notifications.unread_notice(notice_id=notice_id, party_id=request.actor.party_id, by=request.actor)


@router.get("/notice-choices", response=ChoicesOut, summary="How you hear of each kind, and when letters come")
@reads()
def notice_choices(request: Asking) -> ChoicesOut:
    return _choices(request.actor.person_id)


@router.put("/notice-choices", response=ChoicesOut, summary="Choose how you hear of what")
@writes(personal=True)
def choose_notices(request: Asking, body: ChoicesIn) -> ChoicesOut:
    """They are your own, for every organisation you act for; a key's are its maker's."""
    notifications.choose_notices(
        choices={each.kind: (each.is_shown, Mail(each.mail)) for each in body.choices},
        habits=Habits(body.quiet_from, body.quiet_until, body.digest_at),
        by=request.actor,
    )
    return _choices(request.actor.person_id)


def _choices(person_id: int) -> ChoicesOut:
    wishes = queries.wishes_of([person_id])
    hours = wishes.habits(person_id)
    wished = {name: wishes.of(person_id, kind) for name, kind in KINDS.items()}
    return ChoicesOut(
        choices=[Choice(kind=name, is_shown=is_shown, mail=mail.value) for name, (is_shown, mail) in wished.items()],
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
        digest_at=hours.digest_at,
    )
