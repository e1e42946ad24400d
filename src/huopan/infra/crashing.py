"""Named places where a test may have the process die, as power loss or the OOM killer would have it."""

import os
import signal

from django.conf import settings


def crash_point(name: str) -> None:
    """Die here, at once and without clean-up, if a fault test asks for it (HUOPAN_TESTING and HUOPAN_CRASH_AT)."""
    if settings.HUOPAN.testing and settings.HUOPAN.crash_at == name:
        os.kill(os.getpid(), signal.SIGKILL)
