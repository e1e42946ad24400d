"""The planner's pages: from what is asked to what stands in the plan, and nothing for strangers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huopan.domains.production import actions as production
from huopan.domains.production.models import (
    Demand,
    Downtime,
    Material,
    PlannedStep,
    PoolMember,
    ProductionPool,
    Recipe,
    Routing,
    WorkCentre,
)
from huopan.infra.files.tables import xlsx_table
from tests.factories.catalog import a_seller, an_offer
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
BASE = "/workbench/production/"
NOW = MONDAY + timedelta(hours=1)
MOST_FOR_A_BOARD = 26  # the board's own, whatever stands on it


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory()


def accepted(shop: Plannable, **fields) -> Demand:
    demand = a_demand(shop, **fields)
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=NOW)
    return Demand.objects.get(pk=demand.pk)


def test_a_demand_is_judged_line_by_line_and_taken_on(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), a_demand(shop, revenue_fen=900_000)
    page = client.get(f"{BASE}demands/{demand.pk}/").content.decode()
    assert "Will it earn?" in page
    assert "It leaves" in page
    assert client.post(f"{BASE}demands/{demand.pk}/accept/").status_code == 302
    demand.refresh_from_db()
    assert demand.state == Demand.State.ACCEPTED
    assert PlannedStep.objects.filter(demand=demand).count() == 2


def test_what_earns_nothing_is_not_recommended(sign_in: SignIn, shop: Plannable) -> None:
    demand = a_demand(shop, revenue_fen=1)
    page = sign_in(shop.factory).get(f"{BASE}demands/").content.decode()
    assert "Take it" not in page.split("<tbody>")[1]
    assert demand.title in page


def test_declining_needs_a_reason(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), a_demand(shop)
    refused = client.post(f"{BASE}demands/{demand.pk}/decline/", {"because": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    client.post(f"{BASE}demands/{demand.pk}/decline/", {"because": "No ink"})
    assert Demand.objects.get(pk=demand.pk).state == Demand.State.DECLINED


def test_a_counter_offer_must_offer_something(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), a_demand(shop)
    assert client.post(f"{BASE}demands/{demand.pk}/counter/", {}).status_code == 422
    assert client.post(f"{BASE}demands/{demand.pk}/counter/", {"quantity": "90"}).status_code == 302
    assert Demand.objects.get(pk=demand.pk).counter["quantity"] == 90


def test_the_board_draws_a_bar_for_every_step(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), accepted(shop)
    page = client.get(BASE).content.decode()
    assert page.count('class="step"') == 2
    assert f"{BASE}steps/{demand.pk}/0/" in page


def test_moving_a_step_says_what_it_does_before_it_does_it(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), accepted(shop)
    before = PlannedStep.objects.get(plan__is_current=True, demand=demand, step=0)
    wanted = timezone.localtime(before.starts_at + timedelta(hours=2))
    sent = {"place": f"press/{before.machine.code}", "starts_at": f"{wanted:%Y-%m-%dT%H:%M}"}
    previewed = client.post(f"{BASE}steps/{demand.pk}/0/preview/", sent).content.decode()
    assert "What it does" in previewed
    assert PlannedStep.objects.get(plan__is_current=True, demand=demand, step=0).starts_at == before.starts_at
    assert client.post(f"{BASE}steps/{demand.pk}/0/move/", sent).status_code == 302
    moved = PlannedStep.objects.get(plan__is_current=True, demand=demand, step=0)
    assert (moved.is_fixed, moved.starts_at) == (True, wanted.replace(second=0, microsecond=0))


def test_a_step_cannot_go_where_it_cannot_be_done(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), accepted(shop)
    refused = client.post(f"{BASE}steps/{demand.pk}/0/preview/", {"place": "dryer/M1", "starts_at": "2026-11-24T10:00"})
    assert refused.status_code == 422
    past = client.post(f"{BASE}steps/{demand.pk}/0/preview/", {"place": "press/M1", "starts_at": "2020-01-01T10:00"})
    assert past.status_code == 422


def test_the_board_opens_where_the_next_work_is(sign_in: SignIn, shop: Plannable, time_machine) -> None:
    client, demand = sign_in(shop.factory), accepted(shop)
    begins = PlannedStep.objects.get(plan__is_current=True, demand=demand, step=0).starts_at
    time_machine.move_to(begins - timedelta(days=4))
    assert client.get(BASE).context["window"].starts_at.date() == timezone.localdate(begins)
    asked = client.get(BASE, {"from": f"{timezone.localdate():%Y-%m-%d}"})
    assert asked.context["window"].starts_at.date() == timezone.localdate()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-31", "soon", ""])
def test_the_board_shows_today_for_a_day_that_is_none(sign_in: SignIn, shop: Plannable, day: str) -> None:
    page = sign_in(shop.factory).get(BASE, {"from": day, "days": "x"})
    assert page.status_code == 200
    assert "11-23" in page.content.decode()


def test_minutes_beyond_a_week_are_refused(sign_in: SignIn) -> None:
    sent = {"code": "a", "name_zh": "甲", "machines": 1, "hour": "60"}
    for wrong in ({"setup_minutes": 10**12}, {"setup_minutes": 0, "changeovers": f"colour {10**12}"}):
        assert sign_in(a_seller()).post(f"{BASE}set-up/centres/new/", {**sent, **wrong}).status_code == 422
    assert not WorkCentre.objects.exists()


def test_an_empty_factory_is_led_to_its_set_up(sign_in: SignIn) -> None:
    client = sign_in(a_seller())
    for page in ("", "load/", "demands/", "set-up/", "materials/", "what-if/"):
        assert client.get(f"{BASE}{page}").status_code == 200
    assert client.post(f"{BASE}set-up/adopt/", {"key": "embroidery"}).status_code == 302
    assert Routing.objects.get().is_approved
    assert "Stitching" in client.get(f"{BASE}set-up/routings/{Routing.objects.get().pk}/").content.decode()


def test_an_offer_is_made_to_order_from_the_page(sign_in: SignIn, shop: Plannable) -> None:
    offer = an_offer(shop.factory)
    sent = {"recipe-offer": offer.pk, "recipe-routing": shop.routing.pk, "recipe-packaging": "0.20"}
    client = sign_in(shop.factory)
    assert client.post(f"{BASE}set-up/recipes/", {**sent, "recipe-rework_pct": "2"}).status_code == 302
    assert Recipe.objects.get(offer=offer).packaging_fen == 20
    stranger = an_offer()
    refused = client.post(f"{BASE}set-up/recipes/", {**sent, "recipe-offer": stranger.pk, "recipe-rework_pct": "2"})
    assert refused.status_code == 422


def test_a_sheet_with_bad_cells_shows_them_in_place(sign_in: SignIn, shop: Plannable) -> None:
    rows = [["工艺编码", "工序编码", "工作中心", "周期(秒)"], ["R9", "print", "nowhere", "-1"]]
    file = SimpleUploadedFile("r.xlsx", xlsx_table(rows, title="x").read())
    answer = sign_in(shop.factory).post(f"{BASE}set-up/routings/bring-in/", {"file": file})
    assert answer.status_code == 422
    assert "There is no work centre" in answer.content.decode()
    assert not Routing.objects.filter(code="R9").exists()


def test_a_breakdown_is_reported_once_however_often_it_is_sent(sign_in: SignIn, shop: Plannable) -> None:
    client = sign_in(shop.factory)
    sent = {
        "down-machine": shop.press.machines.first().pk,
        "down-kind": "breakdown",
        "down-hours": "4",
        "key": "one",
    }
    for _ in range(2):
        assert client.post(f"{BASE}set-up/down/", sent).status_code == 302
    down = Downtime.objects.get()
    assert "It works again" in client.get(f"{BASE}set-up/").content.decode()
    client.post(f"{BASE}set-up/down/{down.pk}/back/")
    assert Downtime.objects.get().ended_at is not None


def test_materials_are_added_counted_and_expected(sign_in: SignIn, shop: Plannable) -> None:
    client = sign_in(shop.factory)
    sent = {"code": "ink", "name_zh": "油墨", "unit": "公斤", "unit_price": "48", "lead_time_days": 2, "lot_size": 5}
    assert client.post(f"{BASE}materials/new/", {**sent, "minimum": 10}).status_code == 302
    ink = Material.objects.get()
    assert "Nothing to order" not in client.get(f"{BASE}materials/").content.decode()
    client.post(f"{BASE}materials/{ink.pk}/count/", {"on_hand": 12})
    assert "Nothing to order" in client.get(f"{BASE}materials/").content.decode()
    arriving = {"arrival-quantity": 5, "arrival-expected_at": "2026-11-26T10:00", "arrival-reference": "PO1"}
    assert client.post(f"{BASE}materials/{ink.pk}/expect/", arriving).status_code == 302
    client.post(f"{BASE}materials/arrivals/{ink.arrivals.get().pk}/receive/")
    assert Material.objects.get().on_hand == 17
    assert client.get(f"{BASE}materials/to-order.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("line", ["ink x inf", "ink x nan", "ink x 1e30", "ink x -1", "ink", "x 2", "ink x 0.0000001"])
def test_a_component_that_is_none_is_refused_in_words(sign_in: SignIn, shop: Plannable, line: str) -> None:
    sent = {"code": "paste", "name_zh": "浆", "unit": "公斤", "lead_time_days": 2, "lot_size": 5, "minimum": 0}
    answer = sign_in(shop.factory).post(f"{BASE}materials/new/", {**sent, "made_of": line})
    assert answer.status_code == 422
    assert "is no component" in answer.content.decode()
    assert not Material.objects.exists()


def test_what_if_says_how_sure_promises_are(sign_in: SignIn, shop: Plannable) -> None:
    demand, client = accepted(shop), sign_in(shop.factory)
    assert str(demand) in client.get(f"{BASE}what-if/").content.decode()
    asked = {"kind": "lose_machine", "machine": shop.dryer.machines.get().pk, "starts_in_hours": 0, "hours": 700}
    page = client.get(f"{BASE}what-if/", asked).content.decode()
    assert "Kept then" in page


def lists(shop: Plannable) -> list[str]:
    return [f"{BASE}{page}" for page in ("", "demands/?state=", "load/", "materials/", "set-up/", "what-if/")]


@pytest.mark.parametrize("place", range(6))
def test_lists_cost_the_same_for_one_and_for_three(sign_in: SignIn, shop: Plannable, place: int) -> None:
    client, address = sign_in(shop.factory), lists(shop)[place]

    def add() -> None:
        number = Demand.objects.count()
        a_demand(shop)
        accepted(shop)
        production.save_material(code=f"m{number}", name_zh="料", minimum=1, by=shop.planner, at=NOW)
        production.adopt_routing(key=("sewing", "baking", "packing")[number // 2], by=shop.planner, at=NOW)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    add()
    statements()
    for_one = statements()
    add()
    add()
    assert statements() == for_one
    assert for_one <= MOST_FOR_A_BOARD


def test_strangers_find_nothing_and_change_nothing(sign_in: SignIn, shop: Plannable) -> None:
    demand = accepted(shop)
    material = production.save_material(code="ink", name_zh="油墨", by=shop.planner, at=NOW)
    stranger = sign_in(a_plannable_factory().factory)
    gets = [
        f"demands/{demand.pk}/",
        f"steps/{demand.pk}/0/",
        f"materials/{material.pk}/",
        f"set-up/centres/{shop.press.pk}/",
        f"set-up/routings/{shop.routing.pk}/",
    ]
    posts = [
        f"demands/{demand.pk}/accept/",
        f"demands/{demand.pk}/decline/",
        f"steps/{demand.pk}/0/move/",
        f"steps/{demand.pk}/0/preview/",
        f"materials/{material.pk}/count/",
        f"set-up/routings/{shop.routing.pk}/approve/",
    ]
    sent = {"because": "x", "on_hand": 1, "place": "press/M1", "starts_at": "2026-11-24T10:00"}
    assert [stranger.get(f"{BASE}{page}").status_code for page in gets] == [404] * len(gets)
    assert [stranger.post(f"{BASE}{page}", sent).status_code for page in posts] == [404] * len(posts)
    assert demand.title not in stranger.get(f"{BASE}demands/?state=").content.decode()


def test_buyers_and_visitors_have_no_board(sign_in: SignIn, shop: Plannable, client) -> None:
    assert client.get(BASE).status_code == 302
    demand = a_demand(shop)
    buyer = sign_in(demand.buyer)
    assert buyer.get(f"{BASE}demands/{demand.pk}/").status_code in (403, 404)
    assert WorkCentre.objects.filter(factory=demand.buyer).count() == 0


def test_the_least_margin_is_set_and_shown_in_the_arithmetic(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), a_demand(shop)
    sent = {
        "least_margin_pct": "80",
        "hold_hours": "2",
        "late_hour": "0",
        "buffer_pct": "10",
        "horizon_days": "60",
    }
    assert client.post(f"{BASE}set-up/terms/", {**sent, "least_margin_pct": "91"}).status_code == 422
    assert client.post(f"{BASE}set-up/terms/", sent).status_code == 302
    assert 'value="80"' in client.get(f"{BASE}set-up/terms/").content.decode()
    page = client.get(f"{BASE}demands/{demand.pk}/").content.decode()
    assert "At least 80% of the price has to be left" in page
    assert "Offer it otherwise" in page


def test_a_decided_demand_shows_the_arithmetic_it_was_decided_on(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), accepted(shop)
    WorkCentre.objects.update(hour_fen=99_000)
    page = client.get(f"{BASE}demands/{demand.pk}/").content.decode()
    assert "As it stood when it was decided" in page
    assert "¥465.00" in page


def test_pools_are_shown_on_the_board_in_the_inbox_and_by_themselves(sign_in: SignIn, shop: Plannable) -> None:
    client = sign_in(shop.factory)
    first, second = accepted(shop), accepted(shop)
    pool = PoolMember.objects.get(demand=first).pool
    assert PoolMember.objects.get(demand=second).pool == pool
    for address in (BASE, f"{BASE}demands/?state=accepted", f"{BASE}demands/{first.pk}/", f"{BASE}pools/"):
        page = client.get(address).content.decode()
        assert pool.number in page
    page = client.get(f"{BASE}pools/{pool.pk}/").content.decode()
    assert (first.title in page, second.title in page, page.count("¥7.50")) == (True, True, 4)
    assert "∞ <a" in client.get(f"{BASE}demands/?state=accepted").content.decode()


def test_a_demand_shows_what_it_could_join_and_joins_it(sign_in: SignIn, shop: Plannable) -> None:
    client, first = sign_in(shop.factory), accepted(shop)
    pool = PoolMember.objects.get(demand=first).pool
    demand = a_demand(shop, wanted_by=None)
    page = client.get(f"{BASE}demands/{demand.pk}/").content.decode()
    assert "Runs it could share" in page
    refused = client.post(f"{BASE}demands/{demand.pk}/join/", {"pool": "999999999999999999999"})
    assert refused.status_code == 404
    assert client.post(f"{BASE}demands/{demand.pk}/join/", {"pool": pool.pk}).status_code == 302
    assert PoolMember.objects.get(demand=demand, left_at=None).pool == pool
    ProductionPool.objects.update(state="locked", locked_at=NOW)
    late = a_demand(shop)
    refused = client.post(f"{BASE}demands/{late.pk}/join/", {"pool": pool.pk})
    assert refused.status_code == 409
    assert "nobody joins it any more" in refused.content.decode()


def test_pools_of_others_are_not_there(sign_in: SignIn, shop: Plannable) -> None:
    first = accepted(shop)
    pool = PoolMember.objects.get(demand=first).pool
    stranger = sign_in(a_plannable_factory().factory)
    assert stranger.get(f"{BASE}pools/{pool.pk}/").status_code == 404
    assert pool.number not in stranger.get(f"{BASE}pools/").content.decode()


def test_the_list_of_pools_takes_as_many_statements_at_one_as_at_three(sign_in: SignIn, shop: Plannable) -> None:
    client = sign_in(shop.factory)
    counted = []
    for colours in (("red",), ("blue", "green")):
        for colour in colours:
            accepted(shop, traits={"colour": colour})
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"{BASE}pools/").status_code == 200
        counted.append(len(statements))
    assert ProductionPool.objects.count() == 3
    assert counted[0] == counted[1]


def test_what_is_offered_instead_is_filled_in_from_the_change_that_is_chosen(sign_in: SignIn, shop: Plannable) -> None:
    client, demand = sign_in(shop.factory), a_demand(shop, wanted_by=NOW + timedelta(hours=1))
    page = client.get(f"{BASE}demands/{demand.pk}/?offer=0").content.decode()
    assert 'href="?offer=0#offer"' in page
    sent = {"wanted_by": "2026-11-25T18:00", "revenue": "600", "colour": "blue", "hours": "24"}
    assert client.post(f"{BASE}demands/{demand.pk}/counter/", sent).status_code == 302
    assert "Offered to the buyer until" in client.get(f"{BASE}demands/{demand.pk}/").content.decode()
    assert Demand.objects.get(pk=demand.pk).counter["colour"] == "blue"
