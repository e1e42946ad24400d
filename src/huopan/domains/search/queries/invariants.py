"""What must hold of the index: `huopan check search`."""

from __future__ import annotations

from collections.abc import Iterator

from huopan.domains.search import ports
from huopan.domains.search.queries.comparing import differences
from huopan.infra.checking import invariant
from huopan.infra.outbox.following import newest_entry
from huopan.infra.outbox.leasing import anything_waiting


@invariant("I1", "Once the trail is followed, the search index says of every offer and factory what the database says.")
def index_differs_from_database() -> Iterator[str]:
    if ports.index().is_ready() and not anything_waiting() and ports.index().followed() >= newest_entry():
        yield from (f"{kind}: {key} is {how}" for kind, key, how in differences())
