"""What became of letters is written down: delivered, tried again later, or given up and visible (E2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from huopan.domains.notifications.actions.endpoints import switch_off
from huopan.domains.notifications.actions.sending import Outcome, Post, lease_deliveries, try_letter
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.notifications.rules import GIVE_UP_AFTER, Verdict, next_attempt_at
from huopan.infra.outbound.posting import post
from huopan.kernel.actor import SYSTEM

OTHERS_WAIT = timedelta(seconds=30)
GONE = "the receiver answered 410, gone for good"
FAILED_TOO_LONG = f"nothing was accepted for {GIVE_UP_AFTER.days} days"
State = WebhookDelivery.State


def settle(outcomes: Sequence[Outcome]) -> None:
    """Write down what became of letters. What another sender settled after our lease ran out is left alone."""
    delivered = [o for o in outcomes if o.verdict is Verdict.DELIVERED and not o.is_untried]
    failed = [o for o in outcomes if o.verdict is not Verdict.DELIVERED and not o.is_untried]
    with transaction.atomic():
        _deliver(delivered)
        _recover(delivered)
        _release([outcome.letter.delivery_id for outcome in outcomes if outcome.is_untried])
    for outcome in failed:
        _fail(outcome)


def send_due(*, limit: int, at: datetime, post: Post = post) -> int:
    """Send what is due, one after the other, and return how many were tried. The worker's lanes do it side by side."""
    letters = lease_deliveries(limit=limit, at=at)
    for letter in letters:
        settle([try_letter(letter, at=at, post=post)])
    return len(letters)


def _deliver(outcomes: Iterable[Outcome]) -> None:
    alike: dict[tuple[int | None, datetime], list[int]] = defaultdict(list)
    for outcome in outcomes:
        alike[outcome.status, outcome.at].append(outcome.letter.delivery_id)
    for (status, at), ids in alike.items():
        WebhookDelivery.objects.filter(pk__in=ids, state=State.WAITING).update(
            state=State.DELIVERED,
            attempts=F("attempts") + 1,
            next_attempt_at=None,
            leased_until=None,
            last_status=status,
            last_error="",
            delivered_at=at,
        )


def _recover(outcomes: Iterable[Outcome]) -> None:
    """An endpoint that answered is well again; one that took its time goes to the slow lane."""
    for is_slow in (False, True):
        ids = {o.letter.endpoint_id for o in outcomes if o.is_slow is is_slow and (o.is_slow or o.letter.was_unwell)}
        if ids:
            WebhookEndpoint.objects.filter(pk__in=ids).update(failing_since=None, is_slow=is_slow)


def _release(delivery_ids: Sequence[int]) -> None:
    if delivery_ids:
        _waiting(pk__in=delivery_ids).update(leased_until=None)


@transaction.atomic
def _fail(outcome: Outcome) -> None:
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=outcome.letter.endpoint_id).first()
    if endpoint is None or not _postpone(outcome):
        return
    since = endpoint.failing_since or outcome.at
    if outcome.verdict is Verdict.GONE:
        switch_off(endpoint, because=GONE, by=SYSTEM, at=outcome.at)
    elif outcome.at - since >= GIVE_UP_AFTER:
        switch_off(endpoint, because=FAILED_TOO_LONG, by=SYSTEM, at=outcome.at)
    else:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=since)
        _hold_back(endpoint, outcome)


def _postpone(outcome: Outcome) -> bool:
    """Whether this try was the one to count: not when somebody else's was settled first."""
    attempts = outcome.letter.attempts + 1
    again_at = next_attempt_at(attempts, outcome.at, outcome.wait)
    counted = _waiting(pk=outcome.letter.delivery_id, attempts=outcome.letter.attempts).update(
        state=State.WAITING if again_at else State.DEAD,
        attempts=attempts,
        next_attempt_at=again_at,
        leased_until=None,
        last_status=outcome.status,
        last_error=outcome.error,
    )
    return bool(counted)


def _hold_back(endpoint: WebhookEndpoint, outcome: Outcome) -> None:
    """A dead endpoint's other deliveries wait too, uncounted: one probe at a time finds out that it lives again."""
    until = outcome.at + max(OTHERS_WAIT, outcome.wait)
    others = _waiting(endpoint=endpoint, next_attempt_at__lt=until).exclude(pk=outcome.letter.delivery_id)
    others.update(next_attempt_at=until, leased_until=None)


def _waiting(**chosen: object) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(state=State.WAITING, **chosen)
