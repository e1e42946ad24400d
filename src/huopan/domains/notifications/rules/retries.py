"""When a webhook is tried again, and what an answer means."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

# The schedule Standard Webhooks recommends: ten tries in about three days.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
LONGEST_ASKED_WAIT = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=5)


class Verdict(Enum):
    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"


def verdict_of(status: int | None) -> Verdict:
    """2xx is delivered, 410 means never again, anything else (a redirect too, None for no answer) is a failure."""
    if status is not None and 200 <= status < 300:  # noqa: PLR2004 - HTTP's own numbers
        return Verdict.DELIVERED
    return Verdict.GONE if status == 410 else Verdict.FAILED  # noqa: PLR2004


def next_attempt_at(attempts: int, at: datetime, wait: timedelta) -> datetime | None:
    """When to try again after `attempts` failures, no earlier than the receiver asked; None once it is given up."""
    if attempts > len(BACK_OFF):
        return None
    return at + max(BACK_OFF[attempts - 1], wait)


def asked_wait(retry_after: str, at: datetime) -> timedelta:
    """What `Retry-After` asks for, in seconds or as a date, within reason; zero when it asks for nothing readable."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_ASKED_WAIT.total_seconds()))
    try:
        wait = parsedate_to_datetime(text) - at
    except (ValueError, TypeError):
        return timedelta(0)
    return min(max(wait, timedelta(0)), LONGEST_ASKED_WAIT)
