"""The supplier's desk: what its pages cost, who finds them, and what a day's work on them does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huopan.domains.logistics.models import Parcel
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.parties.models import Party
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payout
from huopan.kernel.money import Money
from tests.domains.orders.test_sheets import ORDER, QUANTITY, sent_back, with_waybills
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, a_sku, a_supplier, an_offer, an_order, owner_of
from tests.factories.parties import a_grant, an_actor
from tests.web.conftest import SignIn
from tests.web.test_lists import MOST, grows_by_nothing, statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def supplier() -> Party:
    return a_supplier()


@pytest.fixture
def desk(sign_in: SignIn, supplier: Party) -> Client:
    return sign_in(supplier)


def sold(supplier: Party, state: str = "awaiting_acceptance") -> SupplierOrder:
    return an_order(state, pieces={a_sku(supplier): 2})


def busy(supplier: Party) -> None:
    """One of everything that the lists show."""
    order = sold(supplier, "delivered")
    buyer = owner_of(order.buyer_id)
    orders.send_message(number=order.number, text="几时发货？", by=buyer, at=NOON)
    orders.ask_supplier(offer_id=an_offer(supplier).pk, text="可以印logo吗？", by=buyer, at=NOON)
    orders.note_customer(buyer_id=order.buyer_id, text="老客户", by=owner_of(supplier.pk), at=NOON)
    a_claim(sold(supplier, "delivered"))
    sold(supplier)


@pytest.mark.parametrize(
    "address",
    [
        "/workbench/",
        "/workbench/orders/",
        "/workbench/orders/?state=delivered&q=SO&period=7&sort=due",
        "/workbench/shipping/",
        "/workbench/shipping/scan/",
        "/workbench/shipping/sheet/",
        "/workbench/customers/",
        "/workbench/messages/",
        "/workbench/messages/?unread=1",
        "/workbench/money/",
        "/workbench/money/held/",
        "/workbench/money/statement/",
        "/workbench/counts.json",
    ],
)
def test_lists_cost_the_same_for_one_row_and_for_three(desk: Client, supplier: Party, address: str) -> None:
    busy(supplier)
    desk.get(address)
    grows_by_nothing(desk, address, lambda: busy(supplier))


def test_what_is_low_in_stock_leads_to_those_offers_alone(desk: Client, supplier: Party) -> None:
    low, plenty = an_offer(supplier, stock=0), an_offer(supplier, stock=900)
    [todo] = [each for each in desk.get("/workbench/").context["todos"] if each.key == "low"]
    assert todo.waiting.count == 1
    page = desk.get(todo.href).content.decode()
    assert f">{low.code}<" in page
    assert f">{plenty.code}<" not in page


def test_quick_replies_cost_the_same(desk: Client, supplier: Party) -> None:
    names = iter("甲乙丙丁")
    by = owner_of(supplier.pk)
    grows_by_nothing(
        desk, "/workbench/messages/phrases/", lambda: orders.save_phrase(title=next(names), text="好", by=by)
    )


def test_pages_of_one_thing_stay_within_eight(desk: Client, supplier: Party) -> None:
    busy(supplier)
    order = SupplierOrder.objects.filter(supplier=supplier, messages__isnull=False).get()
    thread = orders.ask_supplier(
        offer_id=an_offer(supplier).pk, text="有现货吗？", by=owner_of(order.buyer_id), at=NOON
    ).thread
    for address in (
        f"/workbench/messages/{order.number}/",
        f"/workbench/messages/offers/{thread.pk}/",
        f"/workbench/customers/{order.buyer_id}/",
        f"/workbench/shipping/scan/?code={order.number}",
    ):
        desk.get(address)
        assert statements(desk, address) <= MOST, address


GETS = [
    "/workbench/messages/{number}/",
    "/workbench/messages/offers/{thread}/",
    "/workbench/customers/{buyer}/",
    "/workbench/shipping/sheet/{sheet}/",
    "/workbench/shipping/sheet/{sheet}/returned.xlsx",
    "/workbench/shipping/scan/?code={number}",
]
POSTS = [
    "/workbench/messages/{number}/",
    "/workbench/messages/offers/{thread}/",
    "/workbench/customers/{buyer}/",
    "/workbench/shipping/sheet/{sheet}/ship/",
    "/workbench/messages/phrases/{phrase}/save/",
    "/workbench/messages/phrases/{phrase}/remove/",
    "/workbench/money/payouts/{payout}/approve/",
    "/workbench/money/payouts/{payout}/refuse/",
    "/workbench/shipping/scan/ship/",
    "/workbench/shipping/scan/correct/",
    "/workbench/orders/print.pdf",
]


@pytest.fixture
def known(supplier: Party) -> dict[str, Any]:
    order, by = sold(supplier, "awaiting_shipment"), owner_of(supplier.pk)
    sent = sold(supplier, "awaiting_collection")
    buyer = owner_of(order.buyer_id)
    return {
        "number": order.number,
        "buyer": order.buyer_id,
        "thread": orders.ask_supplier(offer_id=an_offer(supplier).pk, text="在吗？", by=buyer, at=NOON).thread.pk,
        "sheet": _kept_sheet(by, "SF1").pk,
        "phrase": orders.save_phrase(title="好", text="好的", by=by).pk,
        "payout": _a_large_payout(supplier).number,
        "parcel": Parcel.objects.get(shipment__reference=sent.number).pk,
    }


def test_strangers_find_nothing(sign_in: SignIn, known: dict[str, Any]) -> None:
    stranger = sign_in(a_supplier())
    for address in GETS:
        assert stranger.get(address.format(**known)).status_code == 404, address


def test_strangers_change_nothing(sign_in: SignIn, known: dict[str, Any]) -> None:
    stranger = sign_in(a_supplier())
    sent = {
        "text": "x",
        "title": "x",
        "number": known["number"],
        "code": "SF1234567890123",
        "parcel": known["parcel"],
        "part": "notes",
    }
    for address in POSTS:
        assert stranger.post(address.format(**known), sent).status_code == 404, address
    assert SupplierOrder.objects.get(number=known["number"]).state == "awaiting_shipment"
    assert Payout.objects.get(number=known["payout"]).state == "requested"


@pytest.mark.parametrize("role", ["planner", "finance", "floor"])
def test_roles_without_selling_are_turned_away(sign_in: SignIn, supplier: Party, role: str) -> None:
    client = sign_in(supplier, role)
    for address in ("/workbench/orders/", "/workbench/shipping/scan/", "/workbench/messages/", "/workbench/customers/"):
        assert client.get(address).status_code == 403, address
    assert client.get("/workbench/").status_code == 200
    assert "/workbench/orders/" not in client.get("/workbench/").content.decode()


def test_many_orders_are_accepted_and_the_others_say_why(desk: Client, supplier: Party) -> None:
    good, late, foreign = sold(supplier), sold(supplier, "awaiting_shipment"), sold(a_supplier())
    answer = desk.post(
        "/workbench/orders/accept/", {"number": [good.number, late.number, foreign.number]}, follow=True
    ).content.decode()
    assert "1 order accepted." in answer
    assert "2 orders were refused:" in answer
    assert "no such order" in answer
    assert SupplierOrder.objects.get(pk=good.pk).state == "awaiting_shipment"
    assert "1 order accepted." not in desk.get("/workbench/orders/").content.decode()


def test_everything_the_filter_finds_is_accepted(desk: Client, supplier: Party) -> None:
    for _ in range(22):
        sold(supplier)
    other = sold(supplier)
    orders.accept_order(number=other.number, by=owner_of(supplier.pk), at=NOON)
    desk.post("/workbench/orders/accept/", {"every": "1", "filter": "state=awaiting_acceptance"})
    assert SupplierOrder.objects.filter(supplier=supplier, state="awaiting_shipment").count() == 23


def test_ticked_orders_are_printed_and_exported(desk: Client, supplier: Party) -> None:
    order, other = sold(supplier, "awaiting_shipment"), sold(supplier, "awaiting_shipment")
    printed = desk.post("/workbench/orders/print.pdf", {"number": order.number, "part": ["picking", "notes"]})
    assert (printed["Content-Type"], printed.content[:4]) == ("application/pdf", b"%PDF")
    assert "no-store" in printed["Cache-Control"]
    sheet = desk.post("/workbench/orders/chosen.xlsx", {"number": order.number}).content
    numbers = {row[ORDER] for row in openpyxl.load_workbook(io.BytesIO(sheet)).active.values}
    assert order.number in numbers
    assert other.number not in numbers
    refused = desk.post("/workbench/orders/print.pdf", {"number": order.number, "part": "labels"})
    assert refused.status_code == 409
    assert "has a waybill yet" in refused.content.decode()


def test_an_order_is_shipped_by_two_scans_and_its_waybill_corrected(desk: Client, supplier: Party) -> None:
    order = sold(supplier, "awaiting_shipment")
    found = desk.get("/workbench/shipping/scan/", {"code": f"https://shop/{order.number}"}).content.decode()
    assert 'data-tone="ready"' in found
    shipped = desk.post("/workbench/shipping/scan/ship/", {"number": order.number, "code": "SF1234567890123"})
    assert 'data-tone="good"' in shipped.content.decode()
    parcel = Parcel.objects.get()
    assert (parcel.carrier, parcel.waybill_number) == ("SF", "SF1234567890123")
    again = desk.get("/workbench/shipping/scan/", {"code": order.number}).content.decode()
    assert 'data-tone="bad"' in again
    wanted = {"number": order.number, "parcel": parcel.pk, "code": "YT1234567890123"}
    assert "Corrected" in desk.post("/workbench/shipping/scan/correct/", wanted).content.decode()
    parcel.refresh_from_db()
    assert (parcel.carrier, parcel.waybill_number) == ("YTO", "YT1234567890123")


def test_another_orders_code_in_place_of_a_waybill_changes_to_that_order(desk: Client, supplier: Party) -> None:
    first, second = sold(supplier, "awaiting_shipment"), sold(supplier, "awaiting_shipment")
    shown = desk.post("/workbench/shipping/scan/ship/", {"number": first.number, "code": second.number})
    assert f'value="{second.number}"' in shown.content.decode()
    assert not Parcel.objects.exists()


def test_scans_that_mean_nothing_say_so(desk: Client, supplier: Party) -> None:
    order = sold(supplier, "awaiting_shipment")
    assert desk.get("/workbench/shipping/scan/", {"code": "4006381333931"}).status_code == 422
    unclear = desk.post("/workbench/shipping/scan/ship/", {"number": order.number, "code": "12345"})
    assert unclear.status_code == 422
    assert f'value="{order.number}"' in unclear.content.decode()
    chosen = {"number": order.number, "code": "12345", "carrier": "DEPPON"}
    assert desk.post("/workbench/shipping/scan/ship/", chosen).status_code == 200
    assert Parcel.objects.get().carrier == "DEPPON"


def test_a_sheet_is_looked_at_then_shipped_by(desk: Client, supplier: Party) -> None:
    good, bad = sold(supplier, "awaiting_shipment"), sold(supplier, "awaiting_shipment")
    taken = desk.get("/workbench/shipping/to-ship.xlsx").content
    rows = with_waybills(list(openpyxl.load_workbook(io.BytesIO(taken)).active.values), "SF1", "SF2")
    next(row for row in rows[1:] if row[ORDER] == bad.number)[QUANTITY] = 99
    file = SimpleUploadedFile("to-ship.xlsx", sent_back(rows).read())
    read = desk.post("/workbench/shipping/sheet/", {"file": file}, follow=True)
    page, address = read.content.decode(), read.redirect_chain[-1][0]
    assert "Ship 1 order" in page
    assert "are left to ship, not 99" in page
    assert SupplierOrder.objects.get(pk=good.pk).state == "awaiting_shipment"
    after = desk.post(f"{address}ship/", follow=True).content.decode()
    assert "1 order shipped." in after
    states = dict(SupplierOrder.objects.values_list("number", "state"))
    assert (states[good.number], states[bad.number]) == ("awaiting_collection", "awaiting_shipment")


def test_a_talk_is_read_when_shown_and_answered_with_filled_phrases(desk: Client, supplier: Party) -> None:
    order = sold(supplier)
    orders.send_message(number=order.number, text="几时发货？", by=owner_of(order.buyer_id), at=NOON)
    orders.save_phrase(title="发货", text="{buyer}您好，{order} 今天发。", by=owner_of(supplier.pk))
    assert desk.get("/workbench/counts.json").json()["messages"] == 1
    page = desk.get(f"/workbench/messages/{order.number}/").content.decode()
    assert f"您好，{order.number} 今天发。" in page
    assert "messages" not in desk.get("/workbench/counts.json").json()
    desk.post(f"/workbench/messages/{order.number}/", {"text": "今天发"})
    assert "今天发" in [message.text for message in order.messages.all()]


def test_a_second_person_approves_a_payout_on_the_page(sign_in: SignIn, supplier: Party) -> None:
    payout = _a_large_payout(supplier)
    owner = sign_in(supplier)
    assert "a second person approves it" in owner.get("/workbench/money/").content.decode()
    assert owner.post(f"/workbench/money/payouts/{payout.number}/approve/").status_code == 403
    a_grant(supplier, "finance")
    second = sign_in(supplier, "finance")
    assert second.get("/workbench/counts.json").json()["payouts"] == 1
    second.post(f"/workbench/money/payouts/{payout.number}/approve/")
    payout.refresh_from_db()
    assert payout.state == "approved"


def test_the_statements_sheet_opens_and_closes_as_the_page_does(desk: Client, supplier: Party) -> None:
    sold(supplier, "completed")
    page = desk.get("/workbench/money/statement/").content.decode()
    sheet = desk.get("/workbench/money/statement.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)
    opening, *movements, _received, _gone, closing = rows[1:]
    assert opening[4] + sum(row[3] for row in movements) == pytest.approx(closing[4])
    assert f"¥{closing[4]:,.2f}" in page


def _kept_sheet(by: Any, waybill: str) -> Any:
    exported = orders.export_orders(side="supplier", state="awaiting_shipment", by=by, at=NOON)
    rows = with_waybills(list(openpyxl.load_workbook(io.BytesIO(exported)).active.values), waybill)
    return orders.keep_shipping_sheet(file=sent_back(rows), name="a.xlsx", by=by, at=NOON)


def _a_large_payout(supplier: Party) -> Payout:
    """Asked by the owner; ¥100,000 was released before."""
    from huopan.domains.settlement.rules import Allocation
    from huopan.kernel.actor import SYSTEM
    from tests.factories.orders import a_buyer
    from tests.factories.settlement import a_payment, pay

    owner = an_actor(supplier)
    pay(a_payment(a_buyer().party_id, Allocation("SO-BIG", supplier.pk, Money(20_000_000))))
    settlement.release_escrow(reference="SO-BIG", payee_id=supplier.pk, cause="big", by=SYSTEM, at=NOON)
    settlement.save_payout_account(holder="工厂", bank="工商银行", number="6222020000112233", by=owner, at=NOON)
    return settlement.request_payout(amount=Money(9_000_000), by=owner, at=NOON)
