"""What runs by the clock."""

from datetime import datetime

from huopan.domains.production import queries as production
from huopan.domains.search import actions as search
from huopan.infra.jobs.ticking import every


@every(minutes=60)
def measure_capacities(*, at: datetime) -> int:
    """The week that lies ahead moves on, whether or not anything happens."""
    return search.record_capacity(production.factories_with_machines(), at=at)


@every(minutes=60)
def learn_from_searches(*, at: datetime) -> dict[str, int]:
    return search.learn(at=at)


@every(minutes=60)
def forget_what_was_asked(*, at: datetime) -> int:
    return search.forget_searches(at=at) + search.forget_arrivals(at=at)


@every(minutes=10)
def tell_of_news(*, at: datetime) -> int:
    """Letters about what is new in saved searches; each is looked into once a day."""
    search.look_for_news(at=at)
    return search.tell_news(at=at)
