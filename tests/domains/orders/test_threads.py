from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import Thread
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.orders import NOON, a_buyer, a_supplier, an_offer, later, owner_of
from tests.factories.parties import a_party, an_actor

pytestmark = pytest.mark.django_db


def a_thread(buyer: Actor | None = None, text: str = "可以印logo吗？") -> Thread:
    return orders.ask_supplier(offer_id=an_offer().pk, text=text, by=buyer or a_buyer(), at=NOON).thread


def test_a_question_waits_for_the_supplier_until_it_is_read_and_the_answer_for_the_buyer() -> None:
    buyer = a_buyer()
    thread = a_thread(buyer)
    supplier = owner_of(thread.supplier_id)
    [listed] = queries.threads(supplier, "supplier")
    assert (listed.last_text, listed.unread) == ("可以印logo吗？", 1)
    assert queries.unread_in_threads(supplier, "supplier") == 1
    assert orders.read_thread(thread_id=thread.pk, by=supplier, at=NOON) == 1
    orders.answer_buyer(thread_id=thread.pk, text="可以", by=supplier, at=later(hours=1))
    [seen] = queries.threads(buyer, "buyer")
    assert (seen.last_text, seen.unread, seen.last_at) == ("可以", 1, later(hours=1))
    assert queries.unread_in_threads(supplier, "supplier") == 0
    assert queries.unread_in_threads(buyer, "buyer") == 1


def test_who_answers_has_read_what_was_asked() -> None:
    thread = a_thread()
    supplier = owner_of(thread.supplier_id)
    orders.answer_buyer(thread_id=thread.pk, text="可以", by=supplier, at=later(hours=1))
    assert queries.unread_in_threads(supplier, "supplier") == 0


def test_asking_again_goes_on_in_the_same_talk() -> None:
    buyer = a_buyer()
    thread = a_thread(buyer)
    again = orders.ask_supplier(offer_id=thread.offer_id, text="在吗", by=buyer, at=NOON)
    assert again.thread_id == thread.pk
    assert [each.text for each in queries.thread_messages(thread.pk, buyer)] == ["可以印logo吗？", "在吗"]


def test_strangers_find_no_talk() -> None:
    thread, stranger = a_thread(), owner_of(a_supplier().pk)
    for refused in (
        lambda: queries.thread(thread.pk, stranger),
        lambda: orders.answer_buyer(thread_id=thread.pk, text="x", by=stranger, at=NOON),
        lambda: orders.read_thread(thread_id=thread.pk, by=stranger, at=NOON),
    ):
        with pytest.raises(UnknownError):
            refused()
    assert list(queries.thread_messages(thread.pk, stranger)) == []


def test_the_buyer_cannot_answer_as_the_supplier() -> None:
    buyer = a_buyer()
    with pytest.raises(UnknownError):
        orders.answer_buyer(thread_id=a_thread(buyer).pk, text="x", by=buyer, at=NOON)


def test_nobody_asks_itself_nor_about_what_it_cannot_see() -> None:
    supplier = a_supplier()
    with pytest.raises(orders.OwnOfferError):
        orders.ask_supplier(offer_id=an_offer(supplier).pk, text="x", by=owner_of(supplier.pk), at=NOON)
    with pytest.raises(UnknownError):
        orders.ask_supplier(offer_id=an_offer(supplier, state="draft").pk, text="x", by=a_buyer(), at=NOON)


def test_who_may_not_buy_may_not_ask() -> None:
    with pytest.raises(ForbiddenError):
        orders.ask_supplier(offer_id=an_offer().pk, text="x", by=an_actor(a_party("buyer"), "finance"), at=NOON)


@pytest.mark.parametrize("text", ["", " \n", "字" * 1001])
def test_a_question_has_a_length_and_a_refused_one_opens_no_talk(text: str) -> None:
    with pytest.raises(orders.MessageLengthError):
        a_thread(text=text)
    assert not Thread.objects.exists()


def test_words_stay_out_of_the_trail() -> None:
    a_thread(text="我的电话13812345678")
    assert "138" not in str(list(TrailEntry.objects.filter(name="orders.ThreadMessageSent").values()))


@pytest.mark.parametrize("count", [1, 3])
def test_talks_are_listed_in_one_statement(count: int, django_assert_num_queries: Any) -> None:
    buyer = a_buyer()
    for _ in range(count):
        a_thread(buyer)
    with django_assert_num_queries(1):
        assert len([(str(each.offer), str(each.supplier)) for each in queries.threads(buyer, "buyer")]) == count
