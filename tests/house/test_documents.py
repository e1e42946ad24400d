"""What the documents name is there: links, files, settings, commands, targets, benchmarks, pages."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve
from typer.main import get_command

from huopan.config.environment import Environment
from huopan.ops.cli import app
from tests.house.source import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"```.*?```", re.DOTALL)
SETTING = re.compile(r"\bHUOPAN_[A-Z_]+[A-Z]\b")
TARGET = re.compile(r"\bmake ([a-z]+)")
FOLDERS = ("src/", "tests/", "docs/", "benchmarks/", "integrations/", "config/", "domains/", "infra/", "kernel/")
SHELL_ONLY = {"HUOPAN_DATA_DIR", "HUOPAN_EVERYTHING", "HUOPAN_OPERATOR_PASSWORD"}
DESKS = "tour|console|admin|design|account|workbench|floor|healthz|readyz|metrics|payments|carriers"
DECISIONS = ROOT / "docs" / "decisions"  # each speaks of its own day
DOCUMENTS = sorted([ROOT / "README.md", *(path for path in (ROOT / "docs").rglob("*.md") if path.parent != DECISIONS)])


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def document(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text())
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_files_it_names_exist(document: Path) -> None:
    assert [word for word in _words(document) if _is_lost_file(word)] == []


def test_settings_it_names_are_read(document: Path) -> None:
    known = {f"HUOPAN_{name.upper()}" for name in Environment.model_fields} | SHELL_ONLY
    assert set(SETTING.findall(document.read_text())) - known == set()


def test_commands_it_names_can_be_given(document: Path) -> None:
    said = [word for word in _words(document) if word.startswith("huopan ") and "…" not in word]
    assert [line for line in said if not _is_command(line)] == []


def test_targets_and_benchmarks_it_names_can_be_made(document: Path) -> None:
    text = document.read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = {target for word in _words(document) for target in TARGET.findall(word)}
    benchmarks = set(re.findall(r"NAME=([a-z][a-z-]*)", text))
    assert said - targets == set()
    assert [name for name in benchmarks if not (ROOT / "benchmarks" / f"{name.replace('-', '_')}.py").exists()] == []


def test_pages_it_names_are_served(document: Path) -> None:
    pages = [word for word in _words(document) if re.fullmatch(rf"/({DESKS})(/[a-z0-9/-]*)?", word)]
    assert [page for page in pages if not _is_served(page)] == []


def test_a_wrong_word_would_be_found() -> None:
    assert _is_lost_file("src/huopan/nowhere.py")
    assert not _is_lost_file("src/huopan/kernel/money.py")
    assert not _is_command("huopan dance")
    assert not _is_command("huopan operator dance")
    assert not _is_served("/nowhere/at/all/")


@cache
def _words(document: Path) -> tuple[str, ...]:
    """What stands in code type, outside of blocks."""
    return tuple(CODE.findall(BLOCK.sub("", document.read_text())))


def _is_lost_file(word: str) -> bool:
    if not word.startswith(FOLDERS) or re.search(r"[<*…{ ]", word):
        return False
    places = (ROOT, ROOT / "src" / "huopan")
    return not any((place / word).exists() for place in places)


def _is_command(line: str) -> bool:
    """Whether the words lead to a command; what follows a command is its own affair."""
    command = get_command(app)
    for word in shlex.split(line)[1:]:
        if not hasattr(command, "commands"):
            return True
        if word not in command.commands:
            return word.startswith("-")
        command = command.commands[word]
    return True


def _is_served(page: str) -> bool:
    """With or without the stroke at its end."""
    for way in (page, f"{page.rstrip('/')}/"):
        with suppress(Resolver404):
            return bool(resolve(way))
    return False
