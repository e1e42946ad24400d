"""The one place that reads the clock; surfaces call it and pass the time down."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone


def now() -> datetime:
    """The current time, aware, in UTC."""
    return timezone.now()  # noqa: TID251 - this is the place


def going_on_from(at: datetime) -> Callable[[], datetime]:
    """The time as it passes from `at` on, for work that lasts and says now and then that it lives."""
    begun = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - begun)
