"""Who may keep searches: whoever acts for an organisation."""

from __future__ import annotations

from huopan.domains.parties.policies import NoOrganisationError, must_be_signed_in
from huopan.kernel.actor import Actor


def must_keep_searches(by: Actor) -> int:
    """The id of the party. Raises SignInFirstError, NoOrganisationError."""
    must_be_signed_in(by)
    if not by.party_id:
        raise NoOrganisationError
    return by.party_id
