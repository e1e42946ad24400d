from pathlib import Path

import pytest

from huopan.domains.search import ports
from huopan.integrations.search.embedded import EmbeddedIndex


@pytest.fixture
def index(tmp_path: Path) -> EmbeddedIndex:
    """A real index of this test's own, still to be built."""
    embedded = EmbeddedIndex(tmp_path / "search")
    ports.connect(embedded)
    return embedded
