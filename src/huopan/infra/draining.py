"""Everything that waits, done now in this process: for tests, imports and `huopan worker --once`."""

from __future__ import annotations

from datetime import datetime

from huopan.infra.jobs.running import run_next
from huopan.infra.outbox.relaying import relay_once

BATCH = 200


def drain(*, at: datetime) -> int:
    """Relay every due event and run every due job, and what these bring about in turn. Returns how many in all.

    What fails waits for its next attempt, after `at`, and is left."""
    done = 0
    while True:
        relayed = relay_once(BATCH, at)
        ran = run_next(worker="drain", at=at, clock=lambda: at)
        if not relayed and not ran:
            return done
        done += relayed + ran
