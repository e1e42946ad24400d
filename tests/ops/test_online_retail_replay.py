"""A small file of a wholesaler lived through by the real actions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huopan.domains.catalog.models import Offer, Stock
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.infra.checking import invariants
from huopan.infra.draining import drain
from huopan.ops.online_retail import catalogue, command, replaying

LATER = datetime(2011, 1, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)
ROWS = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,85123A,WHITE HANGING HEART,2,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536366,71053,WHITE METAL LANTERN,4,2010-12-02 09:00:00,3.75,,France
536367,22633,HAND WARMER,3,2010-12-03 09:00:00,1.85,13047.0,United Kingdom
C536400,85123A,WHITE HANGING HEART,-3,2010-12-05 10:00:00,2.55,17850.0,United Kingdom
C536401,22633,HAND WARMER,-3,2010-12-06 10:00:00,1.85,13047.0,United Kingdom
C536402,22633,HAND WARMER,-9,2010-12-06 11:00:00,1.85,13047.0,United Kingdom
536410,22633,HAND WARMER,1,2010-12-07 11:00:00,0.00,13047.0,United Kingdom
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ROWS)
    return path


def broken() -> list[str]:
    """Every invariant that does not hold once everything was told."""
    drain(at=LATER)
    return [f"{law.code}: {found}" for law in invariants() for found in law.violations(LATER)]


def told(file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    command.bring_in(file, as_json=True)
    said: dict[str, int] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return said


def test_every_invoice_is_lived_and_the_money_adds_up(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(file, capsys)
    bought, returned = 8 * 255 + 6 * 339 + 4 * 375 + 3 * 185, 3 * 255 + 3 * 185
    assert (said["purchases"], said["orders"], said["lines"], said["refunds"]) == (3, 3, 4, 2)
    assert (said["paid_fen"], said["refunded_fen"], said["held_fen"]) == (bought, returned, 0)
    assert said["released_fen"] + said["commission_fen"] == bought - returned
    assert sorted(SupplierOrder.objects.values_list("state", flat=True)) == ["completed", "completed", "terminated"]
    assert set(AfterSale.objects.values_list("state", flat=True)) == {"refunded"}
    assert sorted(Stock.objects.values_list("on_hand", flat=True)) == [0, 0, 3, 3]
    assert broken() == []


def test_running_it_again_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = told(file, capsys)
    second = told(file, capsys)
    assert second["purchases"] == 0
    same = ("orders", "lines", "refunds", "paid_fen", "released_fen", "commission_fen")
    assert [second[name] for name in same] == [first[name] for name in same]


def test_a_killed_replay_goes_on_where_it_was(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "WAVE", 1)
    real, lived = replaying.sell, []

    def die_in_the_second(*arguments: object) -> None:
        if lived:
            raise KeyboardInterrupt
        lived.append(arguments)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(replaying, "sell", die_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        command.bring_in(file, as_json=True)
    assert SupplierOrder.objects.exclude(closed_at=None).count() == 1
    monkeypatch.setattr(replaying, "sell", real)
    said = told(file, capsys)
    assert (said["purchases"], said["orders"]) == (2, 3)
    assert broken() == []


def test_what_a_killed_replay_had_bought_is_sold_by_the_next(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(replaying, "_sell", lambda *_: None)
        patched.setattr(replaying, "_from_both_sides", replaying._in_waves)
        told(file, capsys)
    assert set(SupplierOrder.objects.values_list("state", flat=True)) == {"awaiting_acceptance"}
    said = told(file, capsys)
    assert (said["purchases"], said["orders"], said["held_fen"]) == (3, 3, 0)
    assert broken() == []


def test_an_article_of_more_prices_than_an_offer_holds_becomes_several_offers(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MOST_SKUS", 1)
    first, second = told(file, capsys), told(file, capsys)
    assert (first["purchases"], first["orders"], second["purchases"], second["orders"]) == (3, 3, 0, 3)
    assert sorted(Offer.objects.values_list("code", flat=True)) == ["22633", "71053", "71053/2", "85123A"]
    assert broken() == []
