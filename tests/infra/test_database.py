from __future__ import annotations

import errno
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from huopan.infra.database import (
    DatabaseAwayError,
    DatabaseBusyError,
    DiskFullError,
    as_refusal,
    refusing_when_busy,
    with_retries,
)
from huopan.infra.outbox.announcing import note
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


class DeadlockError(Exception):
    sqlstate = "40P01"


def failure(cause: Exception, text: str = "") -> OperationalError:
    error = OperationalError(text or "…")
    error.__cause__ = cause
    return error


def of_state(code: str) -> OperationalError:
    return failure(type("PgError", (Exception,), {"sqlstate": code})())


@pytest.mark.parametrize("code", ["55P03", "57014", "40001", "40P01"])
def test_waiting_too_long_is_busy(code: str) -> None:
    assert isinstance(as_refusal(of_state(code)), DatabaseBusyError)


@pytest.mark.parametrize("code", ["08006", "57P01", "53300", None])
def test_lost_connection_is_away(code: str | None) -> None:
    assert isinstance(as_refusal(of_state(code)), DatabaseAwayError)


@pytest.mark.parametrize("error", [of_state("53100"), OSError(errno.ENOSPC, "no"), OSError(errno.EDQUOT, "no")])
def test_disk_without_room_is_told(error: Exception) -> None:
    assert isinstance(as_refusal(error), DiskFullError)


@pytest.mark.parametrize("error", [ValueError("no"), OSError(errno.EACCES, "no")])
def test_other_errors_stay_errors(error: Exception) -> None:
    assert as_refusal(error) is None


@pytest.mark.django_db
def test_sql_mistake_is_never_called_busy() -> None:
    with pytest.raises(Exception, match="no_such") as caught, refusing_when_busy(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM outbox_trailentry")
    assert not isinstance(caught.value, (DatabaseBusyError, DatabaseAwayError))


def test_deadlock_is_tried_three_times() -> None:
    tries: list[int] = []

    def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise failure(DeadlockError())
        return "done"

    assert with_retries(work, sleep=lambda _: None) == "done"


def test_lost_connection_is_not_tried_again_blindly() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise of_state("08006")

    with pytest.raises(OperationalError):
        with_retries(work, sleep=lambda _: None)
    assert tries == [1]


@pytest.mark.django_db(transaction=True)
def test_full_disk_is_told_and_changes_nothing() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can pretend that its disk is full; PostgreSQL needs a small disk")
    with connection.cursor() as cursor:
        [pages] = cursor.execute("PRAGMA page_count").fetchone()
        [free] = cursor.execute("PRAGMA freelist_count").fetchone()  # what earlier tests left empty
        much = "x" * (1_000_000 + free * 65_536)
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(DiskFullError), refusing_when_busy():
                note(name="x", aggregate="x", aggregate_id=1, payload={"much": much}, by=SYSTEM, at=AT)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert not TrailEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans anew")
def test_a_statement_asked_again_and_again_keeps_its_plan() -> None:
    with connection.cursor() as cursor:
        for number in range(6):
            cursor.execute("SELECT 1 FROM outbox_trailentry WHERE aggregate_id = %s", [number + 1])
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%WHERE aggregate_id =%"]
        )
        assert cursor.fetchone() == (1,)
