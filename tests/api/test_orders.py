"""Carts, purchases and orders over HTTP."""

from __future__ import annotations

import io
from contextlib import contextmanager

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.orders.models import CartLine, PurchaseGroup, SupplierOrder
from huopan.domains.parties import actions as parties
from huopan.domains.settlement.actions import receive_notice
from huopan.domains.settlement.models import Payment
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import Actor
from tests.api.conftest import Caller
from tests.factories import settlement
from tests.factories.orders import (
    NOON,
    SHENZHEN,
    a_buyer,
    a_purchase,
    a_sku,
    a_supplier,
    an_order,
    owner_of,
    relay,
)
from tests.factories.parties import a_division, an_address

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)  # where savepoints would be counted
ADDRESS = {name: value for name, value in SHENZHEN.as_json().items() if name != "division_name"}


def caller(actor: Actor, language: str = "en") -> Caller:
    scopes = sorted(actor.scopes & {"buy", "sell", "money.pay", "money.read"})
    _, secret = parties.create_api_key(name="test", scopes=scopes, by=actor, at=NOON)
    return Caller(secret, language)


@pytest.fixture
def at_most():
    """Counts statements; only SQLite's connection reports BEGIN and COMMIT as such, so they are left out."""

    @contextmanager
    def counting(limit):
        with CaptureQueriesContext(connection) as captured:
            yield
        made = [query["sql"] for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT"))]
        assert len(made) <= limit, "\n".join(statement[:200] for statement in made)

    return counting


@pytest.fixture
def buyer():
    return a_buyer()


@pytest.fixture
def shop(buyer):
    """A client of the buyer; its first call, which notes the key as used, is made already."""
    made = caller(buyer)
    made.get("/cart")
    return made


def fill(shop, *skus, quantity=2):
    answer = shop.post("/cart/lines", {"lines": [{"sku_id": sku.pk, "quantity": quantity} for sku in skus]})
    assert answer.status_code == 204, answer.content


def test_three_calls_buy_everything(shop):
    a_division()
    fill(shop, a_sku(), a_sku())
    seen = shop.get("/cart", division="440305").json()
    assert (seen["total_fen"], seen["is_orderable"], len(seen["groups"])) == (2 * (2500 + 800), True, 2)
    placed = shop.post("/purchases", {"address": ADDRESS, "expected_total_fen": seen["total_fen"]})
    assert placed.status_code == 201, placed.content
    purchase = PurchaseGroup.objects.get(number=placed.json()["number"])
    assert (placed.json()["payment_number"], purchase.address) == (purchase.payment_number, SHENZHEN.as_json())


def test_the_cart_says_what_would_make_it_pass(shop):
    supplier = a_supplier()
    fill(shop, a_sku(supplier, moq=10, ladder=((1, 125_000), (10, 110_000))))
    [group] = shop.get("/cart").json()["groups"]
    assert [refusal["code"] for refusal in group["refusals"]] == ["below_moq"]
    assert group["refusals"][0]["detail"].startswith("8 more pieces of “Ceramic mug")
    assert group["lines"][0]["saving"]["detail"] == "8 more pieces and each costs ¥11.00: you save ¥15.00."
    assert group["freight_fen"] is None


def test_lines_are_set_and_taken_out(shop, buyer):
    one, other = a_sku(), a_sku()
    fill(shop, one, other)
    assert shop.send("PUT", "/cart/lines", {"lines": [{"sku_id": one.pk, "quantity": 7}]}).status_code == 204
    assert shop.send("DELETE", f"/cart/lines/{other.pk}").status_code == 204
    assert list(CartLine.objects.values_list("sku_id", "quantity")) == [(one.pk, 7)]
    assert shop.send("DELETE", "/cart").status_code == 204
    assert shop.get("/cart").json()["groups"] == []


def test_a_refused_purchase_lists_every_reason_and_keeps_the_cart(shop):
    supplier = a_supplier()
    fill(shop, a_sku(supplier, stock=1), a_sku(supplier, moq=10))
    answer = shop.post("/purchases", {"address_id": an_address(_party(shop)).pk})
    assert answer.status_code == 409
    assert [each["code"] for each in answer.json()["errors"]] == ["short_of_stock", "below_moq"]
    assert CartLine.objects.count() == 2


def _party(shop):
    from huopan.domains.parties.models import ApiKey

    return ApiKey.objects.get().party


def test_a_changed_total_is_told(shop):
    a_division()
    fill(shop, a_sku())
    answer = shop.post("/purchases", {"address": ADDRESS, "expected_total_fen": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "total_changed")
    assert answer.json()["params"]["total"] == {"fen": 3300, "currency": "CNY"}


@pytest.mark.parametrize("where", [{}, {"address_id": 1, "address": ADDRESS}])
def test_a_purchase_needs_exactly_one_address(shop, where):
    answer = shop.post("/purchases", where)
    assert (answer.status_code, answer.json()["code"]) == (422, "where_to")


def test_the_same_key_places_once(shop):
    a_division()
    fill(shop, a_sku())
    first = shop.post("/purchases", {"address": ADDRESS}, key="k1")
    again = shop.post("/purchases", {"address": ADDRESS}, key="k1")
    assert (first.json(), again["Idempotent-Replayed"]) == (again.json(), "true")
    assert PurchaseGroup.objects.count() == 1


def test_a_second_window_finds_the_cart_empty(shop):
    a_division()
    fill(shop, a_sku())
    shop.post("/purchases", {"address": ADDRESS}, key="tab-1")
    second = shop.post("/purchases", {"address": ADDRESS}, key="tab-2")
    assert (second.status_code, second.json()["code"]) == (409, "empty_cart")


@committing
def test_placing_takes_few_statements(shop, at_most):
    address = an_address(_party(shop))
    supplier = a_supplier()
    fill(shop, a_sku(supplier), a_sku(supplier), a_sku())
    with at_most(16):
        assert shop.post("/purchases", {"address_id": address.pk}).status_code == 201


@committing
def test_filling_the_cart_takes_few_statements(shop, at_most):
    skus = [a_sku() for _ in range(3)]
    with at_most(4):
        fill(shop, *skus)


@committing
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_few_statements_at_any_length(shop, buyer, at_most, rows):
    for _ in range(rows):
        an_order("awaiting_acceptance", buyer=buyer)
    for path in ("/orders", "/purchases"):
        with at_most(4):
            listed = shop.get(path)
        assert len(listed.json()["items"]) == rows


@committing
def test_a_detail_takes_few_statements(shop, buyer, at_most):
    order = an_order("completed", buyer=buyer)
    with at_most(4):
        detail = shop.get(f"/orders/{order.number}").json()
    assert detail["address"]["phone"] == "13812341234"
    assert [entry["event"] for entry in detail["history"]][-1] == "orders.OrderCompleted"
    assert detail["purchase_number"] == order.group.number


def test_an_order_lives_over_http(shop, buyer):
    order = an_order("awaiting_acceptance", buyer=buyer)
    bench = caller(owner_of(order.supplier_id))
    at = f"/orders/{order.number}"
    assert bench.post(f"{at}/accept").json() == {"number": order.number, "state": "awaiting_shipment"}
    assert bench.get(at).json()["address"]["contact_name"] == "张**"
    assert bench.post(f"{at}/consignee").json()["contact_name"] == "张三丰"
    parcels = [{"carrier": "sf", "waybill_number": "SF1"}]
    assert bench.post(f"{at}/ship", {"parcels": parcels}).json()["state"] == "awaiting_collection"
    assert shop.post(f"{at}/confirm").json()["state"] == "completed"


def test_parts_are_shipped_by_sku(shop):
    order = an_order("awaiting_shipment", pieces={(sku := a_sku()): 3})
    bench = caller(owner_of(order.supplier_id))
    body = {"parcels": [{"carrier": "sf", "waybill_number": "SF1"}], "lines": [{"sku_id": sku.pk, "quantity": 2}] * 2}
    assert bench.post(f"/orders/{order.number}/ship", body).json()["code"] == "ships_more_than_ordered"
    body["lines"] = body["lines"][:1]
    assert bench.post(f"/orders/{order.number}/ship", body).json()["state"] == "awaiting_shipment"


def test_many_orders_are_accepted_at_once_and_the_rest_say_why():
    supplier = a_supplier()
    sku = a_sku(supplier)
    ready = [an_order("awaiting_acceptance", pieces={sku: 1}) for _ in range(2)]
    unpaid = an_order(pieces={sku: 1})
    foreign = an_order("awaiting_acceptance")
    numbers = [order.number for order in (*ready, unpaid, foreign)]
    tried = caller(owner_of(supplier.pk)).post("/orders/accept", {"numbers": numbers}).json()["items"]
    refused = {each["number"]: each["refusal"]["code"] for each in tried if each["refusal"]}
    assert refused == {unpaid.number: "order_not_ready", foreign.number: "unknown"}
    assert SupplierOrder.objects.filter(state="awaiting_shipment").count() == 2


def test_each_side_lists_its_own_by_state(shop, buyer):
    order = an_order("awaiting_acceptance", buyer=buyer)
    an_order(buyer=buyer)
    bench = caller(owner_of(order.supplier_id))
    assert [each["number"] for each in bench.get("/orders", side="supplier").json()["items"]] == [order.number]
    assert bench.get("/orders").json()["items"] == []
    waiting = shop.get("/orders", state="awaiting_acceptance").json()["items"]
    assert [each["number"] for each in waiting] == [order.number]
    assert shop.get("/orders", state="nonsense").status_code == 422


def test_an_unpaid_purchase_is_given_up(shop, buyer):
    purchase = a_purchase(buyer)
    answer = shop.post(f"/purchases/{purchase.number}/cancel", {"because": "下错了"})
    assert [order["state"] for order in answer.json()["orders"]] == ["cancelled"]


def test_the_buyer_cancels_and_the_supplier_refuses_with_a_reason(shop, buyer):
    first, second = an_order("awaiting_acceptance", buyer=buyer), an_order("awaiting_acceptance")
    assert shop.post(f"/orders/{first.number}/cancel", {}).json()["state"] == "cancelled"
    bench = caller(owner_of(second.supplier_id))
    assert bench.post(f"/orders/{second.number}/refuse", {"because": ""}).status_code == 422
    assert bench.post(f"/orders/{second.number}/refuse", {"because": "断货"}).json()["state"] == "terminated"
    assert bench.get(f"/orders/{second.number}").json()["closed_because"] == "断货"


def test_orders_leave_as_a_sheet_and_come_back_as_shipments():
    order = an_order("awaiting_shipment")
    bench = caller(owner_of(order.supplier_id))
    answer = bench.get("/orders.xlsx", side="supplier")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    book.active["D2"], book.active["E2"] = "sf", "SF1"
    sheet = io.BytesIO()
    book.save(sheet)
    upload = SimpleUploadedFile("orders.xlsx", sheet.getvalue())
    headers = {**bench.headers, "Idempotency-Key": "sheet-1"}
    done = bench.client.post("/api/v1/orders/shipments", {"sheet": upload}, headers=headers)
    assert done.json() == {"shipped": [order.number], "refused": []}


@pytest.mark.parametrize("move", ["accept", "refuse", "cancel", "ship", "confirm", "consignee"])
def test_a_stranger_is_told_that_there_is_no_such_order(shop, move):
    order = an_order("awaiting_acceptance")
    stranger = caller(owner_of(a_supplier().pk))
    bodies = {"refuse": {"because": "x"}, "cancel": {}, "ship": {"parcels": [{"carrier": "sf", "waybill_number": "1"}]}}
    answer = stranger.post(f"/orders/{order.number}/{move}", bodies.get(move))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown")
    assert stranger.get(f"/orders/{order.number}").status_code == 404
    assert stranger.get(f"/purchases/{order.group.number}").status_code == 404


def test_a_key_without_the_scope_is_refused(buyer):
    _, secret = parties.create_api_key(name="reader", scopes=["money.read"], by=buyer, at=NOON)
    reader = Caller(secret)
    assert reader.get("/cart").status_code == 403
    assert reader.post("/cart/lines", {"lines": [{"sku_id": 1, "quantity": 1}]}).status_code == 403


def test_refusals_speak_chinese(buyer):
    shop = caller(buyer, "zh-hans")
    fill(shop, a_sku(moq=10))
    [group] = shop.get("/cart").json()["groups"]
    assert "起订量" in group["refusals"][0]["detail"]


@committing
def test_a_whole_purchase_takes_few_statements(shop, at_most):
    address = an_address(_party(shop))
    skus = [a_sku(), a_sku()]
    relay()
    with at_most(4):
        fill(shop, *skus)
    with at_most(16):
        placed = shop.post("/purchases", {"address_id": address.pk}).json()
    purchase = PurchaseGroup.objects.get(number=placed["number"])
    payment = Payment.objects.get()
    notice = settlement.a_notice(payment)
    with at_most(6):
        receive_notice(provider=payment.provider, notice=notice, at=purchase.placed_at)
    with at_most(9):  # lease, move, tell, webhooks, settle; shared by all purchases of a batch
        relay_once(500, purchase.placed_at)
    assert {order.state for order in purchase.orders.all()} == {"awaiting_acceptance"}
