"""What runs by the clock."""

from datetime import datetime

from huopan.domains.production import queries as production
from huopan.domains.search import actions as search
from huopan.infra.jobs.ticking import every


@every(minutes=60)
def measure_capacities(*, at: datetime) -> int:
    """The week that lies ahead moves on, whether or not anything happens."""
    return search.record_capacity(production.factories_with_machines(), at=at)
