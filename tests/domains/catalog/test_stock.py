import pytest

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Reservation, Stock, StockMovement
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import ForbiddenError, RefusalsError, UnknownError
from tests.factories.catalog import EPOCH, a_seller, an_offer

pytestmark = pytest.mark.django_db
TOLD = {"by": SYSTEM, "at": EPOCH}


def skus_of(offer):
    return list(offer.skus.order_by("position").values_list("pk", flat=True))


def stock_of(sku_id):
    return Stock.objects.values_list("on_hand", "reserved").get(pk=sku_id)


def take(source, **quantities):
    return [catalog.Take(source, int(sku[1:]), quantity) for sku, quantity in quantities.items()]


def keeper(offer):
    return Actor(person_id=1, party_id=offer.supplier_id, role="sales", scopes=frozenset({"stock.write"}))


def test_all_skus_are_reserved_in_one_update_and_one_insert(django_assert_num_queries):
    first, second = skus_of(an_offer(stock=[10, 10]))
    takes = [catalog.Take("SO1", second, 3), catalog.Take("SO1", first, 2)]
    with django_assert_num_queries(2):
        catalog.reserve_stock(takes=takes, **TOLD)
    assert (stock_of(first), stock_of(second)) == ((10, 2), (10, 3))
    assert list(Reservation.objects.order_by("sku").values_list("sku", "quantity")) == [(first, 2), (second, 3)]


def test_one_short_sku_stops_all_and_every_short_one_is_named():
    plenty, few, none = skus_of(an_offer(stock=[10, 3, 0]))
    takes = [catalog.Take("SO1", plenty, 1), catalog.Take("SO1", few, 4), catalog.Take("SO1", none, 1)]
    with pytest.raises(catalog.NotEnoughStockError) as refused:
        catalog.reserve_stock(takes=takes, **TOLD)
    assert [(type(each), each.params["left"]) for each in refused.value.refusals] == [
        (catalog.SkuShortError, 3),
        (catalog.SoldOutError, 0),
    ]
    assert stock_of(plenty) == (10, 0)
    assert not Reservation.objects.exists()


def test_a_sku_named_twice_counts_twice():
    [sku] = skus_of(an_offer(stock=5))
    with pytest.raises(catalog.NotEnoughStockError):
        catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 3), catalog.Take("SO1", sku, 3)], **TOLD)


def test_several_orders_of_one_purchase_are_reserved_together():
    [sku] = skus_of(an_offer(stock=5))
    [other] = skus_of(an_offer(stock=5))
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 3), catalog.Take("SO2", other, 1)], **TOLD)
    assert catalog.release_stock(source="SO2", **TOLD) == {other: 1}
    assert (stock_of(sku), stock_of(other)) == ((5, 3), (5, 0))


def test_a_reservation_is_released_once():
    [sku] = skus_of(an_offer(stock=5))
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 3)], **TOLD)
    assert catalog.release_stock(source="SO1", **TOLD) == {sku: 3}
    assert catalog.release_stock(source="SO1", **TOLD) == {}
    assert stock_of(sku) == (5, 0)


def test_shipping_takes_from_on_hand_and_says_why():
    [sku] = skus_of(an_offer(stock=5))
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 3)], **TOLD)
    catalog.consume_stock(source="SO1", **TOLD)
    assert stock_of(sku) == (2, 0)
    shipped = StockMovement.objects.get(reason="shipped")
    assert (shipped.quantity, shipped.source) == (-3, "SO1")


def test_nothing_is_shipped_twice():
    [sku] = skus_of(an_offer(stock=5))
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 3)], **TOLD)
    catalog.consume_stock(source="SO1", **TOLD)
    with pytest.raises(catalog.NothingReservedError):
        catalog.consume_stock(source="SO1", **TOLD)
    assert stock_of(sku) == (2, 0)


def test_a_part_ships_and_the_rest_stays_reserved():
    first, second = skus_of(an_offer(stock=[5, 5]))
    catalog.reserve_stock(takes=[catalog.Take("SO1", first, 3), catalog.Take("SO1", second, 2)], **TOLD)
    catalog.consume_stock(source="SO1", quantities={first: 1, second: 2}, **TOLD)
    assert (stock_of(first), stock_of(second)) == ((4, 2), (3, 0))
    with pytest.raises(catalog.NothingReservedError):
        catalog.consume_stock(source="SO1", quantities={first: 3}, **TOLD)
    assert catalog.release_stock(source="SO1", **TOLD) == {first: 2}


def test_returned_goods_can_be_sold_again():
    [sku] = skus_of(an_offer(stock=5))
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 5)], **TOLD)
    catalog.consume_stock(source="SO1", **TOLD)
    catalog.return_stock(source="SO1", quantities={sku: 2}, **TOLD)
    assert stock_of(sku) == (2, 0)


def test_only_selling_out_and_coming_back_are_told():
    [sku] = skus_of(an_offer(stock=5))
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 4)], **TOLD)
    assert TrailEntry.objects.count() == 0
    catalog.reserve_stock(takes=[catalog.Take("SO2", sku, 1)], **TOLD)
    catalog.release_stock(source="SO1", **TOLD)
    assert list(TrailEntry.objects.values_list("name", flat=True)) == ["catalog.StockChanged"] * 2


def test_a_count_moves_on_hand_by_the_difference():
    offer = an_offer(stock=[5, 7])
    first, second = skus_of(offer)
    catalog.count_stock(counts={first: 9, second: 7}, by=keeper(offer), at=EPOCH)
    assert stock_of(first) == (9, 0)
    assert list(StockMovement.objects.filter(sku=first).values_list("quantity", flat=True)) == [5, 4]
    assert StockMovement.objects.filter(sku=second).count() == 1


def test_a_count_below_what_is_reserved_is_refused_by_name():
    offer = an_offer(stock=5)
    [sku] = skus_of(offer)
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 3)], **TOLD)
    with pytest.raises(RefusalsError) as refused:
        catalog.count_stock(counts={sku: 2}, by=keeper(offer), at=EPOCH)
    assert isinstance(refused.value.refusals[0], catalog.CountBelowReservedError)
    assert stock_of(sku) == (5, 3)


def test_received_pieces_are_added():
    offer = an_offer(stock=0)
    [sku] = skus_of(offer)
    catalog.receive_stock(quantities={sku: 12}, source="DN-7", by=keeper(offer), at=EPOCH)
    assert stock_of(sku) == (12, 0)


def test_nobody_counts_anothers_stock():
    offer = an_offer(stock=5)
    stranger = Actor(party_id=a_seller().pk, scopes=frozenset({"stock.write"}))
    with pytest.raises(UnknownError):
        catalog.count_stock(counts={skus_of(offer)[0]: 0}, by=stranger, at=EPOCH)


def test_counting_needs_its_scope():
    with pytest.raises(ForbiddenError):
        catalog.count_stock(counts={}, by=Actor(), at=EPOCH)


@pytest.mark.parametrize("quantity", [-1, 10**12])
def test_a_count_is_a_sensible_number_of_pieces(quantity):
    offer = an_offer(stock=5)
    with pytest.raises(catalog.OutsidePiecesError):
        catalog.count_stock(counts={skus_of(offer)[0]: quantity}, by=keeper(offer), at=EPOCH)
