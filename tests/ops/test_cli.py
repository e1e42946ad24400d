from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from typer.testing import CliRunner

from huopan.infra import checking
from huopan.infra.checking import invariant
from huopan.infra.outbox.models import TrailEntry
from huopan.ops.cli import app

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
run = CliRunner().invoke


@pytest.fixture
def lonely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_invariants", {})


def test_help_names_every_command_without_waking_django() -> None:
    asked = "import sys; from huopan.ops.cli import app; sys.exit('django.apps.registry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
    said = run(app, ["--help"]).output
    for command in ("serve", "worker", "check", "migrate", "operator", "import", "trail", "django"):
        assert command in said


@pytest.mark.django_db
def test_check_tells_every_law_and_ends_well_when_all_hold(lonely: None) -> None:
    invariant("M1", "Every posting sums to zero.")(list)
    result = run(app, ["check"])
    assert result.exit_code == 0
    assert "Every posting sums to zero." in result.output


@pytest.mark.django_db
def test_check_ends_with_1_and_says_what_is_broken(lonely: None) -> None:
    invariant("M1", "Every posting sums to zero.")(lambda: ["account 7"])
    invariant("S1", "Stock is never negative.")(list)
    result = run(app, ["check", "--json"])
    told = json.loads(result.output)
    assert (result.exit_code, told["broken"]) == (1, 1)
    assert told["invariants"][0]["violations"] == ["account 7"]
    assert run(app, ["check", "stock"]).exit_code == 0


@pytest.mark.django_db
def test_dead_letters_are_listed_and_revived() -> None:
    assert run(app, ["trail", "dead"]).exit_code == 0
    TrailEntry.objects.create(
        name="a.B", aggregate="b", aggregate_id=7, payload={}, at=AT, role="x", is_dead=True, last_error="why\nbecause"
    )
    listed = run(app, ["trail", "dead"])
    assert (listed.exit_code, "because" in listed.output) == (1, True)
    assert "1 revived" in run(app, ["trail", "revive"]).output


@pytest.mark.django_db
def test_operator_is_added_once_with_a_strong_password() -> None:
    add = ["operator", "add", "an@example.cn", "--name", "An Li", "--password"]
    assert run(app, [*add, "123"]).exit_code == 1
    assert run(app, [*add, "quite-long-enough-7"]).exit_code == 0
    assert run(app, [*add, "quite-long-enough-7"]).exit_code == 1
    assert get_user_model().objects.get().is_superuser


@pytest.mark.django_db
def test_worker_once_does_what_is_due_and_ends() -> None:
    result = run(app, ["worker", "--once"])
    assert (result.exit_code, "done" in result.output) == (0, True)
