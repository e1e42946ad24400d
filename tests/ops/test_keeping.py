"""The keeper of a machine's index: builds what is missing, follows, compares bit by bit, and stands by."""

from __future__ import annotations

from pathlib import Path

import pytest

from huopan.domains.catalog.models import Offer
from huopan.domains.search import ports
from huopan.domains.search.queries import differences
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.ops import keeping
from huopan.ops.keeping import IndexKeeper, bring_up_to_date
from tests.factories.catalog import an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(tmp_path: Path) -> EmbeddedIndex:
    embedded = EmbeddedIndex(tmp_path / "search")
    ports.connect(embedded)
    return embedded


def rest(keeper: IndexKeeper) -> float:
    """Turns until it rests, and for how long."""
    for _ in range(50):
        if pause := keeper.turn():
            return pause
    raise AssertionError("it never rests")


def test_a_missing_index_is_built(index: EmbeddedIndex) -> None:
    an_offer()
    assert rest(IndexKeeper()) == keeping.FOLLOW
    assert list(differences()) == []


def test_what_no_news_told_is_found_by_comparing(index: EmbeddedIndex) -> None:
    an_offer()
    bring_up_to_date()
    Offer.objects.update(title_zh="改了")
    assert len(list(differences())) == 1
    rest(IndexKeeper())
    assert list(differences()) == []


def test_a_second_keeper_stands_by(index: EmbeddedIndex) -> None:
    an_offer()
    bring_up_to_date()
    index.update({"offers": [1]}, lambda _kind, _ids: [], followed=0)
    Offer.objects.update(title_zh="改了")
    ports.connect(EmbeddedIndex(index.folder))
    assert rest(IndexKeeper()) == keeping.STAND_BY
    bring_up_to_date()  # does nothing, and says so in the log only


def test_without_an_engine_nothing_is_kept_and_nothing_fails() -> None:
    bring_up_to_date()
