"""A membership ends before its last day, with a reason its people read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huopan.domains.membership.actions.telling import tell_ended, tell_in_force
from huopan.domains.membership.models import Subscription
from huopan.domains.membership.policies import must_decide_for
from huopan.domains.membership.rules import last_day_left
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

LONGEST_REASON = 300


class MembershipOverError(RefusedError):
    sentence = said("This membership is over already; reload the page to see what stands now.")


class EndReasonMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say in up to {limit} characters why it ends; the organisation's people read it.")


@transaction.atomic
def end_membership(*, subscription_id: int, because: str, by: Actor, at: datetime) -> None:
    """Today is its first day without; what was to begin later never does. A renewal that follows stands for itself.

    Raises ForbiddenError without "operate", OwnMembershipError, UnknownError, EndReasonMissingError,
    MembershipOverError."""
    by.must("operate")
    row = _locked(subscription_id)
    must_decide_for(row.party_id, by)
    was_running = row.began_at is not None
    if row.ended_at is not None or row.until_day < localdate(at):
        raise MembershipOverError
    row.ended_because = _reason(because)
    row.ended_at, row.until_day = at, last_day_left(row.from_day, localdate(at))
    row.save(update_fields=["ended_at", "ended_because", "until_day"])
    tell_ended(row, by, at)
    if was_running:
        tell_in_force(row.party_id, "", by, at)


def _locked(subscription_id: int) -> Subscription:
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("plan")
    row: Subscription | None = rows.filter(pk=subscription_id).first()
    if row is None:
        raise UnknownError(what=str(Subscription._meta.verbose_name))
    return row


def _reason(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST_REASON:
        raise EndReasonMissingError(limit=LONGEST_REASON)
    return text
