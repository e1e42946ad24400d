"""The folders of the embedded index: `current` names the live one; each has an index a kind and the file `followed`."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from huopan.domains.search.ports import IndexBusyError, IndexUnavailableError, Kind
from huopan.infra.crashing import crash_point
from huopan.integrations.search.schema import VERSION

KINDS: tuple[Kind, ...] = ("offers", "factories")


class Folders:
    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> str:
        """The live index's name. Raises IndexUnavailableError when there is none or it is of another version."""
        try:
            name = (self.root / "current").read_text()
        except FileNotFoundError:
            raise IndexUnavailableError from None
        if not name.startswith(f"{VERSION}-"):
            raise IndexUnavailableError
        return name

    def path(self, name: str, kind: Kind) -> Path:
        return self.root / name / kind

    def new_name(self) -> str:
        name = f"{VERSION}-{secrets.token_hex(4)}"
        for kind in KINDS:
            self.path(name, kind).mkdir(parents=True)
        return name

    def followed(self, name: str) -> int:
        try:
            return int((self.root / name / "followed").read_text())
        except (FileNotFoundError, ValueError) as error:
            raise IndexUnavailableError from error

    def note_followed(self, name: str, upto: int) -> None:
        """After the commit that has it: killed in between, what was followed is followed again."""
        _replace(self.root / name / "followed", str(upto))

    def switch_to(self, name: str) -> None:
        """The index before stays on disk until the next switch: a server may be about to open it."""
        try:
            before = self.current()
        except IndexUnavailableError:
            before = ""
        _replace(self.root / "current", name)
        crash_point("search_after_switch")
        for old in self.root.iterdir():
            if old.is_dir() and old.name not in {name, before}:
                shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Held by one thread of one process at a time; the system lets go of it when its holder dies."""
        with self._lock_file(name) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def lock_now(self, name: str) -> IO[str]:
        """A lock kept for as long as the file is open. Raises IndexBusyError while another has it."""
        lock = self._lock_file(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise IndexBusyError from None
        return lock

    def _lock_file(self, name: str) -> IO[str]:
        self.root.mkdir(parents=True, exist_ok=True)
        return (self.root / name).open("w")


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, also when the power fails."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    new.replace(path)
