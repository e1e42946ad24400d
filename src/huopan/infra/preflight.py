"""What must be right before anything starts; each refusal says what to do."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error

SAFE_SQLITE = (3, 51, 3)
NETWORK_KINDS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "ncpfs"}
MOUNTS = Path("/proc/self/mountinfo")


@checks.register
def check_database_file(**_asked: Any) -> list[CheckMessage]:
    """SQLite only where it keeps its promises: a sound version, a local disk, a writable file."""
    database = settings.DATABASES["default"]
    if "sqlite3" not in database["ENGINE"]:
        return []
    found = sqlite_version_problems(_sqlite_version())
    name = str(database["NAME"])
    if "memory" not in name:
        found += file_problems(Path(name), kind=filesystem_of(Path(name)))
    return found


@checks.register
def check_debug(**_asked: Any) -> list[CheckMessage]:
    return debug_problems(is_debug=settings.HUOPAN.debug, base_url=settings.HUOPAN.base_url)


@checks.register
def check_demo(**_asked: Any) -> list[CheckMessage]:
    setting = settings.HUOPAN
    return demo_problems(is_demo=setting.demo, provider=setting.payment_provider, base_url=setting.base_url)


def sqlite_version_problems(version: tuple[int, ...]) -> list[CheckMessage]:
    if version >= SAFE_SQLITE:
        return []
    told = ".".join(map(str, version))
    return [
        Error(
            f"SQLite {told} can corrupt the database (the WAL-reset bug of 3.7.0 to 3.51.2).",
            hint="Install the pysqlite3 wheel, which brings a newer one, or set HUOPAN_DATABASE_URL to PostgreSQL.",
            id="huopan.E001",
        )
    ]


def file_problems(database: Path, *, kind: str) -> list[CheckMessage]:
    if kind in NETWORK_KINDS or kind.startswith("fuse.sshfs"):
        return [
            Error(
                f"The database file {database} lies on a network share ({kind}), where SQLite's locks do not hold.",
                hint="Set HUOPAN_DATA_DIR to a folder on a local disk, or HUOPAN_DATABASE_URL to PostgreSQL.",
                id="huopan.E002",
            )
        ]
    unwritable = [path for path in (database, database.parent) if path.exists() and not os.access(path, os.W_OK)]
    return [
        Error(
            f"{path} cannot be written, so nothing could be stored.",
            hint="Give this user write permission to the data folder and everything in it.",
            id="huopan.E003",
        )
        for path in unwritable
    ]


def debug_problems(*, is_debug: bool, base_url: str) -> list[CheckMessage]:
    is_public = not base_url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    if not (is_debug and is_public):
        return []
    return [
        checks.Warning(
            f"HUOPAN_DEBUG is on while the site is served as {base_url}: error pages would show its insides.",
            hint="Set HUOPAN_DEBUG=false.",
            id="huopan.W001",
        )
    ]


def demo_problems(*, is_demo: bool, provider: str, base_url: str) -> list[CheckMessage]:
    """The demo signs anybody in: never where real money moves or where a public name leads."""
    is_here = urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1", "0.0.0.0"}  # noqa: S104 - a name to compare
    if not is_demo or (is_here and provider == "sandbox"):
        return []
    return [
        Error(
            f"HUOPAN_DEMO is on at {base_url} with {provider} payments: its tour signs anybody in without a password.",
            hint="Set HUOPAN_DEMO=false; the demo runs on a machine of its own, with `huopan demo`.",
            id="huopan.E004",
        )
    ]


def filesystem_of(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that holds `path` ("ext4", "nfs4"); empty where the system does not tell."""
    if not mounts.exists():
        return ""
    resolved = str(path.resolve())
    best = ("", "")
    for line in mounts.read_text().splitlines():
        place, kind = _mount(line)
        if resolved.startswith(place.rstrip("/") + "/") and len(place) >= len(best[0]):
            best = (place, kind)
    return best[1]


def _mount(line: str) -> tuple[str, str]:
    left, _, right = line.partition(" - ")
    return left.split()[4].replace("\\040", " "), right.split()[0]


def _sqlite_version() -> tuple[int, ...]:
    return tuple(sys.modules.get("sqlite3", sqlite3).sqlite_version_info)
