"""What search does by the clock."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.infra.jobs.ticking import every


@every(minutes=1)
def build_missing_index(*, at: datetime) -> None:  # noqa: ARG001 - every sweep is told the time
    """A machine without a readable index gets one; until then its pages ask the database."""
    if not isinstance(ports.index(), ports.NoIndex) and not ports.index().is_ready():
        search.rebuild_index()
