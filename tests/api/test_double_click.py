"""Row 6: the same change asked for at the same moment, by one asker or by two, with one key or with several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import races
from tests.api.surface import caller_of
from tests.factories.orders import a_sku
from tests.factories.parties import a_party

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CLICKS = 6


def a_secret() -> str:
    return caller_of(a_party("buyer"), {"buy"}).headers["Authorization"].removeprefix("Bearer ")


def outcome(clicks: list[list[Any]], folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = races.start("tests.api.clicking", folder, clicks)
    assert {status for status, _ in result["answers"]} <= {204, 409}
    return result


def test_one_key_is_one_change_however_often_it_is_clicked(tmp_path: Path) -> None:
    secret, sku = a_secret(), a_sku(stock=100)
    result = outcome([[secret, "same", sku.pk]] * CLICKS, tmp_path)
    assert result["quantities"] == [1]
    assert [status for status, is_replay in result["answers"] if status == 204 and not is_replay] == [204]


def test_without_the_same_key_each_click_counts(tmp_path: Path) -> None:
    secret, sku = a_secret(), a_sku(stock=100)
    result = outcome([[secret, f"key-{n}", sku.pk] for n in range(CLICKS)], tmp_path)
    assert result["quantities"] == [CLICKS]


def test_two_askers_with_the_same_key_each_get_their_own(tmp_path: Path) -> None:
    secrets, sku = [a_secret(), a_secret()], a_sku(stock=100)
    result = outcome([[secrets[n % 2], "same", sku.pk] for n in range(CLICKS)], tmp_path)
    assert result["quantities"] == [1, 1]
