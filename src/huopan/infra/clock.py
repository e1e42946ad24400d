"""The one place that reads the clock; surfaces call it and pass the time down."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The current time, aware, in UTC."""
    return timezone.now()  # noqa: TID251 - this is the place
