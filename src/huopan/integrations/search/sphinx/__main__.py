"""Prints the configuration that a node of a search cluster runs with.

python -m huopan.integrations.search.sphinx FOLDER 10.0.0.21:9306:9312 10.0.0.22:9306:9312 > node.conf
"""

from __future__ import annotations

import sys
from pathlib import Path

from huopan.integrations.search.sphinx.configuration import BadNodeError, configuration, node_from

LEAST_WORDS = 2


def main(words: list[str]) -> int:
    """FOLDER, then every node as host:SphinxQL port:agent port, the one it is for first."""
    if len(words) < LEAST_WORDS:
        sys.stderr.write(f"{__doc__}\n")
        return 1
    folder, *texts = words
    try:
        nodes = [node_from(text) for text in texts]
    except BadNodeError as why:
        sys.stderr.write(f"{why}\n")
        return 1
    sys.stdout.write(configuration(nodes[0], nodes, Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
