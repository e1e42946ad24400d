"""The people of an organisation and their invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Id, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.parties.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Invitation, RoleGrant

Email = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254)]
Token = Annotated[str, StringConstraints(min_length=20, max_length=100)]
Role = Literal["owner", "sales", "planner", "floor", "buyer", "finance", "operator", "arbiter", "treasurer"]


class RoleIn(Schema):
    role: Role


class MemberOut(Schema):
    person_id: int
    full_name: str
    email: str
    role: str
    granted_at: datetime


class InvitationIn(Schema):
    email: Email
    role: Role


class InvitationOut(Schema):
    shown_once: ClassVar[frozenset[str]] = frozenset({"token"})

    id: int
    email: str
    role: str
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    token: str | None = Field(None, description="Only in the first answer to the invitation; kept nowhere")


class AcceptanceIn(Schema):
    token: Token


@router.get("/team", response=Page[MemberOut])
@reads("team.manage")
def list_team(request: Asking, paging: Query[Paging]) -> Page[MemberOut]:
    """The people of your organisation and their roles."""
    return page_of(queries.team(request.actor), paging=paging, show=_member, key="id")


@router.put("/team/{person_id}", response={200: MemberOut})
@writes("team.manage")
def change_role(request: Asking, person_id: Id, body: RoleIn) -> MemberOut:
    """Give somebody of your organisation another role. The last owner stays one."""
    grant = parties.grant_role(person_id=person_id, role=body.role, by=request.actor, at=request.at)
    return _member(grant)


@router.delete("/team/{person_id}", response={204: None})
@writes("team.manage")
def remove_member(request: Asking, person_id: Id) -> None:
    """Take somebody off the team, with the API keys they made."""
    parties.revoke_role(person_id=person_id, by=request.actor, at=request.at)


@router.get("/invitations", response=Page[InvitationOut])
@reads("team.manage")
def list_invitations(request: Asking, paging: Query[Paging]) -> Page[InvitationOut]:
    """Invitations your organisation sent."""
    sent = Invitation.objects.visible_to(request.actor).filter(party_id=request.actor.party_id)
    return page_of(sent, paging=paging, show=_invitation)


@router.post("/invitations", response={201: InvitationOut})
@writes("team.manage")
def invite(request: Asking, body: InvitationIn) -> InvitationOut:
    """Invite somebody by e-mail; the token is in the letter and in this answer, once."""
    invitation, token = parties.invite(email=body.email, role=body.role, by=request.actor, at=request.at)
    return _invitation(invitation, token)


@router.delete("/invitations/{invitation_id}", response={204: None})
@writes("team.manage")
def withdraw_invitation(request: Asking, invitation_id: Id) -> None:
    """Close an invitation that was not accepted yet."""
    parties.withdraw_invitation(invitation_id=invitation_id, by=request.actor, at=request.at)


@router.post("/memberships", response={201: MemberOut})
@writes(personal=True)
def accept_invitation(request: Asking, body: AcceptanceIn) -> MemberOut:
    """Join the organisation that invited you."""
    return _member(parties.accept_invitation(token=body.token, by=request.actor, at=request.at))


def _member(grant: RoleGrant) -> MemberOut:
    return MemberOut(
        person_id=grant.person_id,
        full_name=grant.person.full_name,
        email=grant.person.email,
        role=grant.role,
        granted_at=grant.granted_at,
    )


def _invitation(invitation: Invitation, token: str | None = None) -> InvitationOut:
    return InvitationOut(
        id=invitation.pk,
        email=invitation.email,
        role=invitation.role,
        invited_at=invitation.invited_at,
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        token=token,
    )
