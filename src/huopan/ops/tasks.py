"""What the installation does by the clock for itself."""

from __future__ import annotations

from datetime import datetime

import structlog

from huopan.infra.checking import broken
from huopan.infra.jobs.ticking import every
from huopan.ops.pictures import tidy_pictures

log = structlog.get_logger(__name__)


@every(minutes=24 * 60)
def ask_every_invariant(*, at: datetime) -> None:
    """Nightly: a broken law is an error line, so that an alarm finds it before a trader does."""
    for finding in broken(at=at):
        log.error(
            "invariant_broken", code=finding.invariant.code, law=finding.invariant.law, by=finding.violations[:10]
        )


@every(minutes=24 * 60)
def keep_pictures_tidy(*, at: datetime) -> None:
    """A copy whose job was given up is made after all, and what an upload left behind goes."""
    tidy_pictures(at=at)
