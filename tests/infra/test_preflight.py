from __future__ import annotations

import os
from pathlib import Path

import pytest

from huopan.infra import preflight


@pytest.mark.parametrize(("version", "problems"), [((3, 40, 1), 1), ((3, 51, 2), 1), ((3, 51, 3), 0)])
def test_sqlite_with_the_corruption_bug_is_refused(version: tuple[int, ...], problems: int) -> None:
    assert len(preflight.sqlite_version_problems(version)) == problems


def test_sqlite_that_runs_here_is_sound() -> None:
    assert preflight.sqlite_version_problems(preflight._sqlite_version()) == []


def test_database_on_a_network_share_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda rw\n"
        "40 22 0:40 / /srv/shared\\040data rw - nfs4 nas:/export rw\n"
        "41 22 0:41 / /srv/shar rw - tmpfs none rw\n"
    )
    kind = preflight.filesystem_of(Path("/srv/shared data/huopan.sqlite3"), mounts)
    assert kind == "nfs4"
    assert "local disk" in str(preflight.file_problems(Path("/x"), kind=kind)[0].hint)
    assert preflight.filesystem_of(Path("/srv/other/huopan.sqlite3"), mounts) == "ext4"


def test_unwritable_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "huopan.sqlite3"
    database.touch()
    assert preflight.file_problems(database, kind="ext4") == []
    monkeypatch.setattr(os, "access", lambda path, mode: path != database)  # root may write anything
    assert [problem.id for problem in preflight.file_problems(database, kind="ext4")] == ["huopan.E003"]


def test_debug_on_a_public_address_is_warned_of() -> None:
    assert preflight.debug_problems(is_debug=True, base_url="http://127.0.0.1:8000") == []
    assert preflight.debug_problems(is_debug=False, base_url="https://market.example.com") == []
    assert len(preflight.debug_problems(is_debug=True, base_url="https://market.example.com")) == 1
