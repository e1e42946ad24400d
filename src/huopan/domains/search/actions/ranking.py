"""Learning an order from the log, trying it in shadow, using it, and going back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from huopan.domains.search.models import Ranker
from huopan.domains.search.queries.rankers import lists_shown, look_again, places_examined
from huopan.engines.asking.curves import read_correction
from huopan.engines.asking.ordering import Comparison, compared, learnt_order
from huopan.kernel.refusal import RefusedError, said

LEARNT_SHARE = 0.8  # the oldest part of the log teaches, the rest judges


class NothingLearntError(RefusedError):
    sentence = said("No order has been learnt yet; run “huopan search learn” first.")


class NotBetterError(RefusedError):
    sentence = said(
        "The learnt order is not shown to be better than the hand weights (between {low} and {high} gain a search); "
        "wait for more searches, or insist with --anyway."
    )


def learn_order(*, at: datetime) -> tuple[Ranker, Comparison]:
    """Learn from the older four fifths of the log, judge on the rest, keep both. Nothing that is shown changes.

    Raises LearnerMissingError, TooLittleLoggedError: then the hand weights stay.
    """
    lists, examined = lists_shown(at=at), places_examined(at=at)
    cut = round(len(lists) * LEARNT_SHARE)
    correction = learnt_order(lists[:cut], examined)
    found = compared(lists[cut:], examined, correction)
    row = Ranker.objects.create(curves=correction.written(), figures=asdict(found), learnt_at=at)
    return row, found


def evaluate_order(*, at: datetime) -> tuple[Ranker, Comparison]:
    """The newest learnt order on what was logged since it was learnt. Raises NothingLearntError."""
    row = newest_order()
    lists = lists_shown(at=at, since=row.learnt_at)
    return row, compared(lists, places_examined(at=at), read_correction(row.curves))


@transaction.atomic
def shadow_order() -> Ranker:
    """Have the newest learnt order computed beside every search and logged, shown to nobody. Raises
    NothingLearntError."""
    row = newest_order()
    Ranker.objects.filter(state=Ranker.State.SHADOW).exclude(pk=row.pk).update(state=Ranker.State.RETIRED)
    return _moved(row, Ranker.State.SHADOW)


@transaction.atomic
def use_order(*, is_insisting: bool = False) -> Ranker:
    """Order results by the newest learnt order from now on (every process within half a minute).

    Raises NothingLearntError, and NotBetterError where its own figures do not show it better and nobody insists.
    """
    row = newest_order()
    if row.figures.get("low", 0.0) <= 0 and not is_insisting:
        raise NotBetterError(low=round(row.figures.get("low", 0.0), 3), high=round(row.figures.get("high", 0.0), 3))
    Ranker.objects.filter(state=Ranker.State.IN_USE).exclude(pk=row.pk).update(state=Ranker.State.RETIRED)
    return _moved(row, Ranker.State.IN_USE)


@transaction.atomic
def back_to_hand_weights() -> int:
    """The hand weights alone again. Returns how many learnt orders were in use or in shadow."""
    busy = Ranker.objects.filter(state__in=(Ranker.State.IN_USE, Ranker.State.SHADOW))
    count = busy.update(state=Ranker.State.RETIRED)
    look_again()
    return count


def newest_order() -> Ranker:
    row = Ranker.objects.exclude(state=Ranker.State.RETIRED).order_by("-learnt_at", "-pk").first()
    if row is None:
        raise NothingLearntError
    return row


def _moved(row: Ranker, state: Ranker.State) -> Ranker:
    row.state = state
    row.save(update_fields=["state"])
    look_again()
    return row
