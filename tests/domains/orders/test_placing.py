import pytest
from django.db import transaction

from huopan.domains.catalog.models import Reservation, Stock
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import CartLine, OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.parties import actions as parties
from huopan.domains.settlement.models import Payment
from huopan.infra import checking
from huopan.kernel.refusal import UnknownError
from tests.factories.orders import NOON, SHENZHEN, a_buyer, a_purchase, a_sku, a_supplier, later
from tests.factories.parties import a_credit_code, a_party, an_actor, an_address

pytestmark = pytest.mark.django_db


def codes(refused):
    return [refusal.code for refusal in refused.value.refusals]


def test_one_purchase_has_one_payment_and_one_order_per_supplier():
    one, other = a_supplier(), a_supplier()
    cups, plates, towels = a_sku(one), a_sku(one), a_sku(other, ladder=((1, 30_000),))
    buyer = a_buyer()
    purchase = a_purchase(buyer, {cups: 2, plates: 1, towels: 10}, notes={other.pk: "不要发票"})
    first, second = purchase.orders.order_by("supplier_id")
    assert (first.supplier_id, first.goods_fen, first.freight_fen) == (one.pk, 3 * 1250, 800)
    assert (second.supplier_id, second.goods_fen, second.freight_fen) == (other.pk, 3000, 800)
    assert purchase.total_fen == first.total_fen + second.total_fen
    assert (first.buyer_note, second.buyer_note) == ("", "不要发票")
    payment = Payment.objects.get(number=purchase.payment_number)
    assert (payment.reference, payment.amount_fen) == (purchase.number, purchase.total_fen)
    assert {tuple(part) for part in payment.allocations} == {
        (first.number, one.pk, first.total_fen),
        (second.number, other.pk, second.total_fen),
    }
    assert first.due_at == payment.expires_at == later(minutes=30)


def test_ordered_goods_are_reserved_and_leave_the_cart():
    sku, kept = a_sku(stock=5), a_sku()
    buyer = a_buyer()
    orders.put_in_cart(lines=[(sku.pk, 2), (kept.pk, 1)], by=buyer, at=NOON)
    purchase = orders.place_purchase(address=SHENZHEN, sku_ids=[sku.pk], by=buyer, at=NOON)
    assert list(CartLine.objects.values_list("sku_id", flat=True)) == [kept.pk]
    assert Stock.objects.get(sku=sku).reserved == 2
    assert Reservation.objects.get().source == purchase.orders.get().number


def test_lines_keep_what_was_agreed():
    sku = a_sku(ladder=((1, 125_000), (10, 110_050)))
    line = OrderLine.objects.get(order__group=a_purchase(pieces={sku: 10}))
    sku.offer.title_zh = "换了名字"
    sku.offer.save()
    sku.offer.tiers.all().delete()
    line.refresh_from_db()
    assert (line.unit_price_hao, line.amount_fen, line.spec) == (110_050, 11_005, {"颜色": "白色"})
    assert line.title_zh.startswith("陶瓷杯")


def test_an_address_is_copied_from_the_book_or_said_on_the_spot():
    party = a_party("buyer")
    address = an_address(party)
    purchase = a_purchase(an_actor(party), address=address.pk)
    assert purchase.address == SHENZHEN.as_json()
    address.detail = "搬家了"
    address.save()
    assert purchase.orders.get().address["detail"] == "科技园南路1号"


def test_somebody_elses_address_is_unknown():
    address = an_address(a_party("buyer"))
    with pytest.raises(UnknownError), transaction.atomic():
        a_purchase(address=address.pk)


def test_an_empty_cart_orders_nothing():
    with pytest.raises(orders.EmptyCartError), transaction.atomic():
        orders.place_purchase(address=SHENZHEN, by=a_buyer(), at=NOON)


def test_every_reason_against_is_told_at_once_and_nothing_is_kept():
    supplier = a_supplier()
    below, scarce = a_sku(supplier, moq=10), a_sku(supplier, stock=1)
    buyer = a_buyer()
    orders.put_in_cart(lines=[(below.pk, 2), (scarce.pk, 3)], by=buyer, at=NOON)
    with pytest.raises(orders.CartRefusedError) as refused, transaction.atomic():
        orders.place_purchase(address=SHENZHEN, by=buyer, at=NOON)
    assert codes(refused) == ["short_of_stock", "below_moq"]
    assert not PurchaseGroup.objects.exists()


def test_a_refused_purchase_leaves_the_cart_as_it_was():
    buyer, sku = a_buyer(), a_sku(moq=10)
    orders.put_in_cart(lines=[(sku.pk, 2)], by=buyer, at=NOON)
    with pytest.raises(orders.CartRefusedError), transaction.atomic():
        orders.place_purchase(address=SHENZHEN, by=buyer, at=NOON)
    assert CartLine.objects.get().quantity == 2


def test_a_place_without_freight_is_refused():
    sku = a_sku(a_supplier(free_from_fen=None))
    sku.offer.supplier.freight_templates.update(zones=[{**_only_shenzhen(sku), "divisions": ["4403"]}])
    buyer = a_buyer()
    orders.put_in_cart(lines=[(sku.pk, 2)], by=buyer, at=NOON)
    elsewhere = {**SHENZHEN.as_json(), "division_code": "650102"}
    with pytest.raises(orders.CartRefusedError) as refused, transaction.atomic():
        orders.place_purchase(address=type(SHENZHEN)(**elsewhere), by=buyer, at=NOON)
    assert codes(refused) == ["not_served"]


def _only_shenzhen(sku):
    return sku.offer.supplier.freight_templates.get().zones[0]


def test_a_total_that_changed_is_refused_with_the_new_one():
    sku = a_sku()
    with pytest.raises(orders.TotalChangedError) as refused, transaction.atomic():
        a_purchase(pieces={sku: 2}, expected_total_fen=3000)
    assert str(refused.value.params["total"]) == "¥33.00"
    assert a_purchase(pieces={sku: 2}, expected_total_fen=3300).total_fen == 3300


def test_a_supplier_cannot_buy_from_itself():
    supplier = a_supplier()
    sku = a_sku(supplier)
    with pytest.raises(orders.CartRefusedError) as refused, transaction.atomic():
        a_purchase(an_actor(supplier), {sku: 1})
    assert codes(refused) == ["own_goods"]


@pytest.mark.parametrize("lines", [1, 3])
def test_placing_takes_few_statements_however_many_lines(django_assert_num_queries, lines):
    supplier = a_supplier()
    skus = [a_sku(supplier) for _ in range(lines)] + [a_sku()]
    buyer = a_buyer()
    orders.put_in_cart(lines=[(sku.pk, 1) for sku in skus], by=buyer, at=NOON)
    with django_assert_num_queries(11):
        orders.place_purchase(address=SHENZHEN, by=buyer, at=NOON)


def test_the_laws_hold_and_notice_a_changed_total():
    purchase = a_purchase()
    assert checking.broken(at=NOON) == []
    SupplierOrder.objects.update(total_fen=1, goods_fen=1, freight_fen=0)
    assert "O4" in {finding.invariant.code for finding in checking.broken(at=NOON)}
    assert purchase.orders.count() == 1


def test_the_invoice_title_is_kept_as_it_was_when_bought():
    by = a_buyer()
    wanted = {"kind": "company", "name": "小鹿贸易", "tax_number": a_credit_code(3), "by": by, "at": NOON}
    title = parties.save_invoice_title(**wanted)
    purchase = a_purchase(by, invoice_title=title.pk)
    parties.save_invoice_title(**{**wanted, "name": "大鹿贸易"}, invoice_title_id=title.pk)
    purchase.refresh_from_db()
    assert (purchase.invoice_title["name"], purchase.invoice_title["tax_number"]) == ("小鹿贸易", a_credit_code(3))
    assert a_purchase(by).invoice_title == {}
    with pytest.raises(UnknownError):
        a_purchase(a_buyer(), invoice_title=title.pk)
