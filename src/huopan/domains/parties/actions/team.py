"""Who acts for an organisation, and as what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.parties.events import RoleGranted, RoleRevoked
from huopan.domains.parties.models import ApiKey, Invitation, Party, Person, RoleGrant
from huopan.domains.parties.policies import must_in_own_party
from huopan.domains.parties.queries.team import has_owner_besides, locked_party
from huopan.domains.parties.rules import role_fits
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, RefusedError, UnknownError, said


class LastOwnerError(RefusedError):
    sentence = said("{person} is the only owner; make somebody else an owner first.")


class RoleNotHereError(RefusedError):
    kind = "invalid"
    sentence = said("An organisation of this kind has no role “{role}”; choose one from the list.")


@transaction.atomic
def grant_role(*, person_id: int, role: str, by: Actor, at: datetime, party_id: int | None = None) -> RoleGrant:
    """Give somebody of `by`'s organisation another role; it replaces the one they have. Strangers are invited instead.

    The platform itself may name any person and, in `party_id`, any party.
    Raises ForbiddenError without "team.manage", UnknownError, RoleNotHereError, LastOwnerError."""
    party = locked_party(_party_of(by, party_id))
    must_have_role(party, role)
    known = RoleGrant.objects.filter(party=party, person_id=person_id).select_related("person")
    live: RoleGrant | None = known.filter(revoked_at__isnull=True).first()
    if live and live.role == role:
        return live
    if not _is_platform(by) and not known.exists():
        raise UnknownError(what=str(Person._meta.verbose_name))
    if live:
        _must_leave_an_owner(live)
        RoleGrant.objects.filter(pk=live.pk).update(revoked_at=at)
    grant = RoleGrant.objects.create(party=party, person_id=person_id, role=role, granted_at=at)
    announce(RoleGranted(party_id=party.pk, person_id=person_id, role=role, concerns=(party.pk,), at=at), by=by)
    return grant


@transaction.atomic
def revoke_role(*, person_id: int, by: Actor, at: datetime, party_id: int | None = None) -> None:
    """Take somebody off the team; with the role go the API keys they made and the invitations they sent. Anybody may
    leave by themselves.

    Raises ForbiddenError without "team.manage", UnknownError for who has no role here, LastOwnerError."""
    leaves = person_id == by.person_id and by.party_id and party_id in (None, by.party_id)
    party = locked_party(by.party_id if leaves else _party_of(by, party_id))
    live = RoleGrant.objects.filter(party=party, person_id=person_id, revoked_at__isnull=True)
    grant = live.select_related("person").first()
    if grant is None:
        raise UnknownError(what=str(Person._meta.verbose_name))
    _must_leave_an_owner(grant)
    live.update(revoked_at=at)
    ApiKey.objects.filter(party=party, created_by_id=person_id, revoked_at__isnull=True).update(revoked_at=at)
    sent = Invitation.objects.filter(party=party, invited_by_id=person_id, accepted_at__isnull=True)
    sent.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    announce(RoleRevoked(party_id=party.pk, person_id=person_id, role=grant.role, concerns=(party.pk,), at=at), by=by)


def must_have_role(party: Party, role: str) -> None:
    if not role_fits(role, kind=party.kind):
        raise RoleNotHereError(role=role)


def _must_leave_an_owner(grant: RoleGrant) -> None:
    if grant.role == RoleGrant.Role.OWNER and not has_owner_besides(grant.party_id, grant.person_id):
        raise LastOwnerError(person=str(grant.person))


def _is_platform(by: Actor) -> bool:
    return by.may("operate") and not by.party_id


def _party_of(by: Actor, party_id: int | None) -> int:
    if party_id is not None and _is_platform(by):
        return party_id
    own = must_in_own_party(by, "team.manage")
    if party_id not in (None, own):
        raise ForbiddenError(scope="operate")
    return own
