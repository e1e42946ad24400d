from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.factories.catalog import an_offer

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_goods_page_by_page(visitor: Caller) -> None:
    for _ in range(3):
        an_offer(title_zh="竹篮")
    first = visitor.get("/search/offers", q="竹篮", limit=2).json()
    second = visitor.get("/search/offers", q="竹篮", limit=2, cursor=first["next"]).json()
    found = [item["offer_id"] for page in (first, second) for item in page["items"]]
    assert len(set(found)) == 3
    assert second["next"] is None


def test_a_search_costs_the_same_at_one_and_at_three(visitor: Caller, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        an_offer(title_zh="竹篮")
        with django_assert_num_queries(3):  # without an index; with one it is two statements
            assert visitor.get("/search/offers", q="竹篮").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1000000", "min_price_hao=-1", "max_moq=nan", "sort=odd", "division=33", "supplier_id=1e308"],
)
def test_a_bad_filter_is_refused_in_words(visitor: Caller, query: str) -> None:
    response = visitor.client.get(f"/api/v1/search/offers?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == query.split("=", maxsplit=1)[0]
