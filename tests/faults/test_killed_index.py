"""kill -9 of whoever builds or keeps the search index, at named points and at any: nothing is lost, nothing is half."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from huopan.integrations.search.embedded import EmbeddedIndex
from tests.factories.catalog import an_offer
from tests.faults.world import World

pytestmark = pytest.mark.slow
ERRANDS = "tests.faults.indexing"
OFFERS = 6
ROUNDS = 5


@pytest.fixture
def market(world: World) -> World:
    for _ in range(OFFERS):
        an_offer()
    world.open()
    assert differing(world, "rebuild") == 0
    return world


def differing(world: World, errand: str) -> int:
    """How many offers and factories the index has otherwise than the database, after `errand`."""
    return int(world.run(ERRANDS, errand).split()[-1])


def index_of(world: World) -> EmbeddedIndex:
    return EmbeddedIndex(Path(world.folder) / "var" / "search")


@pytest.mark.parametrize("point", ["search_building", "search_before_switch", "search_after_switch"])
def test_a_killed_rebuild_leaves_a_whole_index(market: World, point: str) -> None:
    child = market.start(ERRANDS, "rebuild", HUOPAN_CRASH_AT=point)
    child.communicate(timeout=90)
    assert child.returncode == -signal.SIGKILL
    assert len(index_of(market).digests("offers")) == OFFERS
    assert differing(market, "count") == 0
    assert differing(market, "rebuild") == 0
    folders = [path for path in index_of(market).folder.iterdir() if path.is_dir()]
    assert len(folders) <= 2


@pytest.mark.parametrize("point", ["search_before_commit", "search_after_commit"])
def test_a_keeper_killed_around_its_commit_follows_again(market: World, point: str) -> None:
    child = market.start(ERRANDS, "live", HUOPAN_CRASH_AT=point)
    child.communicate(timeout=90)
    assert child.returncode == -signal.SIGKILL
    if point == "search_before_commit":  # the control: without following again it would be lost
        assert differing(market, "count") == 1
    assert differing(market, "settle") == 0


def test_a_keeper_killed_at_any_moment_loses_nothing(market: World) -> None:
    chance = random.Random(5)
    for _ in range(ROUNDS):
        child = market.start(ERRANDS, "live")
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(chance.random() / 2)
        child.kill()
        child.communicate()
        assert len(index_of(market).digests("offers")) == OFFERS
    assert market.numbers("SELECT COUNT(*) FROM outbox_trailentry")[0] > 0
    assert differing(market, "settle") == 0
