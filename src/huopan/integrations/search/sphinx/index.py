"""The search index on a cluster: the same port as the embedded one, for markets beyond one machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from huopan.domains.search.ports import (
    Asked,
    Entries,
    Facets,
    FactoryAsked,
    FactoryHits,
    Hits,
    IndexUnavailableError,
    Kind,
    Portions,
    Read,
)
from huopan.engines.language.vocabulary import NOTHING, Vocabulary
from huopan.integrations.search.schema import VERSION
from huopan.integrations.search.sphinx import asking, counting, reading
from huopan.integrations.search.sphinx.asking import Statement
from huopan.integrations.search.sphinx.configuration import GENERATIONS
from huopan.integrations.search.sphinx.nodes import BUILDING_SECONDS, Node, NodeDownError, Nodes, Rows
from huopan.integrations.search.sphinx.rows import names_in, replacing, row_of
from huopan.integrations.search.sphinx.wording import number

SCHEMA = int(VERSION.removeprefix("v"))
STATE_ID = 1
STATE_SECONDS = 0.5
AT_ONCE = 200
DIGESTS_AT_ONCE = 1_000
KINDS: tuple[Kind, ...] = ("offers", "factories")


@dataclass(frozen=True, slots=True)
class _State:
    """`generation`: which tables are live; `followed`: the least that any node has."""

    generation: str
    followed: int


class SphinxIndex:
    """`addresses`: host:port of every node's SphinxQL; an offer lives on the node that its id names."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._nodes = Nodes([Node(address) for address in addresses])
        self._patient = Nodes([Node(address, BUILDING_SECONDS) for address in addresses])
        self._known: tuple[float, _State] | None = None
        self._words: set[int] = set()
        self._rebuilding = threading.Lock()
        self._names = reading.Names(self._nodes)

    def is_ready(self) -> bool:
        try:
            self._state(at_most=0.0)
        except IndexUnavailableError:
            return False
        return True

    def find(self, asked: Asked) -> Hits:
        return reading.hits(self._nodes.any_of(asking.finding(asked, self._live("offers"))), asked)

    def facets(self, asked: Asked, *, found: int | None = None) -> Facets:
        return counting.facets(self._nodes, self._names, asked, self._live("offers"), found)

    def find_factories(self, asked: FactoryAsked) -> FactoryHits:
        table = self._live("factories")
        found = self._nodes.any_of(asking.finding_factories(asked, table))
        counts = counting.factory_facets(self._nodes, self._names, asked, table)
        return reading.factory_hits(found, asked, counts)

    def vocabulary(self) -> Vocabulary:
        """Its terms lie hashed on the nodes: nothing is corrected here."""
        return NOTHING

    def update(self, changed: dict[Kind, Collection[int]], read: Read, *, followed: int | None = None) -> None:
        """A node that is down is left out and notes nothing: once it is back, `followed` is what it had."""
        try:
            generation = self._state(at_most=0.0).generation
        except IndexUnavailableError:
            return
        down: set[str] = set()
        for kind, ids in changed.items():
            if ids:
                self._write(self._nodes, f"{kind}_{generation}", set(ids), read(kind, ids), down)
        if followed is not None:
            for node in self._nodes.nodes:
                if node.address not in down:
                    _try(node, _noting(generation, followed), down)
            self._known = None

    def rebuild(self, portions: Portions, *, followed: int, progress: Callable[[int], None]) -> int:
        """Into the generation that is not live. Raises IndexUnavailableError while a node is down."""
        with self._rebuilding:
            generation = self._other_generation()
            self._everywhere(*(Statement(f"TRUNCATE RTINDEX {kind}_{generation}") for kind in KINDS))
            count = 0
            for kind, entries in portions:
                down: set[str] = set()
                self._write(self._patient, f"{kind}_{generation}", set(), entries, down)
                if down:
                    raise IndexUnavailableError(f"not every node of the search cluster answers: {sorted(down)}")
                count += len(entries)
                progress(len(entries))
            self._everywhere(_noting(generation, followed))
            self._known = None
            return count

    def followed(self) -> int:
        return self._state(at_most=0.0).followed

    def digests(self, kind: Kind) -> dict[int, str]:
        table = f"{kind}_{self._state().generation}"
        return {key: digest for node in self._nodes.nodes for key, digest in _digests(node, table)}

    def _live(self, kind: Kind) -> str:
        return f"all_{kind}_{self._state().generation}"

    def _state(self, at_most: float = STATE_SECONDS) -> _State:
        """Known for half a second: a switch of generations is rare, and the one before stays."""
        now = time.monotonic()
        if self._known and now - self._known[0] < at_most:
            return self._known[1]
        state = self._read_state()
        self._known = now, state
        return state

    def _read_state(self) -> _State:
        said = [
            rows[0]
            for _, rows in self._nodes.of_each(Statement("SELECT generation, followed, version FROM state LIMIT 1"))
            if rows
        ]
        if not said or any(int(version) != SCHEMA for _, _, version in said):
            raise IndexUnavailableError("the search cluster has no index of this version")
        return _State(GENERATIONS[int(said[0][0])], min(int(followed) for _, followed, _ in said))

    def _other_generation(self) -> str:
        try:
            live = self._state(at_most=0.0).generation
        except IndexUnavailableError:
            live = GENERATIONS[1]
        return next(each for each in GENERATIONS if each != live)

    def _everywhere(self, *statements: Statement) -> None:
        for node in self._patient.nodes:
            for statement in statements:
                try:
                    node.ask(statement)
                except NodeDownError as error:
                    raise IndexUnavailableError(f"{node.address} does not answer") from error

    def _write(self, nodes: Nodes, table: str, ids: set[int], entries: Entries, down: set[str]) -> None:
        self._learn(nodes, (name for entry in entries for name in names_in(entry)), down)
        kept = {entry.key for entry in entries}
        for place, node in enumerate(nodes.nodes):
            gone = sorted(key for key in ids - kept if key % len(nodes.nodes) == place)
            rows = [row_of(entry) for entry in entries if entry.key % len(nodes.nodes) == place]
            for start in range(0, len(gone), AT_ONCE):
                some = ",".join(map(str, gone[start : start + AT_ONCE]))
                _try(node, Statement(f"DELETE FROM {table} WHERE id IN ({some})"), down)  # noqa: S608 - numbers
            for start in range(0, len(rows), AT_ONCE):
                sql, params = replacing(table, rows[start : start + AT_ONCE])
                _try(node, Statement(sql, tuple(params)), down)

    def _learn(self, nodes: Nodes, names: Iterable[str], down: set[str]) -> None:
        """Every node knows what each number in a multi-valued column means."""
        new = {number(name): name for name in names if name}
        rows = [
            {"id": key, "title": "", "about": "", "word": name} for key, name in new.items() if key not in self._words
        ]
        for start in range(0, len(rows), AT_ONCE):
            sql, params = replacing("words", rows[start : start + AT_ONCE])
            for node in nodes.nodes:
                _try(node, Statement(sql, tuple(params)), down)
        if not down:
            self._words |= set(new)


def _try(node: Node, statement: Statement, down: set[str]) -> Rows:
    if node.address in down:
        return []
    try:
        return node.ask(statement)
    except NodeDownError:
        down.add(node.address)
        return []


def _noting(generation: str, followed: int) -> Statement:
    row = {
        "id": STATE_ID,
        "title": "",
        "about": "",
        "generation": GENERATIONS.index(generation),
        "followed": followed,
        "version": SCHEMA,
    }
    sql, params = replacing("state", [row])
    return Statement(sql, tuple(params))


def _digests(node: Node, table: str) -> Iterable[tuple[int, str]]:
    last = 0
    while True:
        page = f"ORDER BY id ASC LIMIT {DIGESTS_AT_ONCE} OPTION max_matches={DIGESTS_AT_ONCE}"
        try:
            rows = node.ask(Statement(f"SELECT id, digest FROM {table} WHERE id>{last} {page}"))  # noqa: S608 - numbers
        except NodeDownError as error:
            raise IndexUnavailableError(f"{node.address} does not answer") from error
        for key, digest in rows:
            yield int(key), f"{int(digest):015x}"
        if len(rows) < DIGESTS_AT_ONCE:
            return
        last = int(rows[-1][0])
