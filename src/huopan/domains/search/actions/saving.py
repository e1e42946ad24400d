"""Keeping searches, and stopping their letters."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from huopan.domains.search.models import SavedSearch
from huopan.domains.search.policies import must_keep_searches
from huopan.domains.search.rules.asked import LONGEST_WORDS, MOST_SAVED, kept_filters, key_of
from huopan.domains.search.rules.filters import Filters
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class NothingToSaveError(RefusedError):
    kind = "invalid"
    sentence = said("Type words or set a filter first; then the search can be saved.")


class TooManySavedSearchesError(RefusedError):
    sentence = said("You have saved {most} searches; remove one you no longer need, then save this one.")


@transaction.atomic
def save_search(*, words: str, filters: Filters, by: Actor, at: datetime, is_alerting: bool = True) -> SavedSearch:
    """Keep a search of `by`'s organisation; saved again it is the same one, with letters as asked now.

    Raises SignInFirstError, NoOrganisationError, NothingToSaveError, TooManySavedSearchesError.
    """
    party_id = must_keep_searches(by)
    plain = " ".join(words.replace("\x00", " ").split())[:LONGEST_WORDS]
    kept = kept_filters(filters)
    if not plain and not kept:
        raise NothingToSaveError
    mine = SavedSearch.objects.filter(party_id=party_id, person_id=by.person_id)
    key = key_of(plain, kept)
    if mine.exclude(key=key).count() >= MOST_SAVED:
        raise TooManySavedSearchesError(most=MOST_SAVED)
    row, is_new = SavedSearch.objects.get_or_create(
        party_id=party_id,
        person_id=by.person_id,
        key=key,
        defaults={
            "words": plain,
            "filters": kept,
            "is_alerting": is_alerting,
            "secret": secrets.token_urlsafe(32),
            "saved_at": at,
            "looked_at": at,
        },
    )
    return row if is_new else _alerting(row, at, is_alerting=is_alerting)


@transaction.atomic
def change_letters(*, saved_search_id: int, is_alerting: bool, by: Actor, at: datetime) -> SavedSearch:
    """Have letters about what is new, or none any more. Raises SignInFirstError, NoOrganisationError, UnknownError."""
    must_keep_searches(by)
    row = SavedSearch.objects.select_for_update().seen(by, pk=saved_search_id)
    return _alerting(row, at, is_alerting=is_alerting)


@transaction.atomic
def remove_saved_search(*, saved_search_id: int, by: Actor) -> None:
    """Raises SignInFirstError, NoOrganisationError, UnknownError."""
    must_keep_searches(by)
    SavedSearch.objects.seen(by, pk=saved_search_id).delete()


def stop_letters(*, secret: str) -> bool:
    """What a letter's foot leads to: no sign-in, and only the letters stop. Whether there is such a search."""
    return bool(SavedSearch.objects.filter(secret=secret).update(is_alerting=False))


def _alerting(row: SavedSearch, at: datetime, *, is_alerting: bool) -> SavedSearch:
    """Letters that begin again tell of what is new from now on."""
    if is_alerting and not row.is_alerting:
        row.looked_at = at
    row.is_alerting = is_alerting
    row.save(update_fields=["is_alerting", "looked_at"])
    return row
