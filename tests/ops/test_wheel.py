"""The package as it is installed: everything the tree holds is inside, and it serves from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT

pytestmark = pytest.mark.slow
MADE_BY_RUNNING = {"__pycache__"}
VISIT = """
import django; django.setup()
from huopan.ops.serving import collect_static; collect_static()
from django.test import Client
from django.contrib.staticfiles import finders
import huopan
page = Client(headers={"Accept-Language": "zh-hans"}).get("/", HTTP_HOST="127.0.0.1")
print(huopan.__file__, page.status_code, "进货单" in page.content.decode(), bool(finders.find("huopan/base.css")))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(into), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(into.glob("*.whl"))


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(PACKAGE.parent))
        for path in PACKAGE.rglob("*")
        if path.is_file() and not MADE_BY_RUNNING & set(path.parts)
    }
    assert {Path(name).suffix for name in wanted} >= {".html", ".css", ".js", ".svg", ".json", ".mo", ".py"}
    assert wanted - inside == set()


def test_what_is_in_the_wheel_serves_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    unpacked, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(unpacked)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HUOPAN_")}
    env = {**clean, "PYTHONPATH": str(unpacked), "DJANGO_SETTINGS_MODULE": "huopan.config.settings"}

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=env, cwd=empty, check=True, capture_output=True, text=True).stdout

    assert "huopan" in run("-m", "huopan", "--help")
    run("-m", "huopan", "migrate")
    assert run("-c", VISIT).split()[-4:] == [str(unpacked / "huopan" / "__init__.py"), "200", "True", "True"]
