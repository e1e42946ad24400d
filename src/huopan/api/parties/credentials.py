"""What organisations prove of themselves: handed in, checked by the operator, shown to everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.timezone import localdate
from ninja import File, Form, Query, UploadedFile
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, CredentialKind, Day, Id, QuerySchema, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Credential, Party
from huopan.infra.files.pictures import safe_picture

PICTURE = {"responses": {200: {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}}}
State = Literal["submitted", "verified", "refused", "lapsed", "withdrawn"]


class CredentialIn(QuerySchema):
    kind: CredentialKind
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    issuer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    valid_until: Day | None = Field(None, description="Its last day; only documents without a term have none")


class CredentialRefusalIn(Schema):
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class CredentialOut(Schema):
    id: int
    organisation_id: int
    kind: CredentialKind
    number: str
    issuer: str
    valid_until: date | None
    state: State
    submitted_at: datetime
    judged_at: datetime | None
    refused_because: str


class ProofOut(Schema):
    kind: CredentialKind
    issuer: str
    valid_until: date | None = Field(description="Its last day; null where it does not end")
    verified_at: datetime


class ProofsOut(Schema):
    items: list[ProofOut]


@router.get("/organisations/{party_id}/credentials", response=ProofsOut)
@reads(public=True)
def organisation_credentials(request: Asking, party_id: Id) -> ProofsOut:
    """What an organisation has proven: verified by the operator and not over; of each kind what holds longest."""
    party = Party.objects.visible_to(request.actor).seen(request.actor, pk=party_id)
    found = queries.proofs([party.pk], on=localdate(request.at)).get(party.pk, [])
    return ProofsOut(items=[ProofOut.model_validate(proof, from_attributes=True) for proof in found])


@router.get("/credentials", response=Page[CredentialOut])
@reads("party.manage")
def list_credentials(request: Asking, paging: Query[Paging]) -> Page[CredentialOut]:
    """All that your organisation handed in."""
    return page_of(queries.own_credentials(request.actor), paging=paging, show=_credential)


@router.post("/credentials", response={201: CredentialOut})
@writes("party.manage", prepared=True)
def submit_credential(
    request: Asking, credential: Form[CredentialIn], document: File[UploadedFile]
) -> Callable[[], CredentialOut]:
    """Hand in a photo or scan, up to 20 MB. Only your people and the operator see it; the operator checks it."""
    submit = partial(
        parties.submit_credential,
        **credential.model_dump(),
        document=safe_picture(document),
        by=request.actor,
        at=request.at,
    )
    return lambda: _credential(submit())


@router.delete("/credentials/{credential_id}", response={204: None})
@writes("party.manage")
def withdraw_credential(request: Asking, credential_id: Id) -> None:
    """Show it no more. It stays in your list as withdrawn."""
    parties.withdraw_credential(credential_id=credential_id, by=request.actor, at=request.at)


@router.get("/credentials-to-check", response=Page[CredentialOut])
@reads("operate")
def list_credentials_to_check(request: Asking, paging: Query[Paging]) -> Page[CredentialOut]:
    """What waits for the operator, in the order it was handed in."""
    return page_of(queries.credentials_to_check(request.actor), paging=paging, show=_credential)


@router.get("/credentials/{credential_id}/document", response=bytes, openapi_extra=PICTURE)
@reads("party.manage", "operate")
def read_credential_document(request: Asking, credential_id: Id) -> HttpResponse:
    """The picture behind it, for its organisation and the operator."""
    found = queries.credential(credential_id, request.actor)
    kind = "image/png" if str(found.document.name).endswith(".png") else "image/jpeg"
    with found.document.open("rb") as picture:
        response = HttpResponse(picture.read(), content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/credentials/{credential_id}/verification", response={200: CredentialOut})
@writes("operate")
def verify_credential(request: Asking, credential_id: Id) -> CredentialOut:
    """It is genuine: buyers see it. Not for who handed it in."""
    parties.verify_credential(credential_id=credential_id, by=request.actor, at=request.at)
    return _credential(queries.credential(credential_id, request.actor))


@router.post("/credentials/{credential_id}/refusal", response={200: CredentialOut})
@writes("operate")
def refuse_credential(request: Asking, credential_id: Id, body: CredentialRefusalIn) -> CredentialOut:
    """It is not, or not any more; its people are told why."""
    parties.refuse_credential(credential_id=credential_id, because=body.because, by=request.actor, at=request.at)
    return _credential(queries.credential(credential_id, request.actor))


def _credential(row: Credential) -> CredentialOut:
    same = ("kind", "number", "issuer", "valid_until", "state", "submitted_at", "judged_at", "refused_because")
    return CredentialOut(id=row.pk, organisation_id=row.party_id, **{name: getattr(row, name) for name in same})
