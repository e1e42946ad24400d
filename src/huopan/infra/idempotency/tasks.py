from datetime import datetime, timedelta

from huopan.infra.idempotency.replaying import purge
from huopan.infra.jobs.ticking import every

KEEP = timedelta(days=7)


@every(minutes=60)
def purge_old_keys(*, at: datetime) -> None:
    """A client that repeats a request after a week is asking anew."""
    purge(before=at - KEEP)
