"""When the database says "not now": retried where that is safe, told in a sentence where it is not."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import Model

from huopan.kernel.refusal import RefusedError, said

T = TypeVar("T")
RETRY_AFTER_SECONDS = 3
PAUSES = (0.02, 0.1)  # seconds before the second and third try
_SERIALIZATION, _DEADLOCK = "40001", "40P01"
_LOCK_TIMEOUT, _CANCELLED = "55P03", "57014"
_DISK_FULL = "53100"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_SQLITE_WAITS = ("database is locked", "database table is locked")
_SQLITE_FULL = "disk is full"
_SQLITE_FAILS = ("disk i/o error", "readonly database", "unable to open database")


class DatabaseBusyError(RefusedError):
    """Somebody else holds what this needs, or the database asked to be left alone: nothing was changed."""

    kind = "busy"
    sentence = said("Too many people are changing this at once, so nothing was changed; try again in a few seconds.")


class DatabaseAwayError(RefusedError):
    """The connection broke or could not be made; whether the last change was kept is not known."""

    kind = "busy"
    sentence = said(
        "The database cannot be reached just now. Try again in a few seconds; "
        "a repeated request with the same idempotency key is never done twice."
    )


class DiskFullError(RefusedError):
    """Neither the database nor the folder of pictures takes more; what was begun is rolled back."""

    kind = "busy"
    sentence = said("The platform's disk is full, so nothing was changed. Its operator has to make room; ask later.")


def as_refusal(error: BaseException) -> RefusedError | None:
    """What to tell the asker about an error of the database or the disk; None for a bug of ours, which stays one."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return DiskFullError()
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    state = sqlstate_of(error)
    text = str(error).lower()
    if state == _DISK_FULL or (_is_sqlite(error) and _SQLITE_FULL in text):
        return DiskFullError()
    if state in {_LOCK_TIMEOUT, _CANCELLED, _SERIALIZATION, _DEADLOCK} or any(wait in text for wait in _SQLITE_WAITS):
        return DatabaseBusyError()
    if _is_sqlite(error) and not any(fails in text for fails in _SQLITE_FAILS):
        return None  # SQLite calls "no such column" operational as well
    return DatabaseAwayError()


@contextmanager
def refusing_when_busy() -> Iterator[None]:
    """Turn a lock timeout or a lost connection into a refusal (503)."""
    try:
        yield
    except DatabaseError as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def with_retries(work: Callable[[], T], *, sleep: Callable[[float], None] = time.sleep) -> T:
    """Run `work`, which opens its own transaction and is safe to repeat, up to three times when PostgreSQL rolled it
    back for a deadlock or a serialization failure."""
    for pause in PAUSES:
        try:
            return work()
        except OperationalError as error:
            if sqlstate_of(error) not in {_SERIALIZATION, _DEADLOCK}:
                raise
            sleep(pause)
    return work()


def columns_of(model: type[Model]) -> str:
    """Every column by name, for a statement written out: `*` would mean something else after a migration, which a plan
    kept with its connection refuses."""
    return ", ".join(str(field.column) for field in model._meta.concrete_fields)


def sqlstate_of(error: BaseException) -> str:
    """PostgreSQL's five-letter code, empty when there is none."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def _is_sqlite(error: BaseException) -> bool:
    return "sqlite" in type(error.__cause__).__module__
