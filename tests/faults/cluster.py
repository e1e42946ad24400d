"""A PostgreSQL server of one's own in a temporary folder, to be stopped, crowded and filled at will."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self


def binaries() -> Path | None:
    """Where initdb and pg_ctl are, on the path or where Debian puts them; None without PostgreSQL."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


class Cluster:
    """Started on entering, gone on leaving. PostgreSQL refuses to run as root, so root runs it as `postgres`."""

    def __init__(self, programs: Path, **settings: str) -> None:
        self.programs, self.settings = programs, settings
        self.folder = Path(tempfile.mkdtemp(prefix="huopan-pg-"))
        self.as_user: list[str] = []
        if os.getuid() == 0:
            self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(self.folder, "postgres", "postgres")
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> Self:
        self._run("initdb", "-U", "postgres", "--auth=trust", "--no-sync")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_at_once()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        named = {"listen_addresses": "127.0.0.1", **self.settings}
        options = f"-p {self.port} -k {self.folder} " + " ".join(f"-c {name}={value}" for name, value in named.items())
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop_at_once(self) -> None:
        """As the power failing would: nothing is finished, nothing written out, every connection cut."""
        self._run("pg_ctl", "-m", "immediate", "-w", "stop", check=False)

    def forget_altered(self) -> None:
        """What ALTER SYSTEM set, while it is stopped."""
        (self.folder / "data" / "postgresql.auto.conf").write_text("")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [*self.as_user, str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
