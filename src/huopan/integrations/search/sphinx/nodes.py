"""Talking to the nodes: each keeps a shard, and each can be asked for all."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pymysql
from pymysql.constants import CLIENT

from huopan.domains.search.ports import IndexUnavailableError
from huopan.integrations.search.sphinx.asking import Statement

CONNECT_SECONDS, ANSWER_SECONDS = 1, 10
BUILDING_SECONDS = 300  # once in some hundred thousand rows a node writes what it holds in memory, and answers no one
Rows = list[tuple[Any, ...]]
TROUBLE = (pymysql.err.OperationalError, pymysql.err.InterfaceError, OSError)


class NodeDownError(Exception):
    """One node does not answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`missing`: other nodes that did not answer this one, so that their shards' rows lack."""

    rows: Rows
    total: int = 0
    missing: int = 0


@dataclass
class Node:
    """`address`: host:port of SphinxQL. One connection a thread."""

    address: str
    answer_seconds: int = ANSWER_SECONDS
    _threads: threading.local = field(default_factory=threading.local)

    def ask(self, statement: Statement) -> Rows:
        """Raises NodeDownError; IndexUnavailableError where the node does not know the table or the column."""
        return self.ask_all([statement])[0]

    def ask_all(self, statements: Sequence[Statement]) -> list[Rows]:
        """Several SELECTs in one message, which the node may answer in one pass. Raises as `ask`."""
        try:
            return list(self._answers(statements))
        except pymysql.err.ProgrammingError as error:
            raise IndexUnavailableError(str(error)) from error
        except TROUBLE as error:
            self._close()
            raise NodeDownError(self.address) from error

    def _answers(self, statements: Sequence[Statement]) -> Iterator[Rows]:
        cursor = self._connection().cursor()
        cursor.execute("; ".join(cursor.mogrify(each.sql, each.params or None) for each in statements))
        yield list(cursor.fetchall())
        while cursor.nextset():
            yield list(cursor.fetchall())

    def ask_with_total(self, statement: Statement) -> Answer:
        rows, meta = self.ask_all([statement, Statement("SHOW META")])
        about: dict[str, str] = dict(meta)
        warning = str(about.get("warning", ""))
        return Answer(rows, int(about.get("total_found", 0)), warning.count("agent ") if warning else 0)

    def _connection(self) -> Any:
        known = getattr(self._threads, "connection", None)
        if known is None:
            host, _, port = self.address.rpartition(":")
            known = self._threads.connection = pymysql.connect(
                host=host,
                port=int(port),
                charset="utf8",
                autocommit=None,
                client_flag=CLIENT.MULTI_STATEMENTS,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=self.answer_seconds,
                write_timeout=self.answer_seconds,
            )
        return known

    def _close(self) -> None:
        known, self._threads.connection = getattr(self._threads, "connection", None), None
        if known is not None and known.open:
            known._force_close()


@dataclass(frozen=True, slots=True)
class Nodes:
    """Every node, in the order that shards are numbered by."""

    nodes: Sequence[Node]

    def any_of(self, statement: Statement) -> Answer:
        """Asked of the first node that answers. Raises IndexUnavailableError when none does."""
        for node in self.nodes:
            try:
                return node.ask_with_total(statement)
            except NodeDownError:
                continue
        raise IndexUnavailableError("no node of the search cluster answers")

    def rows_of_any(self, statement: Statement) -> Rows:
        return self.rows_of_each([statement])[0]

    def rows_of_each(self, statements: Sequence[Statement]) -> list[Rows]:
        """The answers of one node to several SELECTs. Raises IndexUnavailableError."""
        for node in self.nodes:
            try:
                return node.ask_all(statements)
            except NodeDownError:
                continue
        raise IndexUnavailableError("no node of the search cluster answers")

    def of_each(self, statement: Statement) -> Iterator[tuple[Node, Rows]]:
        """From every node that answers."""
        for node in self.nodes:
            try:
                yield node, node.ask(statement)
            except NodeDownError:
                continue

    def home_of(self, key: int) -> Node:
        """The node whose shard has this id: writes are routed here, for old engines do not route them."""
        return self.nodes[key % len(self.nodes)]
