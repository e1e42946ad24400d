from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.policies import NotASideError
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import UnknownError
from tests.factories.after_sales import an_arbiter, buyer_of, supplier_of
from tests.factories.orders import NOON, a_buyer, an_order

pytestmark = pytest.mark.django_db


def test_each_side_counts_what_the_other_wrote_until_it_is_read() -> None:
    order = an_order()
    buyer, supplier = buyer_of(order), supplier_of(order)
    for text in ("几时发货？", "在吗"):
        orders.send_message(number=order.number, text=text, by=buyer, at=NOON)
    assert queries.unread_counts([order.pk], supplier) == {order.pk: 2}
    assert queries.unread_counts([order.pk], buyer) == {}
    assert queries.unread_count(supplier) == 2
    assert orders.read_messages(number=order.number, by=supplier, at=NOON) == 2
    assert queries.unread_count(supplier) == 0
    orders.send_message(number=order.number, text="今天", by=supplier, at=NOON)
    assert queries.unread_count(buyer) == 1
    assert [message.text for message in queries.messages(order.number, buyer)] == ["几时发货？", "在吗", "今天"]


def test_who_answers_has_read_what_was_asked() -> None:
    order = an_order()
    orders.send_message(number=order.number, text="在吗", by=buyer_of(order), at=NOON)
    orders.send_message(number=order.number, text="在", by=supplier_of(order), at=NOON)
    assert queries.unread_count(supplier_of(order)) == 0
    assert queries.unread_count(buyer_of(order)) == 1


def test_strangers_and_the_platform_write_nothing() -> None:
    order = an_order()
    with pytest.raises(UnknownError):
        orders.send_message(number=order.number, text="x", by=a_buyer(), at=NOON)
    with pytest.raises(NotASideError):
        orders.send_message(number=order.number, text="x", by=an_arbiter(), at=NOON)
    assert list(queries.messages(order.number, a_buyer())) == []


@pytest.mark.parametrize("text", ["", "  \n", "字" * 1001])
def test_message_has_a_length(text: str) -> None:
    order = an_order()
    with pytest.raises(orders.MessageLengthError):
        orders.send_message(number=order.number, text=text, by=buyer_of(order), at=NOON)


def test_words_stay_out_of_the_trail() -> None:
    order = an_order()
    orders.send_message(number=order.number, text="我的电话13812345678", by=buyer_of(order), at=NOON)
    assert "138" not in str(list(TrailEntry.objects.filter(name="orders.OrderMessageSent").values()))


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_one_statement(count: int, django_assert_num_queries: Any) -> None:
    order = an_order()
    buyer = buyer_of(order)
    for _ in range(count):
        orders.send_message(number=order.number, text="x", by=buyer, at=NOON)
    with django_assert_num_queries(1):
        assert len([str(message.party) for message in queries.messages(order.number, buyer)]) == count
