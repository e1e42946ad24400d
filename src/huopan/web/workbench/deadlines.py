"""How much time is left, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400
PRESSING_HOURS = 4


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """`tone`: bad once it is over, warn in the last hours, else nothing."""

    words: str
    tone: str


def time_left(until: datetime | None, at: datetime) -> TimeLeft | None:
    """The largest unit that says enough; None without a deadline."""
    if until is None:
        return None
    seconds = int((until - at).total_seconds())
    if seconds < 0:
        return TimeLeft(_("%(time)s over") % {"time": _span(-seconds)}, "bad")
    return TimeLeft(_("%(time)s left") % {"time": _span(seconds)}, "warn" if seconds < PRESSING_HOURS * HOUR else "")


def _span(seconds: int) -> str:
    if seconds < HOUR:
        minutes = max(1, seconds // MINUTE)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if seconds < 2 * DAY:
        hours = seconds // HOUR
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = seconds // DAY
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
