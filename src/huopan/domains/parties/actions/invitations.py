"""Inviting people by e-mail: the token is in the letter and, hashed, in the table; nowhere else."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from huopan.domains.parties.actions.people import email_address, register_person
from huopan.domains.parties.actions.team import must_have_role
from huopan.domains.parties.events import InvitationAccepted, InvitationWithdrawn, PersonInvited, RoleGranted
from huopan.domains.parties.models import Invitation, Person, RoleGrant
from huopan.domains.parties.policies import must_be_signed_in, must_in_own_party
from huopan.domains.parties.ports import POSTMEN, InvitationLetter
from huopan.domains.parties.queries import hashed
from huopan.domains.parties.queries.invitations import InvitationOverError, open_invitation
from huopan.domains.parties.queries.team import locked_party
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import VISITOR, Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

OPEN_FOR = timedelta(days=7)
TOKEN_BYTES = 32
MOST_OPEN = 50


class TooManyInvitationsError(RefusedError):
    sentence = said("{limit} invitations are open already; withdraw some, or wait until they expire.")


class AlreadyInTeamError(RefusedError):
    sentence = said("{person} is in this organisation already; an owner can change the role.")


class InvitedSomebodyElseError(RefusedError):
    kind = "forbidden"
    sentence = said("This invitation went to another e-mail address; sign in with that one, or ask for a new one.")


@transaction.atomic
def invite(*, email: str, role: str, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """Offer a role in `by`'s organisation for a week; returns the invitation and its token, which nobody can show
    again. An open invitation to the same address is replaced.

    Raises ForbiddenError without "team.manage", NotAnEmailError, RoleNotHereError, AlreadyInTeamError,
    TooManyInvitationsError."""
    party = locked_party(must_in_own_party(by, "team.manage"))
    must_be_signed_in(by)
    must_have_role(party, role)
    address = email_address(email)
    if RoleGrant.objects.filter(party=party, revoked_at__isnull=True, person__email=address).exists():
        raise AlreadyInTeamError(person=address)
    still_open = Invitation.objects.filter(
        party=party, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    still_open.filter(email=address).update(withdrawn_at=at)
    if still_open.count() >= MOST_OPEN:
        raise TooManyInvitationsError(limit=MOST_OPEN)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        party=party,
        email=address,
        role=role,
        token_hash=hashed(token),
        invited_by_id=by.person_id,
        invited_at=at,
        expires_at=at + OPEN_FOR,
    )
    announce(
        PersonInvited(party_id=party.pk, invitation_id=invitation.pk, role=role, concerns=(party.pk,), at=at), by=by
    )
    _post(InvitationLetter(address, str(party), invitation.get_role_display(), token, invitation.expires_at))
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Close an invitation; closing it again changes nothing. Raises ForbiddenError, UnknownError,
    InvitationOverError when it was accepted."""
    party_id = must_in_own_party(by, "team.manage")
    own = Invitation.objects.filter(pk=invitation_id, party_id=party_id)
    if own.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=at):
        event = InvitationWithdrawn(party_id=party_id, invitation_id=invitation_id, concerns=(party_id,), at=at)
        announce(event, by=by)
        return
    invitation = own.first()
    if invitation is None:
        raise UnknownError(what=str(Invitation._meta.verbose_name))
    if invitation.accepted_at:
        raise InvitationOverError


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, at: datetime) -> RoleGrant:
    """Take the role that was offered to the signed-in person.

    Raises SignInFirstError, UnknownError, InvitationOverError, InvitedSomebodyElseError, AlreadyInTeamError."""
    must_be_signed_in(by)
    return _accept(open_invitation(token, at), Person.objects.get(pk=by.person_id), by, at)


@transaction.atomic
def join_by_invitation(
    *, token: str, full_name: str, password: str, at: datetime, language: str = "zh-hans"
) -> RoleGrant:
    """Make an account for the invited address, which the letter has proved, and take the role.

    Raises UnknownError, InvitationOverError, WeakPasswordError, EmailTakenError (sign in and accept instead)."""
    invitation = open_invitation(token, at)
    person = register_person(
        email=invitation.email, full_name=full_name, password=password, language=language, by=VISITOR, at=at
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return _accept(invitation, person, Actor(person_id=person.pk, role="person"), at)


def _post(letter: InvitationLetter) -> None:
    def post() -> None:
        for postman in POSTMEN:
            postman(letter)

    transaction.on_commit(post, robust=True)


def _accept(invitation: Invitation, person: Person, by: Actor, at: datetime) -> RoleGrant:
    if person.email != invitation.email:
        raise InvitedSomebodyElseError
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not still_open.update(accepted_at=at):
        raise InvitationOverError
    party_id, role = invitation.party_id, invitation.role
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(person=person, party_id=party_id, role=role, granted_at=at)
    except IntegrityError:
        raise AlreadyInTeamError(person=str(person)) from None
    announce(
        InvitationAccepted(
            party_id=party_id, invitation_id=invitation.pk, person_id=person.pk, concerns=(party_id,), at=at
        ),
        RoleGranted(party_id=party_id, person_id=person.pk, role=role, concerns=(party_id,), at=at),
        by=by,
    )
    return grant
