"""Rows written by fixed statements: as Django would have stored them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection

from huopan.infra.outbox.models import TrailEntry
from huopan.infra.rows import as_json, change, given, insert, store

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
COLUMNS = ("name", "aggregate", "aggregate_id", "payload", "at", "role")


def row(about: int, **payload: object) -> tuple[object, ...]:
    return ("test.Happened", "thing", about, payload, NOON, "o'%s")


def test_ids_come_back_in_the_order_of_the_rows() -> None:
    ids = insert(TrailEntry, COLUMNS, [row(number) for number in (7, 3, 5)])
    assert [TrailEntry.objects.get(pk=pk).aggregate_id for pk in ids] == [7, 3, 5]


def test_values_read_back_as_they_were_and_other_columns_get_their_defaults() -> None:
    payload = {"text": "货盘 'quoted' 100%", "number": 2**53 + 1, "none": None, "list": [1, "a", True]}
    [pk] = insert(TrailEntry, COLUMNS, [row(1, **payload)])
    stored = TrailEntry.objects.get(pk=pk)
    assert (stored.payload, stored.at, stored.role) == (payload, NOON, "o'%s")
    assert (stored.concerns, stored.served, stored.attempts, stored.is_dead) == ([], [], 0, False)
    assert (stored.request_id, stored.relayed_at) == ("", None)


def test_stored_objects_know_their_ids_and_save_as_an_update(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        first, second = store(
            TrailEntry(name="test.Happened", aggregate="thing", aggregate_id=n, payload={}, at=NOON) for n in (1, 2)
        )
    assert TrailEntry.objects.in_bulk() == {first.pk: first, second.pk: second}
    first.attempts = 3
    first.save(update_fields=["attempts"])
    assert TrailEntry.objects.get(pk=first.pk).attempts == 3


def test_nothing_to_write_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert (insert(TrailEntry, COLUMNS, []), store([])) == ([], [])


def test_what_the_table_refuses_is_refused() -> None:
    with pytest.raises(IntegrityError):
        insert(TrailEntry, ("name",), [("test.Happened",)])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no length of text")
def test_text_too_long_for_its_column_is_refused_not_cut() -> None:
    with pytest.raises(DataError):
        insert(TrailEntry, COLUMNS, [("x" * 81, *row(1)[1:])])


def test_a_change_says_how_many_rows_it_found() -> None:
    [pk] = insert(TrailEntry, COLUMNS, [row(1)])
    assert change(TrailEntry, {"leased_until": NOON, "attempts": 1}, where={"id": pk, "attempts": 0}) == 1
    assert change(TrailEntry, {"attempts": 2}, where={"id": pk, "attempts": 0}) == 0
    assert TrailEntry.objects.get(pk=pk).leased_until == NOON


def test_given_rows_are_a_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, pieces FROM {given('wanted', id='bigint', pieces='integer')} ORDER BY id",
            [as_json([(3, 4), (1, 2)])],
        )
        assert cursor.fetchall() == [(1, 2), (3, 4)]
