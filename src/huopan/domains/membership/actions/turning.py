"""Midnight: what is over ends, what was to begin begins. By the server's clock, a little after the day has turned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from huopan.domains.membership.actions.telling import tell_in_force, tell_lapsed
from huopan.domains.membership.models import Subscription
from huopan.kernel.actor import SYSTEM

AT_ONCE = 500


@transaction.atomic
def turn_memberships(*, at: datetime) -> int:
    """End what is over and begin what is due, each told. Returns how many turned; safe to repeat."""
    today = localdate(at)
    over, begun = _end(today, at), _begin(today, at)
    before = {row.party_id: row.plan.code for row in over if row.began_at}
    after = {row.party_id: row.plan.code for row in begun}
    followed = _followed([row.party_id for row in over], today)
    for row in over:
        tell_lapsed(row, is_followed=row.party_id in followed, at=at)
    for party_id in sorted(before.keys() | after.keys()):
        if before.get(party_id, "") != after.get(party_id, ""):
            tell_in_force(party_id, after.get(party_id, ""), SYSTEM, at)
    return len(over) + len(begun)


def _end(today: date, at: datetime) -> list[Subscription]:
    rows = list(_waiting().filter(until_day__lt=today).order_by("until_day", "pk")[:AT_ONCE])
    for row in rows:
        row.ended_at = at
    Subscription.objects.bulk_update(rows, ["ended_at"])
    return rows


def _begin(today: date, at: datetime) -> list[Subscription]:
    """Only where nothing runs any more: more than were ended at once wait for the next round."""
    running = Subscription.objects.running().filter(party_id=OuterRef("party_id"))
    due = _waiting().filter(~Exists(running), began_at__isnull=True, from_day__lte=today, until_day__gte=today)
    rows = list(due.order_by("from_day", "pk")[:AT_ONCE])
    for row in rows:
        row.began_at = at
    Subscription.objects.bulk_update(rows, ["began_at"])
    return rows


def _waiting() -> QuerySet[Subscription]:
    live = Subscription.objects.select_for_update(of=("self",), skip_locked=True).filter(ended_at__isnull=True)
    return live.select_related("plan")


def _followed(party_ids: Collection[int], today: date) -> set[int]:
    live = Subscription.objects.filter(party_id__in=party_ids, ended_at__isnull=True, until_day__gte=today)
    return set(live.values_list("party_id", flat=True))
