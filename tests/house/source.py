"""What the machines read: the tracked source of the package, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "huopan"
ROOMS = sorted(path.parent.name for path in (PACKAGE / "domains").glob("*/apps.py"))


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the package except migrations."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def room_of(path: Path) -> str | None:
    """The domain room a file belongs to, or None on the other floors."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1] if parts[0] == "domains" and len(parts) > 2 else None


def imported_models(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(local name, room) of each name imported from a room's models."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("huopan.domains."):
            parts = node.module.split(".")
            if len(parts) > 3 and parts[3] == "models":
                for alias in node.names:
                    yield alias.asname or alias.name, parts[2]
