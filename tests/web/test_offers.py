"""What the factory offers instead of what was ordered: the buyer agrees or declines with one click."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.parties.models import Party
from huopan.domains.production import actions as production
from huopan.domains.production.models import Demand
from tests.factories.catalog import a_seller
from tests.factories.orders import NOON, a_sku, a_supplier, an_order, owner_of
from tests.factories.production import a_plannable_factory, a_recipe
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def order() -> SupplierOrder:
    supplier = a_supplier()
    sku = a_sku(supplier, lead_time_days=5)
    a_recipe(a_plannable_factory(supplier).routing, sku=sku)
    return an_order("awaiting_acceptance", pieces={sku: 10})


def offer(order: SupplierOrder, **terms) -> Demand:
    demand = Demand.objects.get(source_reference__startswith=order.number)
    return production.counter_demand(demand_id=demand.pk, by=owner_of(order.supplier_id), at=NOON, **terms)


def address(order: SupplierOrder, verb: str) -> str:
    return f"/orders/{order.number}/offers/{order.lines.get().pk}/{verb}/"


def test_the_buyer_sees_the_offer_and_agrees_with_one_click(sign_in: SignIn, order: SupplierOrder) -> None:
    demand = offer(order, wanted_by=NOON + timedelta(days=7), revenue_fen=order.goods_fen - 100)
    client = sign_in(order.buyer)
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert "The factory offers it otherwise" in page
    assert "¥1.00 of what you paid goes back to you." in page
    sent = {"until": demand.counter_until.isoformat()}
    assert client.post(address(order, "agree"), sent).status_code == 302
    demand.refresh_from_db()
    assert demand.state == "held"
    assert "The factory offers it otherwise" not in client.get(f"/orders/{order.number}/").content.decode()


def test_more_pieces_lead_to_the_till(sign_in: SignIn, order: SupplierOrder) -> None:
    offer(order, quantity=100, revenue_fen=order.goods_fen * 9)
    client = sign_in(order.buyer)
    assert "Agree and pay" in client.get(f"/orders/{order.number}/").content.decode()
    new = client.post(address(order, "agree"))
    assert new.status_code == 302
    assert "/pay/" in new["Location"]
    assert client.get(new["Location"]).status_code == 200
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert "An order on the agreed terms took its place" in page


def test_declining_leaves_the_order_waiting(sign_in: SignIn, order: SupplierOrder) -> None:
    offer(order, colour="红色")
    client = sign_in(order.buyer)
    assert client.post(address(order, "decline")).status_code == 302
    order.refresh_from_db()
    assert order.state == "awaiting_acceptance"
    assert client.post(address(order, "agree")).status_code == 404


def test_a_changed_offer_is_not_agreed_to_unseen(sign_in: SignIn, order: SupplierOrder) -> None:
    demand = offer(order, colour="红色", hours=4)
    offer(order, colour="蓝色", hours=5)
    refused = sign_in(order.buyer).post(address(order, "agree"), {"until": demand.counter_until.isoformat()})
    assert refused.status_code == 409
    assert "something else" in refused.content.decode()


def test_strangers_find_nothing(sign_in: SignIn, order: SupplierOrder) -> None:
    offer(order, colour="红色")
    stranger = sign_in(a_seller(kind=Party.Kind.BUYER))
    assert stranger.get(f"/orders/{order.number}/").status_code == 404
    for verb in ("agree", "decline"):
        assert stranger.post(address(order, verb)).status_code == 404
    assert Demand.objects.get().counter["colour"] == "红色"
