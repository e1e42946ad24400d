"""What waits for a supplier, its last days, and what its desk keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import CustomerNote, SupplierOrder
from huopan.domains.orders.queries import Sought
from huopan.kernel.refusal import UnknownError
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, a_sku, a_supplier, an_offer, an_order, later, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier():
    return a_supplier()


@pytest.fixture
def by(supplier):
    return owner_of(supplier.pk)


def sold(supplier, state, **fields):
    return an_order(state, pieces={a_sku(supplier): 2}, **fields)


def test_what_waits_is_counted_with_its_first_deadline(supplier, by):
    first, second = (sold(supplier, "awaiting_acceptance", at=later(hours=-at)) for at in (40, 1))
    sold(supplier, "awaiting_shipment")
    an_order("awaiting_acceptance")
    waiting = queries.waiting_for(by, NOON)
    accept = waiting["awaiting_acceptance"]
    assert (accept.count, accept.soon, accept.first) == (2, 1, min(first.due_at, second.due_at))
    assert waiting["awaiting_shipment"].count == 1
    assert "after_sales" not in waiting


def test_messages_below_orders_and_about_offers_are_one_count(supplier, by):
    order = sold(supplier, "awaiting_acceptance")
    buyer = owner_of(order.buyer_id)
    orders.send_message(number=order.number, text="几时发货？", by=buyer, at=later(minutes=5))
    orders.ask_supplier(offer_id=an_offer(supplier).pk, text="可以印logo吗？", by=buyer, at=NOON)
    waiting = queries.waiting_for(by, NOON)["messages"]
    assert (waiting.count, waiting.first) == (2, NOON)
    orders.read_messages(number=order.number, by=by, at=NOON)
    assert queries.waiting_for(by, NOON)["messages"].count == 1
    assert "messages" not in queries.waiting_for(buyer, NOON)


def test_days_sum_paid_orders_and_pick_ups_in_time(supplier, by):
    sold(supplier, "in_transit")
    sold(supplier, "awaiting_acceptance", at=later(days=-3))
    sold(supplier, "awaiting_payment")
    days = queries.desk(by, NOON).days
    assert len(days) == 30
    assert (days[-1].orders, days[-1].due, days[-1].in_time) == (1, 1, 1)
    assert (days[-4].orders, days[-4].due, days[-4].in_time) == (1, 1, 0)
    paid = SupplierOrder.objects.filter(paid_at__isnull=False)
    assert sum(day.revenue_fen for day in days) == sum(order.total_fen for order in paid)


def test_orders_are_found_by_words_days_and_deadline(supplier, by):
    early = sold(supplier, "awaiting_acceptance", at=later(days=-2))
    late = sold(supplier, "awaiting_acceptance")
    an_order("awaiting_acceptance")
    found = lambda **sought: [order.number for order in queries.orders_sought(Sought(**sought), by)]  # noqa: E731
    assert found() == [late.number, early.number]
    assert found(sort="due") == [early.number, late.number]
    assert found(words=late.number[-6:].lower()) == [late.number]
    assert found(words=early.buyer.name_en) == [early.number]
    assert found(words=late.lines.get().title_zh, since=NOON.date()) == [late.number]
    assert found(until=(NOON - timedelta(days=1)).date()) == [early.number]
    assert found(state="delivered") == []
    assert queries.counts_by_state(Sought(state="delivered"), by) == {"awaiting_acceptance": 2}


def test_customers_with_sums_claims_and_notes(supplier, by):
    claim = a_claim(sold(supplier, "delivered"))
    buyer = claim.order.buyer
    sold(supplier, "awaiting_payment")
    [row] = queries.customers(by)
    assert (row["buyer_id"], row["orders"], row["claimed"]) == (buyer.pk, 1, 1)
    assert row["spent_fen"] == claim.order.total_fen - claim.order.refunded_fen
    orders.note_customer(buyer_id=buyer.pk, text="要开专票", by=by, at=NOON)
    assert queries.customer_notes([buyer.pk], by) == {buyer.pk: "要开专票"}
    again, sums = queries.customer(buyer.pk, by)
    assert again == buyer
    assert sums == {name: row[name] for name in ("orders", "spent_fen", "last_at", "claimed")} | {"note": "要开专票"}
    assert queries.customer_notes([buyer.pk], owner_of(buyer.pk)) == {}
    orders.note_customer(buyer_id=buyer.pk, text=" ", by=by, at=NOON)
    assert not CustomerNote.objects.exists()


def test_nobody_notes_or_sees_a_buyer_who_never_bought(supplier, by):
    stranger = sold(a_supplier(), "delivered").buyer
    with pytest.raises(UnknownError):
        queries.customer(stranger.pk, by)
    with pytest.raises(UnknownError):
        orders.note_customer(buyer_id=stranger.pk, text="x", by=by, at=NOON)


def test_quick_replies_are_the_organisations_own(by):
    phrase = orders.save_phrase(title="发货", text="{order} 今天发", by=by)
    with pytest.raises(orders.PhraseTitleError):
        orders.save_phrase(title="发货", text="别的", by=by)
    assert orders.save_phrase(phrase_id=phrase.pk, title="发货", text="明天发", by=by).text == "明天发"
    stranger = owner_of(a_supplier().pk)
    assert list(queries.phrases(stranger)) == []
    with pytest.raises(UnknownError):
        orders.remove_phrase(phrase_id=phrase.pk, by=stranger)
    orders.remove_phrase(phrase_id=phrase.pk, by=by)
    assert list(queries.phrases(by)) == []


def test_both_kinds_of_talk_stand_in_one_inbox_the_last_written_first(supplier, by):
    order = sold(supplier, "awaiting_acceptance")
    buyer = owner_of(order.buyer_id)
    thread = orders.ask_supplier(offer_id=an_offer(supplier).pk, text="可以印logo吗？", by=buyer, at=NOON).thread
    orders.send_message(number=order.number, text="几时发货？", by=buyer, at=later(minutes=5))
    orders.answer_buyer(thread_id=thread.pk, text="可以", by=by, at=later(minutes=9))
    orders.read_thread(thread_id=thread.pk, by=by, at=later(minutes=9))
    about, below = queries.shown_talks(queries.talks(by), by)
    assert (about.kind, about.last_text, about.is_answered, about.unread) == ("offer", "可以", True, 0)
    assert (below.kind, below.last_text, below.is_answered, below.unread) == ("order", "几时发货？", False, 1)
    assert [talk.kind for talk in queries.shown_talks(queries.talks(by, is_unread=True), by)] == ["order"]
    assert list(queries.talks(owner_of(a_supplier().pk))) == []
