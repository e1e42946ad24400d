"""Finding goods by pages: what a page costs, what can be chosen and undone, and that it works without scripts."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from huopan.domains.catalog.models import CategoryAttribute, Offer
from huopan.domains.parties.models import Division, IndustrialBelt, Party
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search import queries as searches
from huopan.domains.search.models import Opening, SavedSearch, Search
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.web.market.finding import remembering
from tests.factories.catalog import a_category, a_seller, an_offer
from tests.factories.orders import NOON
from tests.factories.parties import a_credential, a_party, a_proof
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
HTMX = {**ENGLISH, "HX-Request": "true"}
MOST_STATEMENTS, MOST_BYTES = 5, 60 * 1024


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _index(tmp_path: Path) -> None:
    ports.connect(EmbeddedIndex(tmp_path / "search"))


@pytest.fixture
def yiwu() -> Party:
    zhejiang = Division.objects.create(code="330000", name_zh="浙江省", name_en="Zhejiang", level=1)
    jinhua = Division.objects.create(code="330700", name_zh="金华市", name_en="Jinhua", level=2, parent=zhejiang)
    county = Division.objects.create(code="330782", name_zh="义乌市", name_en="Yiwu", level=3, parent=jinhua)
    belt = IndustrialBelt.objects.create(
        code="yiwu-small", name_zh="义乌小商品", name_en="Yiwu goods", division=county, cluster="小商品"
    )
    return a_seller(division=county, belt=belt)


def stocked(seller: Party, how_many: int) -> list[int]:
    """Mugs at ¥8 and, from 100 pieces, ¥6; then the index is built."""
    ladder = ((10, 80_000), (100, 60_000))
    made = [an_offer(seller, price_kind="ladder", ladder=ladder, moq=10).pk for _ in range(how_many)]
    search.rebuild_index()
    return made


def asked(client: Client, address: str, **headers: str) -> str:
    return client.get(address, headers={**ENGLISH, **headers}).content.decode()


def test_results_show_what_their_suppliers_have_verified_and_in_force(client: Client, yiwu: Party) -> None:
    a_proof(yiwu, kind="ce")
    a_proof(yiwu, kind="bsci", valid_until=NOON.date() - timedelta(days=1))
    a_credential(yiwu, kind="brand")
    stocked(yiwu, 1)
    stocked(a_seller(), 1)
    page = client.get("/search/?view=list", headers=ENGLISH)
    shown = {each.face.card.supplier_id == yiwu.pk: each.face.proven for each in page.context["answer"].shown}
    assert shown == {True: ("CE",), False: ()}
    assert page.text.count("Verified credentials") == 1


@pytest.mark.parametrize("offers", [1, 3])
@pytest.mark.parametrize(
    ("address", "statements"),
    [("/search/", 4), ("/search/?q=mug", 5), ("/search/?q=mug&belt=yiwu-small&place=330700", 5), ("/factories/", 8)],
)
def test_a_page_of_results_costs_the_same_for_one_and_for_three(  # noqa: PLR0917 - parameters and fixtures
    client: Client, yiwu: Party, django_assert_num_queries: Any, address: str, statements: int, offers: int
) -> None:
    stocked(yiwu, offers)
    client.get(address, headers=ENGLISH)  # what was learnt is read twice a minute
    with django_assert_num_queries(statements):
        assert client.get(address, headers=ENGLISH).status_code == 200
    assert "search" not in address or statements <= MOST_STATEMENTS


def test_a_server_that_just_started_reads_what_was_learnt_in_two_statements_more(
    client: Client, yiwu: Party, django_assert_max_num_queries: Any
) -> None:
    stocked(yiwu, 3)
    searches.forget_lessons()
    searches.look_again()
    with django_assert_max_num_queries(MOST_STATEMENTS + 2):
        client.get("/search/?q=mug", headers=ENGLISH)


def test_what_is_drawn_once_is_drawn_anew_when_it_changed(client: Client, yiwu: Party) -> None:
    (offer_id,) = stocked(yiwu, 1)
    assert "ships the same day" not in asked(client, "/search/?q=mug")
    Offer.objects.filter(pk=offer_id).update(lead_time_days=0)
    page = asked(client, "/search/?q=mug")
    assert "ships the same day" in page
    assert "当天发货" in client.get("/search/?q=mug", headers={"Accept-Language": "zh-hans"}).content.decode()


def test_the_first_view_is_light(client: Client, yiwu: Party) -> None:
    """A full page of results, with every style and script that it loads."""
    stocked(yiwu, 30)
    page = asked(client, "/search/?q=mug")
    files = [path for path in re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page) if "#" not in path]
    assert page.count('class="result"') == 24
    whole = [page.encode(), *(Path(finders.find(name) or "").read_bytes() for name in set(files))]
    assert sum(len(gzip.compress(part)) for part in whole) <= MOST_BYTES


def test_htmx_gets_what_changes_and_a_clean_address(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 3)
    address = "/search/?q=mug&category=&price_from=&small_lot=on&sort=relevance&view=list"
    answer = client.get(address, headers=HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="results"' in page
    assert page.count("hx-swap-oob") == 3
    assert answer["HX-Push-Url"] == "/search/?q=mug&small_lot=on"
    assert "HX-Request" in answer["Vary"]
    assert answer.cookies["search_view"].value == "list"
    whole = client.get(address, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()


@pytest.mark.parametrize("offers", [1, 3])
def test_results_leave_as_a_sheet(client: Client, yiwu: Party, django_assert_num_queries: Any, offers: int) -> None:
    numbers = stocked(yiwu, offers)
    page = asked(client, "/search/?q=mug&quantity=100&sort=newest")
    address = re.findall(r'href="(/search/sheet/[^"]+)"', page)[0].replace("&amp;", "&")
    with django_assert_num_queries(2):
        answer = client.get(address, headers=ENGLISH)
    assert answer["Content-Disposition"].endswith('.xlsx"')
    heading, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.values
    told = [dict(zip(heading, row, strict=True)) for row in rows]
    assert {(row["Unit price, yuan"], row["MOQ"], row["In stock now"]) for row in told} == {(6, 10, "yes")}
    assert [row["Web address"] for row in told] == [f"http://testserver/offers/{number}/" for number in numbers[::-1]]


def test_an_empty_search_offers_no_sheet_and_a_broken_one_still_gives_it(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    assert "/search/sheet/" not in asked(client, "/search/?q=zzzzzz&category=nothing")
    answer = client.get("/search/sheet/?q=mug&quantity=lots&price_from=x", headers={"Accept-Language": "zh-hans"})
    heading, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.values
    assert (heading[0], len(rows)) == ("货品", 1)


def test_prices_follow_my_quantity(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    few, many = asked(client, "/search/?quantity=20"), asked(client, "/search/?quantity=200")
    assert "¥</small>8<small>" in few
    assert "¥</small>6<small>" in many
    assert "Nothing fits all of it" in asked(client, "/search/?quantity=200&price_from=7&price_to=9")
    assert "Nothing fits all of it" not in asked(client, "/search/?quantity=20&price_from=7&price_to=9")


def test_every_condition_is_a_chip_that_takes_only_itself_away(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    conditions = {
        "kind": "factory", "place": "330700", "belt": "yiwu-small", "attr": "material:steel", "process": "uv_print",
        "quantity": "20", "price_from": "1.00", "moq": "50", "ship": "9", "pickup": "70", "in_stock": "on",
        "small_lot": "on", "dropship": "on", "sample": "on",
    }  # fmt: skip
    answer = client.get("/search/", {"q": "mug", **conditions}, headers=ENGLISH).context["answer"]
    left = [parse_qs(urlparse(chip.without).query) for chip in answer.chips]
    assert len(left) == len(conditions)
    for query in left:
        assert len(query) == len(conditions)
        assert query["q"] == ["mug"]
    assert {name for name in conditions if sum(name not in query for query in left) == 1} == set(conditions)


def test_attributes_and_processes_are_named_and_counted(client: Client, yiwu: Party) -> None:
    category = a_category(code="cups", name_en="Cups")
    CategoryAttribute.objects.create(
        category=category, code="material", name_zh="材质", name_en="Material", type="choice",
        choices=[{"code": "steel", "zh": "钢", "en": "Steel"}, {"code": "glass", "zh": "玻璃", "en": "Glass"}],
    )  # fmt: skip
    for material in ("steel", "steel", "glass"):
        an_offer(yiwu, category=category, attributes={"material": material})
    search.rebuild_index()
    answer = client.get("/search/?attr=material:steel", headers=ENGLISH).context["answer"]
    group = next(group for group in answer.groups if group.key == "attr-material")
    assert [(choice.label, choice.count, choice.is_chosen) for choice in group.choices] == [
        ("Steel", 2, True),
        ("Glass", 1, False),
    ]
    assert [chip.label for chip in answer.chips] == ["Material: Steel"]
    assert "Steel" in asked(client, f"/offers/{answer.found.cards[0].offer_id}/")


def test_what_cannot_be_read_is_said_and_the_rest_is_searched(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    page = asked(client, "/search/?price_from=cheap&quantity=-3&moq=50")
    assert "“cheap”" in page
    assert 'class="result"' in page
    assert "MOQ up to 50" in page


@pytest.mark.parametrize("address", ["/search/", "/factories/"])
def test_any_address_is_answered(client: Client, yiwu: Party, address: str) -> None:
    stocked(yiwu, 1)
    odd = "q=%00&attr=x&attr=:&attr=a:b:c&process=%ED%A0%80&pickup=101&place=99&near=1&page=99999999&sort=no&view=no"
    for query in (odd, f"{odd}&category=nowhere&belt=nowhere&moq=5&ship=4&free=1&supplier=9", "supplier=9" * 9):
        assert client.get(f"{address}?{query}").status_code == 200


def test_nothing_found_says_what_was_left_out(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    page = asked(client, "/search/?q=mug&ship=0&moq=50&price_to=5000")
    assert "Nothing fits all of it" in page
    assert "We left out: Ships the same day." in page or "We left out: Ships within" in page
    assert 'class="result"' in page


def test_why_shows_the_named_signals_and_their_product(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    page = client.get("/search/?q=mug", headers=ENGLISH)
    shown = page.context["answer"].shown[0]
    text = page.content.decode()
    assert [line.name for line in shown.lines] == [
        "relevance",
        "pickup",
        "kept",
        "shipping",
        "stock",
        "leaning",
        "price",
    ]
    for line in shown.lines:
        assert line.label in text
    product = 1.0
    for line in shown.lines:
        product *= line.factor
    assert product == pytest.approx(shown.result.why.score)


def test_the_same_goods_are_folded_and_can_be_seen(client: Client, yiwu: Party) -> None:
    other = {"title_zh": "陶瓷杯", "title_en": "Ceramic mug"}
    cheap, dear = (an_offer(yiwu, ladder=[(1, hao)], **other) for hao in (50_000, 70_000))
    search.rebuild_index()
    page = client.get("/search/?q=mug", headers=ENGLISH)
    text = page.content.decode()
    assert text.count('class="result"') == 1
    assert "1 more offer of the same goods" in text
    assert "1 more of the same goods, which the filters count too" in text
    under = page.context["answer"].shown[0].face.also
    assert int(under) in (cheap.pk, dear.pk)
    assert f"/offers/{under}/" in asked(client, f"/search/same/?offers={under}", **{"HX-Request": "true"})
    assert "The same goods" in asked(client, f"/search/same/?offers={under},x,99999999999999999999")


def test_four_offers_are_compared_and_a_fifth_is_refused_in_words(client: Client, yiwu: Party) -> None:
    offers = stocked(yiwu, 5)
    for offer in offers[:4]:
        assert client.post("/compare/toggle/", {"offer": offer, "next": "/search/"}).status_code == 302
    refused = client.post("/compare/toggle/", {"offer": offers[4]}, headers=HTMX)
    assert refused.status_code == 409
    assert "take one out" in refused.content.decode()
    page = client.get("/compare/?quantity=200", headers=ENGLISH)
    assert [column.beside.card.offer_id for column in page.context["columns"]] == offers[:4]
    assert {column.price_hao for column in page.context["columns"]} == {60_000}
    client.post("/compare/toggle/", {"offer": offers[0]})
    assert len(client.get("/compare/").context["columns"]) == 3
    assert (
        "Nothing to compare"
        in client.post("/compare/clear/", {"next": "/compare/"}, follow=True, headers=ENGLISH).content.decode()
    )


def test_samples_are_counted_beside_the_search_and_compared(client: Client, yiwu: Party) -> None:
    an_offer(yiwu)
    free = an_offer(yiwu, sample_price_hao=0, sample_days=2).pk
    paid = an_offer(yiwu, sample_price_hao=128_000, sample_days=0).pk
    search.rebuild_index()
    answer = client.get("/search/", headers=ENGLISH).context["answer"]
    switch = next(choice for choice in answer.switches if choice.name == "sample")
    assert (switch.count, switch.is_chosen) == (2, False)
    chosen = client.get("/search/?sample=on", headers=ENGLISH).context["answer"]
    assert sorted(card.offer_id for card in chosen.found.cards) == [free, paid]
    assert [chip.label for chip in chosen.chips] == ["Samples given"]
    beside = asked(client, f"/compare/?offers={free},{paid}")
    for said in ("Sample</th>", "free</span>", "leaves within 2 days", "¥12.80", "leaves the same day"):
        assert said in beside


@pytest.mark.parametrize("offers", [1, 3])
def test_comparing_costs_seven_statements(
    client: Client, yiwu: Party, django_assert_num_queries: Any, offers: int
) -> None:
    ids = ",".join(map(str, stocked(yiwu, offers)))
    with django_assert_num_queries(7):
        assert client.get(f"/compare/?offers={ids}").status_code == 200


def test_nothing_private_or_withdrawn_is_compared_or_unfolded(client: Client, yiwu: Party) -> None:
    draft = an_offer(yiwu, state="draft", title_en="Secret mug").pk
    search.rebuild_index()
    for address in (f"/compare/?offers={draft}", f"/search/same/?offers={draft}", "/search/?q=secret"):
        assert "Secret mug" not in asked(client, address)
    client.post("/compare/toggle/", {"offer": draft})
    assert "Secret mug" not in asked(client, "/compare/tray/")


def test_a_search_is_saved_switched_off_removed_and_taken_back(client: Client, yiwu: Party, sign_in: SignIn) -> None:
    stocked(yiwu, 1)
    mine = a_party("buyer")
    reader = sign_in(mine)
    reader.post("/account/searches/save/", {"search": "?q=mug&belt=yiwu-small&moq=50"})
    row = SavedSearch.objects.get()
    page = asked(reader, "/account/searches/")
    assert "/search/?q=mug&amp;belt=yiwu-small&amp;moq=50" in page
    assert "Yiwu goods" in page
    reader.post(f"/account/searches/{row.pk}/letters/")
    row.refresh_from_db()
    assert not row.is_alerting
    assert "“mug” is removed" in reader.post(f"/account/searches/{row.pk}/remove/", follow=True).content.decode()
    assert not SavedSearch.objects.exists()
    reader.post("/account/searches/take-back/")
    assert SavedSearch.objects.get().filters == row.filters
    assert not SavedSearch.objects.get().is_alerting
    assert reader.post("/account/searches/save/", {"search": "?"}).status_code == 422


@pytest.mark.parametrize("saved", [1, 3])
def test_saved_searches_cost_the_same_for_one_and_for_three(
    yiwu: Party, sign_in: SignIn, django_assert_num_queries: Any, saved: int
) -> None:
    reader = sign_in(a_party("buyer"))
    for number in range(saved):
        reader.post("/account/searches/save/", {"search": f"?q=mug{number}&belt=yiwu-small"})
    with django_assert_num_queries(6):
        assert reader.get("/account/searches/").status_code == 200


def test_strangers_change_no_saved_search(sign_in: SignIn) -> None:
    owner, stranger = sign_in(a_party("buyer")), sign_in(a_party("buyer"))
    owner.post("/account/searches/save/", {"search": "?q=mug"})
    row = SavedSearch.objects.get()
    assert "?q=mug" in asked(owner, "/account/searches/")
    assert "?q=mug" not in asked(stranger, "/account/searches/")
    for verb in ("letters", "remove"):
        assert stranger.post(f"/account/searches/{row.pk}/{verb}/").status_code == 404
        assert Client().post(f"/account/searches/{row.pk}/{verb}/").status_code == 302
    row.refresh_from_db()
    assert row.is_alerting


def test_suggestions_begin_with_what_was_asked_until_that_is_cleared(yiwu: Party, sign_in: SignIn) -> None:
    an_offer(yiwu, title_zh="保温杯 500毫升", title_en="Steel bottle")
    search.rebuild_index()
    search.learn(at=NOON)
    mine = a_party("buyer")
    reader, other = sign_in(mine), sign_in(a_party("buyer"))
    reader.get("/search/?q=保温杯")
    assert "searched before" in asked(reader, "/search/suggestions/?q=保温")
    assert "searched before" not in asked(other, "/search/suggestions/?q=保温")
    assert reader.post("/search/history/clear/").status_code == 204
    assert "searched before" not in asked(reader, "/search/suggestions/?q=保温")
    assert Search.objects.filter(party=None).count() == 1


def test_a_visitors_browser_remembers_what_it_asked_until_that_is_cleared(client: Client, yiwu: Party) -> None:
    stocked(yiwu, 1)
    for words in ("保温杯", "mug", "保温 杯", "mug", "x" * 90, "竹篮"):
        client.get("/search/", {"q": words})
    client.get("/search/?q=mugs&page=2")
    suggested = asked(client, "/search/suggestions/?q=")
    assert re.findall(r'data-text="([^"]*)"', suggested)[:3] == ["竹篮", "mug", "保温 杯"]
    assert "Clear what was searched before" in suggested
    assert "mug" not in asked(Client(), "/search/suggestions/?q=")
    assert client.post("/search/history/clear/").status_code == 204
    assert "searched before" not in asked(client, "/search/suggestions/?q=")
    assert Search.objects.filter(party=None).count() == 6


@pytest.mark.parametrize("written", ["%%%", "YQ", "/////w", "A" * 5000, "\xe9"])
def test_an_odd_cookie_of_searches_is_no_history(client: Client, yiwu: Party, written: str) -> None:
    client.cookies[remembering.COOKIE] = written
    assert client.get("/search/suggestions/?q=").status_code == 200
    assert client.get("/search/?q=mug").status_code == 200


def test_a_visitors_history_stays_short(client: Client, yiwu: Party) -> None:
    for number in range(20):
        client.get("/search/", {"q": f"{number}" + "杯" * 38})
    assert len(client.cookies[remembering.COOKIE].value) <= remembering.MOST_SIGNS
    assert 0 < asked(client, "/search/suggestions/?q=").count("searched before") <= remembering.MOST + 1


def test_what_an_organisation_asks_is_not_left_in_the_browser(sign_in: SignIn, yiwu: Party) -> None:
    reader = sign_in(a_party("buyer"))
    reader.get("/search/?q=mug")
    assert remembering.COOKIE not in reader.cookies


def test_opening_a_result_is_told_once_and_only_of_what_was_shown(client: Client, yiwu: Party, sign_in: SignIn) -> None:
    [offer] = stocked(yiwu, 1)
    page = client.get("/search/?q=mug")
    sent = {"search": page.context["search_id"], "offer": offer}
    for _ in range(2):
        assert client.post("/search/opened/", sent).status_code == 204
    assert Opening.objects.count() == 1
    for odd in ({"search": "x", "offer": offer}, {**sent, "offer": offer + 999}, {}):
        assert client.post("/search/opened/", odd).status_code == 204
    assert sign_in(a_party("buyer")).post("/search/opened/", sent).status_code == 204
    assert Opening.objects.count() == 1


def test_without_an_index_the_page_says_what_waits(client: Client, yiwu: Party, tmp_path: Path) -> None:
    an_offer(yiwu)
    ports.connect(ports.NoIndex())
    page = asked(client, "/search/?process=uv_print&pickup=80")
    assert "The search index is being built" in page
    assert 'class="result"' in page
    assert "UV printing" in page
    assert "The search index is being built" in asked(client, "/factories/")


def test_a_signed_in_trader_pays_for_who_they_are_and_their_cart_only(
    yiwu: Party, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    stocked(yiwu, 3)
    reader = sign_in(a_party("buyer"))
    reader.get("/search/?q=mug")
    with django_assert_max_num_queries(MOST_STATEMENTS + 4):
        reader.get("/search/?q=mug")
