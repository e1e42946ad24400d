"""Several processes kept alive: whoever dies, by accident or by the OOM killer, is started again."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import connections

log = structlog.get_logger(__name__)
LOOK = 0.2  # seconds between looks at the children
PATIENCE = 20.0  # seconds a child gets to finish what it is doing
SOONEST_RESTART = 1.0  # seconds between two starts of the same child; doubled while it keeps dying young
LATEST_RESTART = 30.0
GROWN_UP = 10.0  # seconds
_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


class Stop:
    """Whether this process was asked to end: by SIGTERM or SIGINT, or because its parent is gone."""

    def __init__(self) -> None:
        self.is_asked = False
        self._parent = os.getppid()

    def listen(self) -> Stop:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)
        return self

    def pause(self, seconds: float) -> bool:
        """Sleep, but wake soon after being asked to end. True when it is time to go."""
        until = time.monotonic() + seconds
        while not self and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        return bool(self)

    def __bool__(self) -> bool:
        return self.is_asked or os.getppid() != self._parent

    def _ask(self, *_signal: object) -> None:
        self.is_asked = True


@dataclass(slots=True)
class Member:
    """One child: its name and what it does until it is asked to stop."""

    name: str
    work: Callable[[Stop], None]
    pid: int = 0
    started: float = 0
    wait: float = 0

    def start_if_due(self) -> bool:
        if time.monotonic() - self.started < self.wait:
            return False
        self.start()
        return True

    def start(self) -> None:
        self.started = time.monotonic()
        connections.close_all()  # a connection must not be shared across a fork
        self.pid = os.fork()
        if self.pid == 0:
            _live(self.work)

    def has_ended(self) -> bool:
        if not self.pid:
            return True
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            log.warning("child_ended", child=self.name, pid=pid, status=os.waitstatus_to_exitcode(status))
            self.pid = 0
            is_young = time.monotonic() - self.started < GROWN_UP
            self.wait = min(max(2 * self.wait, SOONEST_RESTART), LATEST_RESTART) if is_young else SOONEST_RESTART
        return bool(pid)

    def send(self, number: int) -> None:
        if self.pid:
            os.kill(self.pid, number)


def keep_alive(crew: list[Member]) -> None:
    """Start everybody and restart whoever ends, until SIGTERM or SIGINT; then let all finish and go."""
    stop = Stop().listen()
    while not stop:
        for member in crew:
            if member.has_ended() and member.start_if_due():
                log.info("child_started", child=member.name, pid=member.pid)
        stop.pause(LOOK)
    _dismiss(crew)


def _dismiss(crew: list[Member]) -> None:
    for member in crew:
        member.send(signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not all([member.has_ended() for member in crew]):  # noqa: C419 - reap each
        time.sleep(0.05)
    for member in crew:
        member.send(signal.SIGKILL)


def _live(work: Callable[[Stop], None]) -> None:
    """A child's whole life; it never returns into its parent's code."""
    code = 1
    _end_when_the_parent_does()
    try:
        work(Stop().listen())
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it was, this process ends here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_when_the_parent_does() -> None:
    """Where the system can: also what this process becomes by exec, or starts in C, ends when the crew is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
