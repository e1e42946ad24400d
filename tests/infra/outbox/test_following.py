"""A follower sees every entry, also one that commits late, and starts again where it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from huopan.infra.outbox.announcing import announce
from huopan.infra.outbox.following import PATIENCE_SECONDS, STEP_BACK, Following, a_safe_start, newest_entry
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM
from huopan.kernel.event import Event
from tests.factories.catalog import EPOCH

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Rung(Event):
    about: ClassVar[str] = "bell_id"
    bell_id: int


def ring(*bells: int) -> list[int]:
    announce(*(Rung(at=EPOCH, bell_id=bell) for bell in bells), by=SYSTEM)
    return list(TrailEntry.objects.order_by("-pk").values_list("pk", flat=True)[: len(bells)])[::-1]


def write_at(entry_id: int) -> None:
    """As a transaction that took its id early and commits late."""
    TrailEntry.objects.create(
        pk=entry_id, name="late", aggregate="bell", aggregate_id=entry_id, payload={}, at=EPOCH, role="system"
    )


def test_everything_is_seen_once_in_order() -> None:
    ring(1, 2)
    following = Following(0)
    assert [each.aggregate_id for each in following.turn(0.0)] == [1, 2]
    assert following.turn(0.0) == []
    ring(3)
    assert [each.aggregate_id for each in following.turn(0.0)] == [3]


def test_a_turn_takes_no_more_than_it_may() -> None:
    entries = ring(1, 2, 3)
    following = Following(entries[0] - 1)
    assert [each.aggregate_id for each in following.turn(0.0, limit=2)] == [1, 2]
    assert following.upto == entries[1]
    assert [each.aggregate_id for each in following.turn(0.0, limit=2)] == [3]


def test_what_commits_late_below_the_newest_is_seen_and_holds_the_place_back() -> None:
    (entry,) = ring(1)
    following = Following(entry)
    write_at(entry + 3)
    assert [each.entry_id for each in following.turn(0.0)] == [entry + 3]
    assert following.upto == entry
    write_at(entry + 2)
    assert [each.entry_id for each in following.turn(1.0)] == [entry + 2]
    assert following.upto == entry
    write_at(entry + 1)
    assert [each.entry_id for each in following.turn(2.0)] == [entry + 1]
    assert following.upto == entry + 3


def test_an_id_that_was_rolled_back_is_given_up_in_time() -> None:
    (entry,) = ring(1)
    following = Following(entry)
    write_at(entry + 2)
    following.turn(0.0)
    following.turn(PATIENCE_SECONDS - 1.0)
    assert following.upto == entry
    following.turn(PATIENCE_SECONDS + 1.0)
    assert following.upto == entry + 2


def test_a_copy_starts_far_enough_back() -> None:
    (entry,) = ring(1)
    assert (newest_entry(), a_safe_start()) == (entry, max(entry - STEP_BACK, 0))
    write_at(entry + STEP_BACK * 2)
    assert a_safe_start() == entry + STEP_BACK
