"""`huopan serve`: the web server, and on request everything else one machine needs."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huopan.infra.health import unapplied_migrations
from huopan.ops.crew import Member, Stop, keep_alive
from huopan.ops.warming import warm_beside
from huopan.ops.working import crew_of

SANDBOX = "huopan.integrations.payments.sandbox"


class NotReadyError(Exception):
    """Why serving cannot start, in a sentence that says what to do."""


def make_ready(*, migrate: bool) -> None:
    """Refuse to start on anything that could lose data; bring the schema (if asked) and the static files up to date.

    Raises NotReadyError."""
    errors = [found for found in checks.run_checks() if found.level >= checks.ERROR]
    if errors:
        raise NotReadyError("\n".join(f"{error.msg} {error.hint or ''}" for error in errors))
    if migrate:
        call_command("migrate", verbosity=0)
    if missing := unapplied_migrations():
        raise NotReadyError(f"{len(missing)} migrations are missing, {missing[0]} first: run `huopan migrate`.")
    collect_static()
    warm_beside()


def serve(*, host: str, port: int, workers: int, threads: int, with_worker: bool) -> None:
    """Serve until SIGTERM or SIGINT. `with_worker` adds the worker and, where it takes the payments, the sandbox."""

    def web(_stop: Stop) -> None:
        _granian(host=host, port=port, workers=workers, threads=threads).serve()

    if not with_worker:
        _granian(host=host, port=port, workers=workers, threads=threads).serve()
        return
    crew = [Member("web", web), *crew_of(jobs=1)]
    if _runs_the_sandbox_here():
        crew.append(Member("sandbox", _become_the_sandbox))
    keep_alive(crew)


def collect_static() -> None:
    """Gather and compress the static files, unless what is gathered is still the same."""
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / ".version", _static_version()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def _static_version() -> str:
    """Changes with any static file's size or time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}".encode())
    return digest.hexdigest()


def _granian(*, host: str, port: int, workers: int, threads: int) -> Any:
    return Granian(
        "huopan.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,  # each keeps one database connection
        respawn_failed_workers=True,
        log_access=False,  # our own access line knows more
        log_level=LogLevels.warning,
        websockets=False,
    )


def _runs_the_sandbox_here() -> bool:
    host = urlsplit(settings.HUOPAN.sandbox_url).hostname
    return settings.HUOPAN.payment_provider == "sandbox" and host in {"127.0.0.1", "localhost", "::1"}


def _become_the_sandbox(_stop: Stop) -> None:
    address = urlsplit(settings.HUOPAN.sandbox_url)
    state = Path(settings.HUOPAN.data_dir).resolve() / "sandbox.sqlite3"
    arguments = [
        "--host",
        str(address.hostname),
        "--port",
        str(address.port or 80),
        "--state",
        str(state),
        "--trusting",
    ]
    os.environ["HUOPAN_SANDBOX_SECRET"] = settings.HUOPAN.sandbox_secret
    os.execv(sys.executable, [sys.executable, "-m", SANDBOX, *arguments])  # noqa: S606 - our own module, no shell
