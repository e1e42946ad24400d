"""Registering organisations, describing them, and what the operator does to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Id, Line, Schema, Text
from huopan.api.parties.places import BeltCode, DivisionCode
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Party

NameZh = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
NameEn = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)]
TradingKind = Literal["factory", "trader", "buyer"]


class MembershipOut(Schema):
    organisation_id: int
    name_zh: str
    name_en: str
    kind: str
    state: str
    role: str


class MeOut(Schema):
    person_id: int
    organisation_id: int | None
    role: str
    scopes: list[str]
    memberships: list[MembershipOut]


class RegistrationIn(Schema):
    kind: TradingKind
    name_zh: NameZh
    name_en: NameEn = ""
    credit_code: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="Unified social credit code (18 characters); who sells needs one"
    )
    division_code: DivisionCode | None = None
    belt_code: BeltCode | None = None
    about_zh: Text = ""
    about_en: Text = ""


class DescriptionIn(Schema):
    """Only the fields that are sent change; null clears a division or a belt."""

    name_zh: NameZh | None = None
    name_en: NameEn = ""
    division_code: DivisionCode | None = None
    belt_code: BeltCode | None = None
    about_zh: Text = ""
    about_en: Text = ""


class ProfileOut(Schema):
    id: int
    kind: str
    name_zh: str
    name_en: str
    division_code: str | None
    belt_code: str | None
    about_zh: str
    about_en: str


class OrganisationOut(ProfileOut):
    state: str
    credit_code: str | None
    registered_at: datetime


class SuspensionIn(Schema):
    because: Line


@router.get("/me", response=MeOut)
@reads()
def me(request: Asking) -> MeOut:
    """Who you are here: the organisation you act for, what you may do, and the others you could act for."""
    by = request.actor
    return MeOut(
        person_id=by.person_id,
        organisation_id=by.party_id or None,
        role=by.role,
        scopes=sorted(by.scopes),
        memberships=[_membership(standing) for standing in queries.standings(by.person_id)],
    )


@router.post("/organisations", response={201: OrganisationOut})
@writes(personal=True)
def register_organisation(request: Asking, body: RegistrationIn) -> OrganisationOut:
    """Register an organisation and own it. Buyers may trade at once; sellers wait for approval."""
    given = body.model_dump(exclude={"division_code", "belt_code"})
    party = parties.register_party(
        **given,
        division_code=body.division_code or "",
        belt_code=body.belt_code or "",
        by=request.actor,
        at=request.at,
    )
    return _organisation(party)


@router.get("/organisations/{party_id}", response=ProfileOut)
@reads(public=True)
def organisation_profile(request: Asking, party_id: Id) -> ProfileOut:
    """What an active organisation says of itself."""
    return ProfileOut(**_profile(_seen_party(request, party_id)))


@router.get("/organisation", response=OrganisationOut)
@reads()
def own_organisation(request: Asking) -> OrganisationOut:
    """The organisation you act for."""
    return _organisation(_seen_party(request, request.actor.party_id))


@router.patch("/organisation", response={200: OrganisationOut})
@writes("party.manage")
def describe_organisation(request: Asking, body: DescriptionIn) -> OrganisationOut:
    """Change what your organisation says of itself."""
    changes = {field: value or "" for field, value in body.model_dump(exclude_unset=True).items()}
    return _organisation(parties.describe_party(changes=changes, by=request.actor, at=request.at))


@router.post("/organisations/{party_id}/approval", response={200: OrganisationOut})
@writes("operate")
def approve_organisation(request: Asking, party_id: Id) -> OrganisationOut:
    """Let a registered seller trade."""
    parties.approve_party(party_id=party_id, by=request.actor, at=request.at)
    return _organisation(_seen_party(request, party_id))


@router.post("/organisations/{party_id}/suspension", response={200: OrganisationOut})
@writes("operate")
def suspend_organisation(request: Asking, party_id: Id, body: SuspensionIn) -> OrganisationOut:
    """Stop an organisation from starting anything new; what it owes it still finishes."""
    parties.suspend_party(party_id=party_id, because=body.because, by=request.actor, at=request.at)
    return _organisation(_seen_party(request, party_id))


@router.delete("/organisations/{party_id}/suspension", response={200: OrganisationOut})
@writes("operate")
def reactivate_organisation(request: Asking, party_id: Id) -> OrganisationOut:
    """Let a suspended organisation trade again."""
    parties.reactivate_party(party_id=party_id, by=request.actor, at=request.at)
    return _organisation(_seen_party(request, party_id))


def _seen_party(request: Asking, party_id: int) -> Party:
    return Party.objects.visible_to(request.actor).select_related("belt").seen(request.actor, pk=party_id)


def _membership(standing: queries.Standing) -> MembershipOut:
    return MembershipOut(
        organisation_id=standing.actor.party_id,
        name_zh=standing.name_zh,
        name_en=standing.name_en,
        kind=standing.kind,
        state=standing.state,
        role=standing.actor.role,
    )


def _profile(party: Party) -> dict[str, Any]:
    return {
        "id": party.pk,
        "kind": party.kind,
        "name_zh": party.name_zh,
        "name_en": party.name_en,
        "division_code": party.division_id,
        "belt_code": party.belt.code if party.belt else None,
        "about_zh": party.about_zh,
        "about_en": party.about_en,
    }


def _organisation(party: Party) -> OrganisationOut:
    return OrganisationOut(
        **_profile(party),
        state=party.state,
        credit_code=party.credit_code,
        registered_at=party.registered_at,
    )
