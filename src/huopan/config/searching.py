"""Which search engine serves here."""

from __future__ import annotations

from pathlib import Path

from huopan.config.environment import Environment
from huopan.domains.search.ports import SearchIndex
from huopan.integrations.search.embedded import EmbeddedIndex


def configured_index(env: Environment, data_dir: Path) -> SearchIndex:
    """The cluster where its nodes are named, else the index inside this machine."""
    if not env.search_nodes:
        return EmbeddedIndex(env.search_dir or data_dir / "search")
    from huopan.integrations.search.sphinx.index import SphinxIndex  # noqa: PLC0415 - needs the extra `cluster`

    return SphinxIndex(env.search_nodes)
