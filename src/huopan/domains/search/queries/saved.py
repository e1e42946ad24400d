"""Saved searches as their organisation sees them."""

from __future__ import annotations

from django.db.models import QuerySet

from huopan.domains.search.models import SavedSearch
from huopan.kernel.actor import Actor


def saved_searches(*, by: Actor) -> QuerySet[SavedSearch]:
    """The organisation's, the newest first."""
    mine = SavedSearch.objects.visible_to(by).filter(party_id=by.party_id)
    return mine.select_related("person").order_by("-saved_at", "-pk")
