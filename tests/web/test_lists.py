"""Every list page costs the same for one row and for three, and at most eight statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import PurchaseRequest
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, SHENZHEN, a_purchase, a_sku, a_supplier, an_order, owner_of
from tests.factories.parties import a_grant, a_party, an_address, an_invoice_title, an_operator
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
MOST = 8


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def grows_by_nothing(client: Client, address: str, add: Callable[[], object]) -> None:
    add()
    for_one = statements(client, address)
    add()
    add()
    assert statements(client, address) == for_one
    assert for_one <= MOST


@pytest.mark.parametrize(
    "address", ["/purchases/", "/orders/", "/cart/", "/account/addresses/", "/favourites/", "/talks/"]
)
def test_buyers_lists(sign_in: SignIn, address: str) -> None:
    buyer = owner_of(a_purchase().buyer_id)
    party = Party.objects.get(pk=buyer.party_id)
    an_address(party)

    def add() -> None:
        a_purchase(buyer)
        an_address(party)
        _into_the_cart(buyer.party_id)
        _marked_and_asked(buyer)

    grows_by_nothing(sign_in(party), address, add)


def test_orders_found_by_words(sign_in: SignIn) -> None:
    party = Party.objects.get(pk=a_purchase().buyer_id)
    client, buyer = sign_in(party), owner_of(party.pk)
    grows_by_nothing(client, "/orders/?q=SO&state=to_accept", lambda: an_order("awaiting_acceptance", buyer=buyer))


def test_invoice_titles(sign_in: SignIn) -> None:
    party = a_party("buyer")
    grows_by_nothing(sign_in(party), "/account/invoice-titles/", lambda: an_invoice_title(party))


def test_purchase_requests(sign_in: SignIn) -> None:
    party = a_party("buyer")
    numbers = count(1)

    def ask() -> None:
        PurchaseRequest.objects.create(
            number=f"PR{next(numbers)}",
            buyer=party,
            asked_by_id=a_grant(party, "buyer").person_id,
            lines=[],
            address=SHENZHEN.as_json(),
            total_fen=1,
            asked_at=NOON,
        )

    grows_by_nothing(sign_in(party), "/purchase-requests/", ask)


def test_a_purchase_of_many_suppliers(sign_in: SignIn) -> None:
    """As many statements for three orders as for one."""
    read = []
    for suppliers in (1, 3):
        purchase = a_purchase(pieces={a_sku(): 2 for _ in range(suppliers)})
        client = sign_in(Party.objects.get(pk=purchase.buyer_id))
        read.append(statements(client, f"/purchases/{purchase.number}/"))
    assert read[0] == read[1] <= MOST


@pytest.mark.parametrize("state", ["awaiting_payment", "awaiting_acceptance", "delivered"])
def test_an_order_of_many_goods(sign_in: SignIn, state: str) -> None:
    """An order at rest; what was claimed or written about it costs one statement more each."""
    read = []
    for kinds in (1, 3):
        order = an_order(state, pieces={a_sku(supplier): 2 for supplier in [a_supplier()] for _ in range(kinds)})
        read.append(statements(sign_in(order.buyer), f"/orders/{order.number}/"))
    assert read[0] == read[1] <= MOST


def test_an_order_with_claim_and_talk(sign_in: SignIn) -> None:
    order = an_order("delivered")
    a_claim(order)
    send = partial(orders.send_message, number=order.number, text="Three are broken", by=owner_of(order.buyer_id))
    client = sign_in(order.buyer)
    read = []
    for times in (1, 2):
        for _ in range(times):
            send(at=NOON)
        read.append(statements(client, f"/orders/{order.number}/"))
    assert read[0] == read[1] <= MOST + 1


def test_checkout(sign_in: SignIn) -> None:
    """One more than other pages: prices, freight, addresses and invoice titles are read as they are now."""
    party = Party.objects.get(pk=a_purchase().buyer_id)
    client = sign_in(party)
    read = []
    for suppliers in (1, 2):
        for _ in range(suppliers):
            an_address(party)
            an_invoice_title(party)
            _into_the_cart(party.pk)
        read.append(statements(client, "/checkout/"))
    assert read[0] == read[1] <= MOST + 1


def test_an_after_sale(sign_in: SignIn) -> None:
    claim = a_claim(an_order("delivered"))
    for side, desk in ((claim.order.buyer, ""), (claim.order.supplier, "/workbench")):
        assert statements(sign_in(side), f"{desk}/after-sales/{claim.number}/") <= MOST


@pytest.mark.parametrize("address", ["/workbench/", "/workbench/orders/", "/workbench/offers/", "/workbench/terms/"])
def test_suppliers_lists(sign_in: SignIn, address: str) -> None:
    supplier = a_supplier()
    grows_by_nothing(sign_in(supplier), address, lambda: an_order("awaiting_acceptance", pieces={a_sku(supplier): 2}))


def test_team(sign_in: SignIn) -> None:
    party = a_supplier()
    grows_by_nothing(sign_in(party), "/account/team/", lambda: a_grant(party, "sales"))


def test_after_sales_of_both_sides(sign_in: SignIn) -> None:
    claim = a_claim(an_order("delivered"))
    for side, address in ((claim.order.buyer, "/after-sales/"), (claim.order.supplier, "/workbench/after-sales/")):
        client = sign_in(side)
        assert claim.number in client.get(address).content.decode()
        assert statements(client, address) <= MOST


def test_money(sign_in: SignIn) -> None:
    supplier = a_supplier()
    client = sign_in(supplier)
    assert statements(client, "/workbench/money/") <= MOST + 2


def test_console(sign_in: SignIn) -> None:
    operator = Party.objects.get(pk=an_operator().party_id)
    assert statements(sign_in(operator, "operator"), "/console/") <= MOST


def _into_the_cart(buyer_id: int) -> None:
    orders.put_in_cart(lines=[(a_sku().pk, 3)], by=owner_of(buyer_id), at=NOON)


def _marked_and_asked(buyer: Actor) -> None:
    offer_id = a_sku().offer_id
    orders.keep_favourites(offer_ids=[offer_id], by=buyer, at=NOON)
    orders.ask_supplier(offer_id=offer_id, text="Any samples?", by=buyer, at=NOON)
