"""The operator looks at purchases, orders and after-sales; nothing is changed there."""

import pytest
from django.test import Client

from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.parties.models import Person
from tests.factories.orders import NOON, an_order
from tests.factories.parties import an_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def console():
    clerk = Person.objects.get(pk=an_operator().person_id)
    Person.objects.filter(pk=clerk.pk).update(is_staff=True, is_superuser=True, language="en")
    browser = Client()
    browser.force_login(Person.objects.get(pk=clerk.pk))
    return browser


def test_an_order_is_shown_with_its_history_and_a_masked_address(console):
    order = an_order("completed")
    page = console.get(f"/admin/orders/supplierorder/{order.pk}/change/").content.decode()
    assert order.number in page
    assert "Completed; the money was released" in page
    assert "张**" in page
    assert "张三丰" not in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("table", ["purchasegroup", "supplierorder", "aftersale"])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_statements_at_any_length(console, django_assert_max_num_queries, table, rows):
    for number in range(rows):
        order = an_order()
        AfterSale.objects.create(
            number=f"AS{number}", order=order, kind="refund", reason="破", amount_fen=100, requested_at=NOON
        )
    with django_assert_max_num_queries(12):
        assert console.get(f"/admin/orders/{table}/").status_code == 200


def test_nothing_can_be_changed_or_deleted(console):
    order = an_order()
    at = f"/admin/orders/supplierorder/{order.pk}"
    assert console.post(f"{at}/change/", {"state": "completed"}).status_code == 403
    assert console.post(f"{at}/delete/", {"post": "yes"}).status_code == 403
    assert SupplierOrder.objects.get().state == "awaiting_payment"
