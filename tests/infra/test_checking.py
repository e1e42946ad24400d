from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huopan.infra import checking
from huopan.infra.checking import TwiceRegisteredError, broken, findings, invariant, invariants

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_invariants", {})


def test_violations_are_told_in_words_and_only_of_the_area() -> None:
    @invariant("M1", "Postings sum to zero.")
    def postings() -> list[str]:
        return ["account 7 is 3 fen short"]

    @invariant("S1", "Stock is never negative.")
    def stock(at: datetime) -> list[str]:
        assert at == AT
        return []

    assert [f.as_json()["violations"] for f in findings(at=AT)] == [["account 7 is 3 fen short"], []]
    assert broken(at=AT, area="stock") == []
    assert [f.invariant.code for f in broken(at=AT, area="M")] == ["M1"]


def test_codes_sort_as_people_count() -> None:
    for code in ("M10", "M2", "J1"):
        invariant(code, "…")(list)
    assert [known.code for known in invariants()] == ["J1", "M2", "M10"]


def test_code_is_claimed_once() -> None:
    @invariant("M1", "…")
    def one() -> list[str]:
        return []

    with pytest.raises(TwiceRegisteredError):

        @invariant("M1", "…")
        def other() -> list[str]:
            return []
