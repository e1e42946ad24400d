"""What the room does by the clock."""

from __future__ import annotations

from datetime import datetime

from huopan.domains.catalog import actions as catalog
from huopan.infra.jobs.ticking import every


@every(seconds=3)
def run_waiting_imports(*, at: datetime) -> None:
    """Bring in the sheets that were sent, and go on with those whose process died."""
    catalog.run_waiting_imports(at=at)
