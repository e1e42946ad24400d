"""A node's configuration file: its own shard, and distributed tables over everybody's.

Two generations of each table stand ready, so that a new index is built beside the live one; `state` says which is live.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huopan.domains.search.rules.ladders import RUNGS
from huopan.engines.ranking import STORED

GENERATIONS = ("a", "b")
PORTS, LARGEST_PORT = 2, 65_536
SIGNALS = [f"signal_{signal.name}" for signal in STORED]
OFFER = {
    "bigint": ["supplier_id", "fold", "digest", "price_hao", *(f"price_{n}" for n in range(1, RUNGS + 1))],
    "uint": [
        *("moq", "ship_days", "pickup", "city", "terms_mix", "trust_mix"),
        *("in_stock", "dropship", "sample", "is_trader"),
        *("branch", "belt"),
        *(f"from_{n}" for n in range(1, RUNGS + 1)),
        *SIGNALS,
    ],
    "float": ["standing", "norm"],
    "multi": ["categories", "places", "attributes", "processes", "credentials"],
}
FACTORY = {
    "bigint": ["digest"],
    "uint": ["free_hours", "machines", "least_moq", "offers", "pickup", "pickup_band", "city", "belt", *SIGNALS],
    "float": ["standing", "norm"],
    "multi": ["categories", "places", "processes", "materials", "credentials"],
}


@dataclass(frozen=True, slots=True)
class Node:
    """Where a node listens: SphinxQL for Huopan, its own protocol for the other nodes."""

    host: str
    sphinxql_port: int
    agent_port: int


class BadNodeError(ValueError):
    """Text that names no node."""


def node_from(text: str) -> Node:
    """From host:SphinxQL port:agent port. Raises BadNodeError."""
    host, *ports = text.rsplit(":", 2)
    if not host or len(ports) != PORTS or not all(port.isdecimal() and 0 < int(port) < LARGEST_PORT for port in ports):
        raise BadNodeError(f"“{text}” names no node; write host:SphinxQL port:agent port, such as 10.0.0.21:9306:9312.")
    return Node(host, int(ports[0]), int(ports[1]))


def configuration(node: Node, nodes: Sequence[Node], folder: Path) -> str:
    """For `searchd --config`. `folder` must exist and keeps the node's data."""
    tables = [
        _table(f"{kind}_{generation}", fields, folder)
        for kind, fields in (("offers", OFFER), ("factories", FACTORY))
        for generation in GENERATIONS
    ]
    spread = [_distributed(f"{kind}_{g}", node, nodes) for kind in ("offers", "factories") for g in GENERATIONS]
    words = _table("words", {"string": ["word"]}, folder)
    state = _table("state", {"bigint": ["followed"], "uint": ["generation", "version"]}, folder)
    return "\n".join([*tables, *spread, words, state, _searchd(node, folder)])


def _table(name: str, fields: dict[str, list[str]], folder: Path) -> str:
    lines = [f"  rt_attr_{kind} = {field}" for kind, several in fields.items() for field in several]
    return "\n".join(
        [
            f"index {name}",
            "{",
            "  type = rt",
            f"  path = {folder / name}",
            "  rt_field = title",
            "  rt_field = about",
            *lines,
            "  rt_mem_limit = 256M",
            "  dict = keywords",
            "}",
        ]
    )


def _distributed(name: str, node: Node, nodes: Sequence[Node]) -> str:
    agents = [f"  agent = {other.host}:{other.agent_port}:{name}" for other in nodes if other != node]
    timeouts = ["  agent_connect_timeout = 300", "  agent_query_timeout = 2000"]
    return "\n".join([f"index all_{name}", "{", "  type = distributed", f"  local = {name}", *agents, *timeouts, "}"])


def _searchd(node: Node, folder: Path) -> str:
    return "\n".join(
        [
            "searchd",
            "{",
            f"  listen = {node.host}:{node.agent_port}",
            f"  listen = {node.host}:{node.sphinxql_port}:mysql41",
            f"  pid_file = {folder / 'searchd.pid'}",
            f"  log = {folder / 'searchd.log'}",
            f"  binlog_path = {folder}",
            "  workers = threads",
            "  max_packet_size = 32M",
            "}",
            "",
        ]
    )
