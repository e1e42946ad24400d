"""Invitations as their readers find them."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.parties.models import Invitation
from huopan.domains.parties.queries.acting import hashed
from huopan.kernel.refusal import RefusedError, UnknownError, said


class InvitationOverError(RefusedError):
    sentence = said("This invitation was used, withdrawn or has expired; ask for a new one.")


def open_invitation(token: str, at: datetime) -> Invitation:
    """The invitation this token opens, with its organisation; whoever has the token may read it.

    Raises UnknownError, InvitationOverError. One SQL statement."""
    invitation: Invitation | None = Invitation.objects.filter(token_hash=hashed(token)).select_related("party").first()
    if invitation is None:
        raise UnknownError(what=str(Invitation._meta.verbose_name))
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= at:
        raise InvitationOverError
    return invitation
