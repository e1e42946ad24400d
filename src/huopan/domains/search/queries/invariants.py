"""What must hold of the index: `huopan check search`."""

from __future__ import annotations

from collections.abc import Iterator

from huopan.domains.search import ports
from huopan.domains.search.queries.entries import every_entry
from huopan.infra.checking import invariant
from huopan.infra.outbox.leasing import anything_waiting


@invariant("I1", "Once the trail is relayed, the search index says of every offer what the database says.")
def index_differs_from_database() -> Iterator[str]:
    index = ports.index()
    if not index.is_ready() or anything_waiting():
        return
    kept = index.digests()
    for portion in every_entry():
        for entry in portion:
            if kept.pop(entry.offer_id, "") != entry.digest():
                yield f"offer {entry.offer_id} is indexed otherwise than it is, or not at all"
    yield from (f"offer {offer_id} is indexed but not on the market" for offer_id in kept)
