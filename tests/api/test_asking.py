from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huopan.domains.catalog.models import Category
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search.models import SavedSearch
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.api.catalog.conftest import caller_for
from tests.api.conftest import Caller
from tests.factories.catalog import EPOCH, a_category, an_offer
from tests.factories.parties import a_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Caller:
    return caller_for(a_party())


@pytest.fixture
def cups(tmp_path: Any) -> Category:
    ports.connect(EmbeddedIndex(tmp_path / "search"))
    category = a_category(code="cups", name_zh="杯子", name_en="Cups")
    for _ in range(2):
        an_offer(title_zh="保温杯 工厂直供", category=category, moq=24)
    search.rebuild_index()
    search.learn(at=EPOCH - timedelta(days=900))
    return category


def test_suggestions_come_by_pinyin(visitor: Caller, cups: Category) -> None:
    assert visitor.get("/search/suggestions", q="bwb").json() == {
        "items": [{"text": "保温杯", "kind": "goods", "code": ""}]
    }
    assert visitor.get("/search/suggestions", q="beizi").json()["items"][0]["code"] == "cups"


def test_hints_say_what_was_meant_and_what_to_relax(visitor: Caller, cups: Category) -> None:
    hints = visitor.get("/search/hints", q="保文杯", max_moq=1).json()
    assert hints["did_you_mean"] == "保温杯"
    assert hints["rescue"] == {"q": "保文杯", "relaxed": ["max_moq"], "total": 2}
    assert visitor.get("/search/hints", q="保温杯").json()["rescue"] is None


def test_a_search_is_saved_changed_and_forgotten(owner: Caller) -> None:
    body = {"words": "保温杯", "filters": {"max_moq": 10, "attributes": {"material": ["steel"]}}}
    saved = owner.post("/saved-searches", body).json()
    assert saved["filters"] == {"max_moq": 10, "attributes": {"material": ["steel"]}}
    changed = owner.send("PUT", f"/saved-searches/{saved['id']}/letters", {"is_alerting": False}).json()
    assert not changed["is_alerting"]
    assert [each["id"] for each in owner.get("/saved-searches").json()["items"]] == [saved["id"]]
    assert owner.send("DELETE", f"/saved-searches/{saved['id']}").status_code == 204
    assert owner.get("/saved-searches").json()["items"] == []


def test_an_empty_search_is_refused_in_words(owner: Caller) -> None:
    refused = owner.post("/saved-searches", {})
    assert refused.status_code == 422
    assert refused.json()["code"] == "nothing_to_save"


def test_letters_stop_without_signing_in(owner: Caller, visitor: Caller) -> None:
    saved = owner.post("/saved-searches", {"words": "杯"}).json()
    secret = SavedSearch.objects.get(pk=saved["id"]).secret
    assert secret not in str(saved)
    for said in (secret, "guessed"):
        assert visitor.post("/search/letters/stop", {"secret": said}).status_code == 204
    assert not SavedSearch.objects.get(pk=saved["id"]).is_alerting


def test_saved_searches_cost_the_same_at_one_and_at_three(owner: Caller) -> None:
    owner.post("/saved-searches", {"words": "first"})
    with _counted() as one:
        owner.get("/saved-searches")
    for words in ("second", "third"):
        owner.post("/saved-searches", {"words": words})
    with _counted() as three:
        owner.get("/saved-searches")
    assert len(one) == len(three)


def _counted() -> Any:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)
