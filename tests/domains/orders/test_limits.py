"""What somebody may order without asking, and what becomes of more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.actions.limiting import LimitNotForApproverError
from huopan.domains.orders.models import CartLine, PurchaseGroup, PurchaseRequest, SpendingLimit
from huopan.domains.orders.rules.limits import OverMonthLimitError, OverOrderLimitError, month_of
from huopan.domains.parties.models import Party
from huopan.kernel.money import Money
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.orders import NOON, SHENZHEN, a_purchase, a_sku, a_supplier, owner_of
from tests.factories.parties import a_party, an_actor

pytestmark = pytest.mark.django_db


def limited():
    """A clerk who buys for a party whose owner may approve."""
    return an_actor(a_party("buyer"), "buyer")


def a_limit(clerk, *, per_order=None, per_month=None):
    return orders.set_spending_limit(
        person_id=clerk.person_id, per_order=per_order, per_month=per_month, by=owner_of(clerk.party_id), at=NOON
    )


def total_of_two(clerk, sku):
    cart = queries.checked_cart({sku.pk: 2}, buyer_id=clerk.party_id, division_code="440305", at=NOON)
    return cart.total.fen


def fill(clerk, quantity=2):
    sku = a_sku(a_supplier())
    orders.put_in_cart(lines=[(sku.pk, quantity)], by=clerk, at=NOON)
    return total_of_two(clerk, sku), sku


def refused(error, clerk, **wanted):
    with pytest.raises(error) as refusal, transaction.atomic():
        orders.place_purchase(**{"address": SHENZHEN, "by": clerk, "at": NOON, **wanted})
    return refusal.value


def test_a_purchase_up_to_the_limit_is_placed_and_one_fen_more_is_not():
    clerk = limited()
    total, _ = fill(clerk)
    a_limit(clerk, per_order=Money(total - 1))
    assert refused(OverOrderLimitError, clerk).params["limit"] == Money(total - 1)
    assert CartLine.objects.filter(buyer_id=clerk.party_id).count() == 1
    a_limit(clerk, per_order=Money(total))
    assert orders.place_purchase(address=SHENZHEN, by=clerk, at=NOON).total_fen == total


def test_a_month_counts_what_was_ordered_but_not_what_was_cancelled_or_last_month():
    clerk = limited()
    first = a_purchase(clerk)
    a_limit(clerk, per_month=Money(first.total_fen))
    fill(clerk)
    refused(OverMonthLimitError, clerk)
    assert queries.allowance(clerk, NOON + timedelta(days=40)).spent == Money(0)
    orders.cancel_purchase(number=first.number, by=clerk, at=NOON)
    assert queries.allowance(clerk, NOON).left == Money(first.total_fen)
    assert orders.place_purchase(address=SHENZHEN, by=clerk, at=NOON).pk


def test_owners_are_bound_by_nothing_and_strangers_get_no_limit():
    clerk = limited()
    owner = owner_of(clerk.party_id)
    with pytest.raises(LimitNotForApproverError):
        orders.set_spending_limit(person_id=owner.person_id, per_order=Money(1), per_month=None, by=owner, at=NOON)
    with pytest.raises(ForbiddenError):
        orders.set_spending_limit(person_id=clerk.person_id, per_order=None, per_month=None, by=clerk, at=NOON)
    with pytest.raises(UnknownError):
        orders.set_spending_limit(person_id=limited().person_id, per_order=Money(1), per_month=None, by=owner, at=NOON)
    assert queries.allowance(owner, NOON) is None


def test_no_limit_at_all_ends_it():
    clerk = limited()
    a_limit(clerk, per_order=Money(100))
    assert a_limit(clerk) is None
    assert not SpendingLimit.objects.exists()


def asked_for(clerk=None, **wanted):
    clerk = clerk or limited()
    total, sku = fill(clerk)
    a_limit(clerk, per_order=Money(1))
    return clerk, sku, orders.ask_for_approval(address=SHENZHEN, why="双十二备货", by=clerk, at=NOON, **wanted), total


def test_what_is_asked_for_leaves_the_cart_and_is_ordered_by_who_approves():
    clerk, sku, asked, total = asked_for(notes={})
    assert (asked.state, asked.total_fen, CartLine.objects.count()) == ("waiting", total, 0)
    owner = owner_of(clerk.party_id)
    purchase = orders.approve_purchase(number=asked.number, by=owner, at=NOON)
    asked.refresh_from_db()
    assert (asked.state, asked.purchase_id, asked.decided_by_id) == ("approved", purchase.pk, owner.person_id)
    assert [line.sku_id for line in purchase.orders.get().lines.all()] == [sku.pk]
    with pytest.raises(orders.RequestDecidedError), transaction.atomic():
        orders.approve_purchase(number=asked.number, by=owner, at=NOON)


def test_a_price_that_changed_meanwhile_is_not_approved_unseen():
    clerk, _, asked, total = asked_for()
    owner = owner_of(clerk.party_id)
    with pytest.raises(orders.TotalChangedError), transaction.atomic():
        orders.approve_purchase(number=asked.number, expected_total_fen=total + 1, by=owner, at=NOON)
    assert PurchaseRequest.objects.get().state == "waiting"


def test_refused_or_withdrawn_goods_are_back_in_the_cart():
    for turn_down in ("refuse", "withdraw"):
        clerk, sku, asked, _ = asked_for()
        if turn_down == "refuse":
            orders.refuse_purchase(number=asked.number, answer="下月再买", by=owner_of(clerk.party_id), at=NOON)
        else:
            orders.withdraw_purchase_request(number=asked.number, by=clerk, at=NOON)
        assert CartLine.objects.get(buyer_id=clerk.party_id).sku_id == sku.pk


def test_nobody_approves_without_the_right_or_sees_it_from_outside():
    clerk, _, asked, _ = asked_for()
    with pytest.raises(ForbiddenError), transaction.atomic():
        orders.approve_purchase(number=asked.number, by=clerk, at=NOON)
    for stranger in (limited(), an_actor(Party.objects.get(pk=clerk.party_id), "finance")):
        with pytest.raises(UnknownError):
            queries.purchase_request(asked.number, stranger)
    assert queries.purchase_request(asked.number, clerk) == asked


def test_within_the_limit_nothing_is_asked_for():
    clerk = limited()
    fill(clerk)
    with pytest.raises(orders.NeedsNoApprovalError), transaction.atomic():
        orders.ask_for_approval(address=SHENZHEN, by=clerk, at=NOON)
    assert CartLine.objects.count() == 1


def test_the_database_itself_refuses_what_must_never_be():
    clerk, _, asked, _ = asked_for()
    row = {"buyer_id": clerk.party_id, "person_id": clerk.person_id, "set_by_id": clerk.person_id, "set_at": NOON}
    SpendingLimit.objects.all().delete()
    never = [
        lambda: SpendingLimit.objects.create(**row),
        lambda: SpendingLimit.objects.create(**row, per_order_fen=-1),
        lambda: PurchaseRequest.objects.filter(pk=asked.pk).update(state="approved"),
        lambda: PurchaseRequest.objects.filter(pk=asked.pk).update(decided_at=NOON),
        lambda: PurchaseRequest.objects.filter(pk=asked.pk).update(total_fen=0),
    ]
    for act in never:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert not PurchaseGroup.objects.exists()


def test_a_month_begins_at_its_first_moment():
    assert month_of(NOON).day == 1
    assert month_of(NOON) <= NOON
