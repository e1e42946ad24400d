from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.logistics.rules import FreightTerms, checked_zones, freight, zone_for
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusalsError
from tests.factories.logistics import zone

NORTH, SOUTH, CITY = zone("11", "12"), zone("44"), zone("4403", first_fee_fen=500)


def test_longest_division_prefix_wins() -> None:
    assert zone_for((zone(), SOUTH, CITY), "440305") == CITY
    assert zone_for((CITY, SOUTH, zone()), "440106") == SOUTH


def test_everywhere_else_is_the_shortest_prefix_of_all() -> None:
    everywhere = zone()
    assert zone_for((NORTH, everywhere), "650100") == everywhere


def test_place_without_a_zone_is_not_served() -> None:
    assert zone_for((NORTH, SOUTH), "540100") is None
    assert freight(FreightTerms((NORTH,)), division_code="540100", weight_grams=1, amount_fen=1) is None


@pytest.mark.parametrize(
    ("grams", "fen"), [(0, 800), (1, 800), (1000, 800), (1001, 1000), (2000, 1000), (2001, 1200), (10_000, 2600)]
)
def test_weight_is_charged_by_begun_steps(grams: int, fen: int) -> None:
    terms = FreightTerms((zone(),))
    assert freight(terms, division_code="110101", weight_grams=grams, amount_fen=0) == Money(fen)


def test_free_from_counts_where_served_only() -> None:
    terms = FreightTerms((SOUTH,), free_from_fen=10_000)
    assert freight(terms, division_code="440305", weight_grams=9000, amount_fen=10_000) == Money(0)
    assert freight(terms, division_code="440305", weight_grams=1000, amount_fen=9_999) == Money(800)
    assert freight(terms, division_code="110101", weight_grams=1000, amount_fen=10_000) is None


@given(st.integers(0, 500_000), st.integers(0, 500_000))
def test_more_weight_never_costs_less(light: int, more: int) -> None:
    terms = FreightTerms((zone(),))
    fees = [freight(terms, division_code="11", weight_grams=g, amount_fen=0) for g in (light, light + more)]
    assert fees[0] is not None
    assert fees[1] is not None
    assert fees[0].fen <= fees[1].fen


def codes(*zones: object) -> list[str]:
    with pytest.raises(RefusalsError) as caught:
        checked_zones(zones)  # type: ignore[arg-type]
    return [refusal.code for refusal in caught.value.refusals]


def test_good_zones_pass_as_they_are() -> None:
    assert checked_zones([NORTH, SOUTH, zone()]) == [NORTH, SOUTH, zone()]


def test_every_fault_of_every_zone_is_told_at_once() -> None:
    bad = zone("4", "广东", first_fee_fen=-1, next_weight_grams=0)
    assert codes(bad) == ["not_a_division_prefix", "not_a_division_prefix", "zone_weight", "zone_fee"]


def test_division_in_two_zones_is_refused() -> None:
    assert codes(zone("44"), zone("44")) == ["division_twice"]


def test_zones_are_neither_missing_nor_endless() -> None:
    assert codes() == ["zones_missing"]
    assert "zones_missing" in codes(*[zone(f"{n:04d}") for n in range(101)])


def test_full_width_digits_are_no_division() -> None:
    assert codes(zone("４４")) == ["not_a_division_prefix"]
