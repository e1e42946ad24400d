"""Papers of orders: what stands on them, and that scanners read their codes."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from django.conf import settings
from PIL import Image

from huopan.domains.logistics.models import Parcel
from huopan.domains.logistics.ports import CARRIERS
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.queries import papers
from huopan.infra import documents
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.orders import NOON, a_sku, a_supplier, an_order, later, owner_of, ship
from tests.factories.parties import an_actor

pytestmark = pytest.mark.django_db


class Courier:
    """Gives the same waybill to the same request."""

    code = "test"

    def __init__(self) -> None:
        self.given: dict[str, str] = {}

    def label(self, *, request_id: str, reference: str) -> str:
        return self.given.setdefault(request_id, f"TC{len(self.given) + 1:010d}")

    def parse_push(self, headers, body):
        raise NotImplementedError


@pytest.fixture
def courier(monkeypatch):
    connected = Courier()
    monkeypatch.setitem(CARRIERS, connected.code, connected)
    return connected


@pytest.fixture
def supplier():
    return a_supplier()


@pytest.fixture
def by(supplier):
    return owner_of(supplier.pk)


def sold(supplier, state="awaiting_shipment", sku=None, pieces=2):
    return an_order(state, pieces={sku or a_sku(supplier): pieces})


def looks(order):
    return TrailEntry.objects.filter(name="orders.ConsigneeRevealed", aggregate_id=order.pk).count()


def test_a_picking_list_sums_goods_over_orders_and_needs_no_address(supplier, by):
    sku = a_sku(supplier, moq=1)
    both = [sold(supplier, sku=sku, pieces=2), sold(supplier, sku=sku, pieces=3)]
    shown, _pictures = papers.papers(queries.orders_numbered([o.number for o in both], by), ["picking"], by, at=NOON)
    [goods] = shown["picking"]["goods"]
    assert goods["pieces"] == "5"
    assert [row["contents"][0]["pieces"] for row in shown["picking"]["orders"]] == ["2", "3"]
    pdf = orders.print_orders(numbers=[both[0].number], parts=["picking"], by=by, at=NOON)
    assert pdf.startswith(b"%PDF")
    assert looks(both[0]) == 0


def test_notes_and_labels_bear_the_full_address_and_the_look_is_noted(supplier, by):
    order = sold(supplier)
    ship(order)
    pdf = orders.print_orders(numbers=[order.number], parts=["notes", "labels"], by=by, at=NOON)
    assert pdf.startswith(b"%PDF")
    assert looks(order) == 1
    assert Parcel.objects.get().printed_at == NOON
    shown, _pictures = papers.papers(queries.orders_numbered([order.number], by), ["notes", "labels"], by, at=NOON)
    assert (shown["notes"][0]["phone"], shown["notes"][0]["lines"][0]["pieces"]) == ("13812341234", "2")
    assert shown["labels"][0]["waybill"] == f"WB{order.number}"


def test_scanners_read_the_label(supplier, by):
    order = sold(supplier)
    ship(order, waybill="SF1234567890123")
    shown, _pictures = papers.papers(queries.orders_numbered([order.number], by), ["labels"], by, at=NOON)
    [page] = documents.png(papers.LAYOUT, shown, ppi=200)
    read = {code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))}
    assert read == {"SF1234567890123", order.number}


def test_a_connected_courier_gives_each_order_one_waybill_whose_label_waits(supplier, by, courier):
    first, second = sold(supplier), sold(supplier, "awaiting_acceptance")
    tried = orders.ship_with_labels(numbers=[first.number, second.number], carrier="test", by=by, at=NOON)
    assert tried[first.number] is None
    assert tried[second.number].code == "order_not_ready"
    assert queries.waiting_for(by, NOON)["labels"].count == 1
    assert len(courier.given) == 1
    orders.print_orders(numbers=[first.number], parts=["labels"], by=by, at=later(minutes=1))
    assert "labels" not in queries.waiting_for(by, NOON)


def test_what_cannot_be_printed_says_why(supplier, by):
    order = sold(supplier)
    for numbers, parts in (([], ["notes"]), ([order.number], []), ([order.number], ["nonsense"])):
        with pytest.raises(orders.NothingTickedError):
            orders.print_orders(numbers=numbers, parts=parts, by=by, at=NOON)
    with pytest.raises(orders.NoLabelError):
        orders.print_orders(numbers=[order.number], parts=["labels"], by=by, at=NOON)
    with pytest.raises(orders.TooManyOrdersError):
        orders.print_orders(numbers=[str(n) for n in range(201)], parts=["notes"], by=by, at=NOON)


def test_addresses_hide_again_and_foreign_orders_are_unknown(supplier, by):
    done = sold(supplier, "completed")
    after = later(days=settings.HUOPAN.after_sale_window_days + 1)
    with pytest.raises(orders.ConsigneeClosedError):
        orders.print_orders(numbers=[done.number], parts=["notes"], by=by, at=after)
    with pytest.raises(UnknownError):
        orders.print_orders(numbers=[done.number], parts=["picking"], by=owner_of(a_supplier().pk), at=NOON)
    with pytest.raises(ForbiddenError):
        orders.print_orders(numbers=[done.number], parts=["notes"], by=an_actor(supplier, "finance"), at=NOON)
    assert looks(done) == 0
