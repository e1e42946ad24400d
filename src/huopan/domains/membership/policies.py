"""Who may give and take memberships."""

from __future__ import annotations

from huopan.domains.parties import queries as parties
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, RefusedError, said


class OwnMembershipError(RefusedError):
    kind = "forbidden"
    sentence = said("You act for this organisation yourself: somebody else must decide on its membership.")


def must_decide_for(party_id: int, by: Actor) -> int:
    """The id of the operator's person who decides; nobody does for an organisation of their own.

    Raises ForbiddenError without "operate", OwnMembershipError."""
    by.must("operate")
    if not by.person_id:
        raise ForbiddenError(scope="operate")
    if any(standing.actor.party_id == party_id for standing in parties.standings(by.person_id)):
        raise OwnMembershipError
    return by.person_id
