from __future__ import annotations

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from huopan.infra import checking
from huopan.ops import tasks

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_broken_law_is_an_error_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_invariants", {})
    monkeypatch.setattr(tasks, "log", tasks.structlog.get_logger("fresh"))
    checking.invariant("M1", "Every posting sums to zero.")(lambda: ["account 7"])
    checking.invariant("S1", "Stock is never negative.")(list)
    with capture_logs() as lines:
        tasks.ask_every_invariant(at=AT)
    assert [(line["log_level"], line["code"], line["by"]) for line in lines] == [("error", "M1", ["account 7"])]
