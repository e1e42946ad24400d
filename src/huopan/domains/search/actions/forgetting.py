"""An organisation's history of searches, cleared when it asks for that."""

from __future__ import annotations

from django.db import transaction

from huopan.domains.search.models import Search
from huopan.domains.search.policies import must_keep_searches
from huopan.kernel.actor import Actor


@transaction.atomic
def clear_history(*, by: Actor) -> int:
    """Take `by`'s organisation off everything it asked; what stays in the log is nobody's. Returns how many.

    Raises SignInFirstError, NoOrganisationError.
    """
    return Search.objects.filter(party_id=must_keep_searches(by)).update(party=None)
