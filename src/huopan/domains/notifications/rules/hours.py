"""When a letter is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Mail(StrEnum):
    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Habits:
    """Hours of the day, 0 to 23; quiet from and until the same hour: no quiet at all."""

    quiet_from: int = 22
    quiet_until: int = 8
    digest_at: int = 9


def mail_due_at(mail: Mail, *, is_urgent: bool, habits: Habits, local: datetime) -> datetime | None:
    """When to write about what happened at `local` (the reader's time); None: never. Urgent things do not wait for the
    morning."""
    if mail is Mail.OFF:
        return None
    if mail is Mail.DIGEST:
        return _next(habits.digest_at, local)
    if is_urgent or not _is_quiet(habits, local.hour):
        return local
    return _next(habits.quiet_until, local)


def _is_quiet(habits: Habits, hour: int) -> bool:
    start, end = habits.quiet_from, habits.quiet_until
    return start <= hour < end if start <= end else hour >= start or hour < end


def _next(hour: int, local: datetime) -> datetime:
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)
