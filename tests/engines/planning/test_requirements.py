import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.planning.requirements import (
    Component,
    Item,
    MadeOfItselfError,
    Requirement,
    UnknownMaterialError,
    needs_of,
    suggestions,
    top_down,
)

DAY = 86_400


def test_stock_and_arrivals_are_used_before_anything_is_ordered():
    ink = Item("ink", on_hand=5, arrivals=((2 * DAY, 10),))
    assert suggestions([ink], [Requirement("ink", DAY, 5), Requirement("ink", 3 * DAY, 10)]) == ()


def test_an_order_is_set_back_by_its_lead_time_and_comes_in_lots():
    ink = Item("ink", on_hand=5, lead_seconds=2 * DAY, lot_size=20, unit_fen=300)
    (order,) = suggestions([ink], [Requirement("ink", 5 * DAY, 12, "SO1")])
    assert (order.quantity, order.order_at, order.needed_at, order.cost_fen) == (20, 3 * DAY, 5 * DAY, 6000)
    assert order.reasons == ("SO1",)
    assert not order.is_late


def test_what_should_have_been_ordered_yesterday_is_late_and_says_when_it_can_be_there():
    (order,) = suggestions([Item("ink", lead_seconds=3 * DAY)], [Requirement("ink", DAY, 1)])
    assert order.is_late
    assert order.there_at == 3 * DAY


def test_a_stock_below_its_minimum_is_topped_up():
    (order,) = suggestions([Item("box", on_hand=3, minimum=10, lot_size=5)], [])
    assert order.quantity == 10


def test_what_is_made_here_needs_its_parts_when_it_is_begun():
    shirt = Item("shirt", lead_seconds=2 * DAY, made_of=(Component("cloth", 1_500_000), Component("thread", 20_000)))
    cloth, thread = Item("cloth", on_hand=3, lead_seconds=DAY), Item("thread")
    found = {each.material: each for each in suggestions([shirt, cloth, thread], [Requirement("shirt", 5 * DAY, 10)])}
    assert (found["shirt"].quantity, found["shirt"].order_at) == (10, 3 * DAY)
    assert (found["cloth"].quantity, found["cloth"].order_at) == (12, 2 * DAY)
    assert found["thread"].quantity == 1


def test_a_part_used_on_two_levels_is_netted_once():
    box = Item("box", made_of=(Component("tray", 1_000_000), Component("glue", 1_000_000)))
    tray = Item("tray", made_of=(Component("glue", 2_000_000),))
    glue = Item("glue", on_hand=25, lot_size=10)
    orders = suggestions([glue, tray, box], [Requirement("box", DAY, 10)])
    assert [(each.material, each.quantity) for each in orders if each.material == "glue"] == [("glue", 10)]


def test_a_bill_that_contains_itself_is_refused_with_the_way_round():
    loop = [Item("a", made_of=(Component("b", 1),)), Item("b", made_of=(Component("c", 1),))]
    with pytest.raises(MadeOfItselfError, match="a → b → c → a"):
        suggestions([*loop, Item("c", made_of=(Component("a", 1),))], [])


def test_an_unknown_material_is_refused_by_name():
    with pytest.raises(UnknownMaterialError, match="gold"):
        suggestions([], [Requirement("gold", 0, 1)])


def test_a_deep_bill_is_no_danger():
    items = {str(n): Item(str(n), made_of=(Component(str(n + 1), 1),) if n < 5000 else ()) for n in range(5001)}
    assert top_down(items)[0] == "0"


def test_small_shares_are_rounded_up_once_for_all_pieces():
    assert needs_of([Component("ink", 1_000), Component("ink", 500)], 1000) == {"ink": 2}


WANTED = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=12)


@given(
    WANTED,
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=5),
    st.integers(0, 40),
    st.integers(0, 10),
    st.integers(1, 7),
)
def test_with_what_is_suggested_the_stock_never_falls_below_its_minimum(wanted, coming, on_hand, minimum, lot):
    item = Item("x", on_hand=on_hand, arrivals=tuple(coming), minimum=minimum, lot_size=lot)
    orders = suggestions([item], [Requirement("x", at, quantity) for at, quantity in wanted])
    events = [(at, 0, quantity) for at, quantity in coming] + [(o.needed_at, 0, o.quantity) for o in orders]
    events += [(at, 1, -quantity) for at, quantity in wanted]
    stock = on_hand
    for _at, _kind, change in sorted(events):
        stock += change
        assert stock >= minimum or (on_hand < minimum and change > 0)
    assert all(order.quantity % lot == 0 for order in orders)
    for order in orders:
        without = on_hand + sum(q for at, q in coming if at <= order.needed_at)
        without += sum(o.quantity for o in orders if o.needed_at <= order.needed_at) - order.quantity
        without -= sum(q for at, q in wanted if at <= order.needed_at)
        assert without < minimum, "an order that nothing needed"
