"""The embedded engine keeps its promises: all or nothing, one writer, readers that notice, switches without loss."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection
from pathlib import Path

import pytest

from huopan.domains.search.ports import Asked, Entry, IndexBusyError, IndexUnavailableError, Kind
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.integrations.search.shelves import entry


class Shelf:
    """What the database would say."""

    def __init__(self, *entries: Entry) -> None:
        self.entries = {one.offer_id: one for one in entries}

    def read(self, kind: Kind, offer_ids: Collection[int]) -> list[Entry]:
        assert kind == "offers"
        return [self.entries[offer_id] for offer_id in offer_ids if offer_id in self.entries]


@pytest.fixture
def index(tmp_path: Path) -> EmbeddedIndex:
    return EmbeddedIndex(tmp_path / "search")


def build(index: EmbeddedIndex, *entries: Entry) -> Shelf:
    shelf = Shelf(*entries)
    index.rebuild([("offers", list(entries))], followed=0, progress=lambda _: None)
    return shelf


def ids(index: EmbeddedIndex, *terms: str) -> set[int]:
    return set(index.find(Asked(terms=terms)).offer_ids)


def test_nothing_is_there_before_the_first_build(index: EmbeddedIndex) -> None:
    assert not index.is_ready()
    with pytest.raises(IndexUnavailableError):
        index.find(Asked())
    index.update({"offers": [1]}, Shelf(entry(1)).read)
    assert not index.is_ready()


def test_an_update_adds_changes_and_removes(index: EmbeddedIndex) -> None:
    shelf = build(index, entry(1), entry(2))
    shelf.entries = {2: entry(2, "pan"), 3: entry(3)}
    index.update({"offers": [1, 2, 3]}, shelf.read)
    assert (ids(index, "cup"), ids(index, "pan")) == ({3}, {2})


def test_another_process_sees_a_commit_and_a_switch(index: EmbeddedIndex) -> None:
    other = EmbeddedIndex(index.folder)
    shelf = build(index, entry(1))
    assert ids(other) == {1}
    shelf.entries[2] = entry(2)
    index.update({"offers": [2]}, shelf.read)
    assert ids(other) == {1, 2}
    build(index, entry(7))
    assert ids(other) == {7}


def test_a_failed_update_leaves_all_as_it_was_and_the_next_one_whole(index: EmbeddedIndex) -> None:
    shelf = build(index, entry(1))
    shelf.entries |= {2: entry(2), 3: entry(3, supplier_id="dear")}
    with pytest.raises(ValueError, match="supplier_id"):
        index.update({"offers": [2, 3]}, shelf.read)
    assert ids(index) == {1}
    del shelf.entries[3]
    index.update({"offers": [2, 3]}, shelf.read)
    assert ids(index) == {1, 2}


def test_what_changes_during_a_rebuild_is_live_at_once_and_followed_again_afterwards(index: EmbeddedIndex) -> None:
    shelf = build(index, entry(1, "old"))
    index.update({"offers": []}, shelf.read, followed=70)

    def update_meanwhile(_: int) -> None:
        shelf.entries = {1: entry(1, "new"), 2: entry(2, "new")}
        index.update({"offers": [1, 2]}, shelf.read, followed=72)
        assert (ids(index, "new"), index.followed()) == ({1, 2}, 72)

    index.rebuild([("offers", [entry(1, "old")])], followed=71, progress=update_meanwhile)
    assert index.followed() == 71
    index.update({"offers": [1, 2]}, shelf.read, followed=72)
    assert (ids(index, "new"), ids(index, "old")) == ({1, 2}, set())


def test_one_process_keeps_the_index_until_it_leaves(index: EmbeddedIndex) -> None:
    shelf = build(index, entry(1))
    index.update({"offers": [1]}, shelf.read)
    other = EmbeddedIndex(index.folder)
    with pytest.raises(IndexBusyError):
        other.update({"offers": [1]}, shelf.read)
    index.leave()
    shelf.entries[2] = entry(2)
    other.update({"offers": [2]}, shelf.read)
    assert ids(index) == {1, 2}


def test_a_broken_rebuild_leaves_the_live_index(index: EmbeddedIndex) -> None:
    build(index, entry(1))
    with pytest.raises(ValueError, match="supplier_id"):
        index.rebuild([("offers", [entry(2, supplier_id="dear")])], followed=0, progress=lambda _: None)
    assert ids(index) == {1}
    build(index, entry(3))
    assert ids(index) == {3}


def test_only_the_live_index_and_the_one_before_stay_on_disk(index: EmbeddedIndex) -> None:
    for offer_id in range(1, 5):
        build(index, entry(offer_id))
    assert sum(path.is_dir() for path in index.folder.iterdir()) == 2


def test_a_damaged_index_is_unavailable_not_an_error(index: EmbeddedIndex) -> None:
    build(index, entry(1))
    name = (index.folder / "current").read_text()
    (index.folder / name / "offers" / "meta.json").write_text("{")
    assert not EmbeddedIndex(index.folder).is_ready()


def test_an_index_of_another_version_is_not_used(index: EmbeddedIndex) -> None:
    build(index, entry(1))
    (index.folder / "current").write_text("v0-abcd")
    assert not index.is_ready()


def test_writers_take_turns(index: EmbeddedIndex) -> None:
    shelf = build(index)
    shelf.entries = {n: entry(n) for n in range(1, 21)}
    writers = [threading.Thread(target=index.update, args=({"offers": [n]}, shelf.read)) for n in shelf.entries]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert ids(index, "cup") == set(range(1, 21))


def test_a_title_counts_more_than_what_is_said_about(index: EmbeddedIndex) -> None:
    build(index, entry(1, "x", about=("cup",)), entry(2, "cup"))
    assert index.find(Asked(terms=("cup",))).offer_ids == [2, 1]


def test_what_is_read_for_a_word_counts_titles_and_what_is_said_about(index: EmbeddedIndex) -> None:
    build(index, entry(1, "x", about=("cup",)), entry(2, "cup"), entry(3, "cup", about=("cup",)))
    known = index.vocabulary()
    assert (known.count("cup"), known.read_for("cup"), known.read_for("mug")) == (2, 4, 0)


def test_most_words_must_occur(index: EmbeddedIndex) -> None:
    build(index, entry(1, "red cup"), entry(2, "blue tall cup"))
    assert ids(index, "blue", "cup") == {2}
    assert ids(index, "blue", "tall", "mug") == {2}
    assert ids(index, "red", "tall", "mug") == set()


def test_what_a_killed_keeper_left_does_not_stop_the_next_one(index: EmbeddedIndex) -> None:
    """tantivy names its files of deletions by a count that starts again where the last commit stood."""
    shelf = build(index, *(entry(n) for n in range(1, 4)))
    index.update({"offers": [1]}, shelf.read)
    index.leave()
    folder = index.folder / (index.folder / "current").read_text() / "offers"
    managed = json.loads((folder / ".managed.json").read_text())
    segment = next(name for name in managed if name.endswith(".store")).removesuffix(".store")
    for opstamp in range(60):
        orphan = f"{segment}.{opstamp}.del"
        if orphan not in managed:
            (folder / orphan).write_bytes(b"half")
            managed.append(orphan)
    (folder / ".managed.json").write_text(json.dumps(managed))
    for key in (1, 2, 3):
        shelf.entries[key] = entry(key, "pan")
        index.update({"offers": [key]}, shelf.read)
    assert ids(index, "pan") == {1, 2, 3}
