from __future__ import annotations

import pytest
from typer.testing import CliRunner

from huopan.domains.search.models import Ranker
from huopan.ops.cli import app
from tests.factories.catalog import EPOCH

pytestmark = pytest.mark.django_db


def said(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["search", *words])
    return result.exit_code, result.output


def test_with_an_empty_log_nothing_is_learnt_and_that_is_said() -> None:
    assert said("learn")[0] == 1
    assert "hand weights stay" in said("learn")[1]
    for command in ("evaluate", "shadow", "use"):
        assert said(command) == (1, "No order has been learnt yet; run “huopan search learn” first.\n")
    assert said("back") == (0, "Hand weights only; 0 learnt orders put aside.\n")


def test_an_order_goes_into_shadow_into_use_and_back() -> None:
    row = Ranker.objects.create(curves={}, figures={"low": 0.1, "high": 0.2}, learnt_at=EPOCH)
    assert said("shadow")[0] == 0
    assert "0 searches" in said("evaluate")[1]
    assert said("use")[0] == 0
    row.refresh_from_db()
    assert row.state == Ranker.State.IN_USE
    assert said("back") == (0, "Hand weights only; 1 learnt orders put aside.\n")


def test_an_order_that_is_not_better_needs_insisting() -> None:
    Ranker.objects.create(curves={}, figures={"low": -0.1, "high": 0.2}, learnt_at=EPOCH)
    assert said("use")[0] == 1
    assert said("use", "--anyway")[0] == 0
