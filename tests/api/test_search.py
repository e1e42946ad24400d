from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huopan.domains.catalog.models import PrivatePrice
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search.rules.conduct import Conduct
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.api.conftest import Caller
from tests.factories.catalog import EPOCH, a_seller, an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _indexed(tmp_path: Path) -> None:
    ports.connect(EmbeddedIndex(tmp_path / "search"))


def test_a_visitor_finds_goods_page_by_page(visitor: Caller) -> None:
    for _ in range(3):
        an_offer(title_zh="竹篮")
    first = visitor.get("/search/offers", q="竹篮", limit=2).json()
    second = visitor.get("/search/offers", q="竹篮", limit=2, cursor=first["next"]).json()
    found = [item["offer_id"] for page in (first, second) for item in page["items"]]
    assert len(set(found)) == 3
    assert second["next"] is None


def test_a_search_costs_the_same_at_one_and_at_three(visitor: Caller, django_assert_num_queries: Any) -> None:
    visitor.get("/search/offers", q="竹篮")  # reads the lessons, which are then remembered
    for _ in range(3):
        an_offer(title_zh="竹篮")
        with django_assert_num_queries(3):  # without an index; with one it is two statements
            assert visitor.get("/search/offers", q="竹篮").status_code == 200


@pytest.mark.usefixtures("_indexed")
def test_facets_cost_no_statement(visitor: Caller, django_assert_num_queries: Any) -> None:
    visitor.get("/search/offers", q="竹篮")
    for rows in (1, 2, 3):
        an_offer(title_zh="竹篮")
        search.rebuild_index()
        with django_assert_num_queries(2):
            answer = visitor.get("/search/offers", q="竹篮", facets="true", why="true").json()
        assert answer["facets"]["stock"] == {"1": rows}
        assert len(answer["items"]) == rows


@pytest.mark.usefixtures("_indexed")
def test_goods_with_samples_are_found_and_counted(visitor: Caller) -> None:
    an_offer(title_zh="竹篮")
    free = an_offer(title_zh="竹篮", sample_price_hao=0, sample_days=2)
    search.rebuild_index()
    answer = visitor.get("/search/offers", q="竹篮", facets="true").json()
    assert (len(answer["items"]), answer["facets"]["sample"]) == (2, {"1": 1})
    answer = visitor.get("/search/offers", q="竹篮", sample="true").json()
    assert [item["offer_id"] for item in answer["items"]] == [free.pk]


@pytest.mark.usefixtures("_indexed")
def test_why_multiplies_out_and_says_what_was_measured(visitor: Caller) -> None:
    good, bad = a_seller(), a_seller()
    offers = {name: an_offer(seller, title_zh="竹篮").pk for name, seller in (("bad", bad), ("good", good))}
    search.record_conduct({good.pk: Conduct(100, 99, 50, 50), bad.pk: Conduct(100, 10, 50, 20)}, at=EPOCH)
    search.rebuild_index()
    items = visitor.get("/search/offers", q="竹篮", why="true").json()["items"]
    assert [item["offer_id"] for item in items] == [offers["good"], offers["bad"]]
    assert [item["pickup_pct"] for item in items] == [99, 10]
    lines = {line["signal"]: line for line in items[0]["why"]}
    assert lines["pickup"]["factor"] > 1 > {line["signal"]: line for line in items[1]["why"]}["pickup"]["factor"]
    assert "99" in lines["pickup"]["measured"]


@pytest.mark.usefixtures("_indexed")
def test_a_visitor_finds_factories_with_proof(visitor: Caller) -> None:
    maker = a_seller(name_zh="永康保温杯厂", about_zh="")
    an_offer(maker, moq=2)
    search.rebuild_index()
    answer = visitor.get("/search/factories", q="保温杯", why="true").json()
    assert [item["factory_id"] for item in answer["items"]] == [maker.pk]
    card = answer["items"][0]
    assert (card["offers"], card["least_moq"], card["pickup_pct"], card["free_hours"]) == (1, 2, None, None)
    assert card["why"][0]["signal"] == "relevance"


@pytest.mark.usefixtures("_indexed")
@pytest.mark.parametrize("asked", [{"max_price_hao": 10_000}, {"max_price_hao": 10_000, "quantity": 500}, {}])
def test_a_private_price_is_neither_found_nor_counted_nor_shown(visitor: Caller, asked: dict[str, int]) -> None:
    offer = an_offer(title_zh="竹篮", ladder=[(1, 50_000)])
    PrivatePrice.objects.create(offer=offer, buyer=a_seller(), from_quantity=1, unit_price_hao=7_777)
    search.rebuild_index()
    answer = visitor.get("/search/offers", q="竹篮", facets="true", sort="price_up", **asked)
    assert "7777" not in answer.text
    found = answer.json()
    assert [item["price_hao"] for item in found["items"]] == ([] if asked else [50_000])
    assert found["facets"]["price"] == ({} if asked else {"2": 1})


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1000000",
        "min_price_hao=-1",
        "max_moq=nan",
        "sort=odd",
        "division=33",
        "supplier_id=1e308",
        "attribute=steel",
        "quantity=0",
        "min_pickup_pct=101",
        "supplier_kind=buyer",
    ],
)
def test_a_bad_filter_is_refused_in_words(visitor: Caller, query: str) -> None:
    response = visitor.client.get(f"/api/v1/search/offers?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].split(".")[0] == query.split("=", maxsplit=1)[0]


@pytest.mark.parametrize("query", ["near=1", "min_free_hours=-1", "sort=price_up", "limit=0"])
def test_a_bad_factory_filter_is_refused_in_words(visitor: Caller, query: str) -> None:
    assert visitor.client.get(f"/api/v1/search/factories?{query}").status_code == 422
