"""What every engine promises, asked of both: tantivy inside the process and two searchd nodes on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huopan.domains.search.ports import Asked, FactoryAsked, IndexUnavailableError, SearchIndex
from huopan.domains.search.queries.asking import question
from huopan.domains.search.rules import Filters
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.integrations.search import cluster
from tests.integrations.search.shelves import Shelf, entry, factory

NO_SEARCHD = "needs searchd: install Debian's package `sphinxsearch`, or Manticore Search"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cluster.Cluster]:
    if not cluster.is_installed():
        pytest.skip(NO_SEARCHD)
    with cluster.running(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(params=["embedded", "cluster"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    if request.param == "embedded":
        return EmbeddedIndex(tmp_path / "search")
    nodes: cluster.Cluster = request.getfixturevalue("nodes")
    return nodes.index()


def ids(index: SearchIndex, **asked: object) -> list[int]:
    return index.find(Asked(**asked)).offer_ids  # type: ignore[arg-type]


def test_an_update_adds_changes_and_removes(index: SearchIndex) -> None:
    shelf = Shelf(entry(1), entry(2), factory(7))
    shelf.fill(index)
    shelf.offers = {2: entry(2, "pan"), 3: entry(3)}
    shelf.factories = {8: factory(8)}
    index.update({"offers": [1, 2, 3], "factories": [7, 8]}, shelf.read)
    assert (ids(index, terms=("cup",)), ids(index, terms=("pan",))) == ([3], [2])
    assert [hit.factory_id for hit in index.find_factories(FactoryAsked(terms=("mill",))).hits] == [8]


def test_digests_are_those_of_the_entries(index: SearchIndex) -> None:
    shelf = Shelf(*(entry(n, f"cup {n}") for n in range(1, 41)), factory(7))
    shelf.fill(index)
    assert index.digests("offers") == {key: one.digest() for key, one in shelf.offers.items()}
    assert index.digests("factories") == {7: shelf.factories[7].digest()}


def test_a_rebuild_replaces_all_and_notes_its_place(index: SearchIndex) -> None:
    Shelf(entry(1), factory(7)).fill(index, followed=5)
    assert index.followed() == 5
    Shelf(entry(2)).fill(index, followed=9)
    assert (set(index.digests("offers")), set(index.digests("factories")), index.followed()) == ({2}, set(), 9)


def test_a_place_is_noted_with_its_update(index: SearchIndex) -> None:
    shelf = Shelf(entry(1))
    shelf.fill(index)
    index.update({"offers": [1]}, shelf.read, followed=12)
    assert index.followed() == 12


def test_most_words_must_occur_and_a_title_counts_more(index: SearchIndex) -> None:
    Shelf(entry(1, "red cup"), entry(2, "blue tall cup"), entry(3, "x", about=("cup",))).fill(index)
    assert ids(index, terms=("cup",))[-1] == 3
    assert ids(index, terms=("blue", "cup")) == [2]
    assert ids(index, terms=("blue", "tall", "mug")) == [2]
    assert ids(index, terms=("red", "tall", "mug")) == []


def test_standing_lifts_what_fits_alike(index: SearchIndex) -> None:
    good, bad = (("pickup", 1000), ("stock", 0)), (("pickup", -1000), ("stock", 0))
    Shelf(entry(1, signals=bad), entry(2, signals=good)).fill(index)
    first, second = index.find(Asked(terms=("cup",))).hits
    assert (first.offer_id, first.signals["pickup"], second.signals["pickup"]) == (2, 1000, -1000)
    assert first.relevance == pytest.approx(second.relevance, rel=0.01)
    assert first.score / first.relevance == pytest.approx(1.25, rel=0.01)
    assert second.score / second.relevance == pytest.approx(0.75, rel=0.01)


GOODS = (
    entry(1, category_codes=("home", "cups"), places=("33", "3307", "330782"), belt_code="yiwu", price_hao=10_000),
    entry(2, category_codes=("home",), places=("44", "4403"), belt_code="it's", moq=100, is_in_stock=False),
    entry(
        3,
        supplier_id=2,
        supplier_kind="trader",
        attributes=("material=steel", "size=l"),
        price_hao=90_000,
        moq=2,
        credentials=("iso9001", "bsci"),
        membership="trusted",
    ),
    entry(
        4,
        attributes=("material=wood", "size=l"),
        processes=("uv", "laser"),
        ship_days=9,
        is_dropshipped=True,
        gives_sample=True,
        credentials=("bsci", "pilot"),
        membership="super_factory",
    ),
    entry(
        5, attributes=("material=steel",), processes=("screen",), pickup_pct=91, ship_days=2, moq=11, gives_sample=True
    ),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {1, 2, 3, 4, 5}),
        ({"category_code": "home"}, {1, 2}),
        ({"category_code": "cups"}, {1}),
        ({"category_code": "nothing"}, set()),
        ({"place": "33"}, {1}),
        ({"place": "4403"}, {2}),
        ({"place": "odd"}, set()),
        ({"belt_code": "it's"}, {2}),
        ({"belt_code": "yiwu' OR 1=1"}, set()),
        ({"supplier_id": 2}, {3}),
        ({"supplier_kind": "trader"}, {3}),
        ({"attributes": (("material", ("steel",)),)}, {3, 5}),
        ({"attributes": (("material", ("steel", "wood")), ("size", ("l",)))}, {3, 4}),
        ({"processes": ("laser", "screen")}, {4, 5}),
        ({"credentials": ("bsci",)}, {3, 4}),
        ({"credentials": ("bsci", "iso9001")}, {3}),
        ({"credentials": ("licence",)}, set()),
        ({"credentials": ("bsci' OR 1=1",)}, set()),
        ({"memberships": ("trusted",)}, {3}),
        ({"memberships": ("super_factory", "trusted")}, {3, 4}),
        ({"memberships": ("trusted",), "credentials": ("pilot",)}, set()),
        ({"memberships": ("trusted' OR 1=1",)}, set()),
        ({"min_price_hao": 10_000}, {1, 3}),
        ({"min_price_hao": 10_000, "max_price_hao": 10_000}, {1}),
        ({"max_price_hao": -1}, set()),
        ({"max_moq": 10}, {1, 3, 4}),
        ({"max_ship_days": 2}, {1, 2, 3, 5}),
        ({"min_pickup_pct": 91}, {5}),
        ({"min_pickup_pct": 92}, set()),
        ({"only_in_stock": True}, {1, 3, 4, 5}),
        ({"only_dropship": True}, {4}),
        ({"only_sample": True}, {4, 5}),
        ({"only_sample": True, "max_ship_days": 2}, {5}),
        ({"terms": ("cup",), "category_code": "home", "only_in_stock": True}, {1}),
    ],
)
def test_every_condition_keeps_what_it_says(index: SearchIndex, asked: dict[str, object], found: set[int]) -> None:
    Shelf(*GOODS).fill(index)
    hits = index.find(Asked(**asked))  # type: ignore[arg-type]
    assert (set(hits.offer_ids), hits.total, hits.missing) == (found, len(found), 0)


LADDERS = (
    entry(1, price_hao=70, ladder=((1, 100), (50, 70))),
    entry(2, price_hao=80, ladder=((1, 90), (10, 80)), moq=10),
    entry(3, price_hao=60, ladder=((1, 200), (10, 150), (100, 120), (500, 90), (1000, 60))),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"quantity": 5, "sort": "price_up"}, [(1, 100), (3, 200)]),
        ({"quantity": 10, "sort": "price_up"}, [(2, 80), (1, 100), (3, 150)]),
        ({"quantity": 50, "sort": "price_down"}, [(3, 150), (2, 80), (1, 70)]),
        ({"quantity": 499, "max_price_hao": 80, "sort": "price_up"}, [(1, 70), (2, 80)]),
        ({"quantity": 2000, "sort": "price_up", "offset": 1, "limit": 1}, [(1, 70)]),
        ({"quantity": 10, "min_price_hao": 100, "max_price_hao": 149, "sort": "newest"}, [(1, 100)]),
        ({"max_price_hao": 70, "sort": "price_up"}, [(3, 60), (1, 70)]),
    ],
)
def test_prices_are_those_of_the_quantity(
    index: SearchIndex, asked: dict[str, object], found: list[tuple[int, int]]
) -> None:
    Shelf(*LADDERS).fill(index)
    assert [(hit.offer_id, hit.price_hao) for hit in index.find(Asked(**asked)).hits] == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", [3, 2, 1]), ("moq_up", [2, 3, 1]), ("ship_up", [1, 3, 2]), ("pickup_down", [3, 1, 2])],
)
def test_every_order_is_kept(index: SearchIndex, sort: str, order: list[int]) -> None:
    Shelf(
        entry(1, moq=9, ship_days=1, pickup_pct=40),
        entry(2, moq=1, ship_days=9),
        entry(3, moq=5, ship_days=4, pickup_pct=80),
    ).fill(index)
    assert ids(index, sort=sort) == order


def test_facets_count_what_was_found_and_what_could_be_chosen_instead(index: SearchIndex) -> None:
    Shelf(*GOODS).fill(index)
    all_of = index.facets(Asked())
    assert all_of == index.facets(Asked(), found=5) == index.facets(Asked(), found=10**6)
    assert all_of.total == 5
    assert all_of.of("category") == {"home": 2, "cups": 1}
    assert all_of.of("city") == {"3307": 1, "4403": 1}
    assert all_of.of("belt") == {"yiwu": 1, "it's": 1}
    assert all_of.of("attribute") == {"material=steel": 2, "material=wood": 1, "size=l": 2}
    assert all_of.of("process") == {"uv": 1, "laser": 1, "screen": 1}
    assert all_of.of("kind") == {"factory": 4, "trader": 1}
    assert (all_of.of("stock"), all_of.of("dropship"), all_of.of("sample")) == ({"1": 4}, {"1": 1}, {"1": 2})
    assert all_of.of("moq") == {"0": 2, "1": 1, "2": 1, "3": 1}
    assert all_of.of("pickup") == {"0": 4, "4": 1}
    assert all_of.of("price") == {"0": 3, "1": 1, "2": 1}
    assert all_of.of("credential") == {"iso9001": 1, "bsci": 2, "pilot": 1}
    assert index.facets(Asked(credentials=("pilot",))).of("credential") == {"bsci": 1, "pilot": 1}
    members = {"trusted": 1, "super_factory": 1}
    assert all_of.of("membership") == members
    trusted = index.facets(Asked(memberships=("trusted",)))
    assert (trusted.total, trusted.of("membership")) == (1, members), "another plan can be chosen instead"
    assert index.facets(Asked(memberships=("trusted",), supplier_kind="factory")).of("kind") == {"trader": 1}
    steel = index.facets(Asked(attributes=(("material", ("steel",)),)))
    assert steel.total == 2
    assert steel.of("attribute") == {"material=steel": 2, "material=wood": 1, "size=l": 1}


def test_factories_are_found_by_what_they_can_do(index: SearchIndex) -> None:
    Shelf(
        factory(
            1,
            processes=("uv", "laser"),
            materials=("steel",),
            free_hours=40,
            machines=6,
            places=("33", "3307", "330782"),
        ),
        factory(
            2,
            processes=("uv",),
            credentials=("ce", "ccc"),
            membership="super_factory",
            free_hours=90,
            pickup_pct=95,
            belt_code="yiwu",
            places=("33", "3301"),
        ),
        factory(3, "other", least_moq=5, offers=3, category_codes=("cups",), places=("44",)),
    ).fill(index)

    def found(**asked: object) -> list[int]:
        return [hit.factory_id for hit in index.find_factories(FactoryAsked(**asked)).hits]  # type: ignore[arg-type]

    assert found(processes=("uv", "laser")) == [1]
    assert found(materials=("steel",)) == [1]
    assert found(sort="free_down", processes=("uv",)) == [2, 1]
    assert found(credentials=("ce",)) == found(credentials=("ccc", "ce")) == [2]
    assert found(credentials=("ce", "bsci")) == []
    assert found(memberships=("super_factory", "trusted")) == [2]
    assert found(memberships=("trusted",)) == []
    assert found(min_free_hours=41) == [2]
    assert found(min_machines=6) == [1]
    assert found(min_machines=7) == []
    assert found(min_pickup_pct=90) == [2]
    assert found(max_moq=10) == [3]
    assert found(category_code="cups") == [3]
    assert found(terms=("mill",), belt_code="yiwu") == [2]
    assert found(near="330782", sort="near") == [1, 2, 3]
    counts = index.find_factories(FactoryAsked()).counts
    assert counts["process"] == {"uv": 2, "laser": 1}
    assert counts["belt"] == {"yiwu": 1}
    assert counts["membership"] == {"super_factory": 1}
    assert counts["credential"] == {"ce": 1, "ccc": 1}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60), belt=st.text(max_size=12), values=st.lists(st.text(max_size=9), max_size=3))
def test_any_text_is_a_question(index: SearchIndex, words: str, belt: str, values: list[str]) -> None:
    if not index.is_ready():
        Shelf(entry(1, "title:x AND ( cup"), factory(1)).fill(index)
    filters = Filters(belt_code=belt, attributes={belt: tuple(values)}, processes=tuple(values), division_code=belt)
    asked = question(words, filters, sort="relevance", offset=0, limit=5)
    index.find(asked)
    index.facets(asked)
    index.find_factories(FactoryAsked(terms=asked.terms, belt_code=asked.belt_code, processes=asked.processes))


def test_a_cluster_without_a_node_goes_on_and_says_so(tmp_path: Path) -> None:
    if not cluster.is_installed():
        pytest.skip(NO_SEARCHD)
    with cluster.running(tmp_path) as nodes:
        index, shelf = nodes.index(), Shelf(*(entry(n) for n in range(1, 11)))
        shelf.fill(index, followed=3)
        nodes.kill(1)
        hits = index.find(Asked(terms=("cup",)))
        assert (set(hits.offer_ids), hits.missing) == ({2, 4, 6, 8, 10}, 1)
        shelf.offers |= {11: entry(11), 12: entry(12)}
        index.update({"offers": [11, 12]}, shelf.read, followed=8)
        assert (set(ids(index)), index.followed()) == ({2, 4, 6, 8, 10, 12}, 8)
        nodes.start(1)
        assert index.followed() == 3  # what the node that was down has followed: it is told again
        index.update({"offers": [11, 12]}, shelf.read, followed=8)
        hits = index.find(Asked(terms=("cup",), limit=50))
        assert (set(hits.offer_ids), hits.missing, index.followed()) == (set(range(1, 13)), 0, 8)
        nodes.kill(0)
        assert index.find(Asked(terms=("cup",))).missing == 1
        nodes.kill(1)
        with pytest.raises(IndexUnavailableError):
            index.find(Asked(terms=("cup",)))
