from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction

from huopan.infra.outbox import leasing, receiving
from huopan.infra.outbox.announcing import OutsideTransactionError, announce, note
from huopan.infra.outbox.leasing import MOST_ATTEMPTS, lease_due, next_attempt
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.receiving import Heard, listen, listen_together
from huopan.infra.outbox.relaying import relay_once, revive
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.event import Event

AT = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
SELLER = Actor(person_id=3, party_id=7, role="owner")
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    about: ClassVar[str] = "kettle_id"
    kettle_id: int
    cups: tuple[int, ...] = ()
    hot_until: datetime | None = None


@pytest.fixture(autouse=True)
def _own_receivers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_receivers", {})
    monkeypatch.setattr(receiving, "_group_receivers", {})


def boil(*kettles: int) -> None:
    with transaction.atomic():
        announce(
            *(KettleBoiled(at=AT, kettle_id=k, cups=(1, 2), hot_until=AT, concerns=(7,)) for k in kettles), by=SELLER
        )


def relay(at: datetime = AT, limit: int = 100) -> int:
    return relay_once(limit, at, chance=lambda: 1.0)


def test_receiver_hears_the_event_as_it_was_announced() -> None:
    heard: list[Heard] = []
    listen(KettleBoiled, heard.append)
    boil(5)
    assert relay() == 1
    assert heard[0].event == KettleBoiled(at=AT, kettle_id=5, cups=(1, 2), hot_until=AT, concerns=(7,))
    assert heard[0].entry.person_id == 3
    assert relay() == 0


def test_rolled_back_change_is_never_heard() -> None:
    heard: list[Heard] = []
    listen(KettleBoiled, heard.append)
    with transaction.atomic():
        announce(KettleBoiled(at=AT, kettle_id=5), by=SYSTEM)
        transaction.set_rollback(True)
    assert relay() == 0
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_announcing_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(OutsideTransactionError):
        announce(KettleBoiled(at=AT, kettle_id=5), by=SYSTEM)


def test_retry_runs_only_the_receivers_that_failed() -> None:
    calls: list[str] = []

    def sound(_: Heard) -> None:
        calls.append("sound")

    def shaky(_: Heard) -> None:
        calls.append("shaky")
        if calls.count("shaky") == 1:
            raise RuntimeError("the line is down")

    listen(KettleBoiled, sound)
    listen(KettleBoiled, shaky)
    boil(5)
    relay()
    assert TrailEntry.objects.get().relayed_at is None
    assert relay(AT + timedelta(seconds=1)) == 0, "back-off was not kept"
    assert relay(AT + timedelta(seconds=2)) == 1
    assert calls == ["sound", "shaky", "shaky"]
    assert TrailEntry.objects.get().relayed_at == AT + timedelta(seconds=2)


def test_failing_receiver_leaves_nothing_of_its_own_and_spares_the_others() -> None:
    def half_done(_: Heard) -> None:
        note(name="kettle.half", aggregate="kettle", aggregate_id=1, payload={}, by=SYSTEM, at=AT)
        raise RuntimeError

    def whole(_: Heard) -> None:
        note(name="kettle.whole", aggregate="kettle", aggregate_id=1, payload={}, by=SYSTEM, at=AT)

    listen(KettleBoiled, half_done)
    listen(KettleBoiled, whole)
    boil(5)
    relay()
    assert [e.name for e in TrailEntry.objects.exclude(name=KettleBoiled.name())] == ["kettle.whole"]


def test_group_receiver_gets_the_batch_in_one_call() -> None:
    batches: list[list[Heard]] = []
    listen_together(None, batches.append)
    boil(1, 2, 3)
    relay()
    assert [[h.event.aggregate_id for h in batch] for batch in batches] == [[1, 2, 3]]


def test_batch_costs_two_statements_however_many_events(django_assert_num_queries) -> None:
    boil(*range(50))
    with django_assert_num_queries(2):
        assert relay() == 50


def test_leased_entry_is_nobody_elses_until_the_lease_runs_out() -> None:
    boil(1, 2)
    assert len(lease_due(limit=1, at=AT)) == 1
    assert [e.aggregate_id for e in lease_due(limit=9, at=AT)] == [2]
    assert relay(AT + leasing.LEASE) == 2


def test_entry_is_given_up_visibly_and_can_be_revived() -> None:
    outcome: list[str] = []

    def sulks(_: Heard) -> None:
        if not outcome:
            raise RuntimeError("no water")

    listen(KettleBoiled, sulks)
    boil(5)
    at = AT
    for _ in range(MOST_ATTEMPTS):
        assert relay(at) == 1
        at += timedelta(hours=4)
    dead = TrailEntry.objects.get()
    assert dead.is_dead
    assert "no water" in dead.last_error
    assert relay(at) == 0
    outcome.append("water")
    assert revive(entry_ids=[dead.pk], at=at) == 1
    assert relay(at) == 1
    assert not TrailEntry.objects.filter(relayed_at=None).exists()


def test_event_of_a_missing_class_waits_and_does_not_stop_the_others() -> None:
    heard: list[Heard] = []
    listen(KettleBoiled, heard.append)
    TrailEntry.objects.create(name="gone.Event", aggregate="x", aggregate_id=1, payload={}, at=AT, role="system")
    boil(5)
    relay()
    assert len(heard) == 1
    assert "gone.Event" in TrailEntry.objects.get(name="gone.Event").last_error


def test_relay_that_died_before_settling_tells_again_after_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a receiver that is not safe to hear twice would do its work twice: at least once, never lost."""
    heard: list[Heard] = []
    listen(KettleBoiled, heard.append)
    boil(5)

    def killed(_point: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("huopan.infra.outbox.relaying.crash_point", killed)
        with pytest.raises(KeyboardInterrupt):
            relay()
    assert relay(AT + leasing.LEASE - timedelta(seconds=1)) == 0
    assert relay(AT + leasing.LEASE) == 1
    assert [each.entry.pk for each in heard] == [heard[0].entry.pk] * 2, "the same event id on every retry"


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (5, 32)])
def test_waits_double_and_are_spread(attempts: int, seconds: int) -> None:
    assert next_attempt(attempts=attempts, at=AT, chance=lambda: 1.0) == AT + timedelta(seconds=seconds)
    assert next_attempt(attempts=attempts, at=AT, chance=lambda: 0.0) == AT + timedelta(seconds=seconds / 2)


@pytest.mark.parametrize("field", ["name", "payload", "at", "person_id", "concerns", "role"])
def test_trail_content_cannot_be_changed(field: str) -> None:
    boil(5)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        TrailEntry.objects.update(**{field: getattr(TrailEntry.objects.get(), field)})


def test_trail_cannot_be_deleted() -> None:
    boil(5)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_trailentry")
    assert TrailEntry.objects.count() == 1
