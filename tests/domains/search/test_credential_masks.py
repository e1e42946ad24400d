"""Kinds as two small numbers and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.parties.rules import CREDENTIAL_KINDS
from huopan.domains.search.rules.credentials import BITS, MOST_MASKS, counted_kinds, masks_of

SETS = st.sets(st.sampled_from(CREDENTIAL_KINDS))


@given(SETS)
def test_every_set_of_kinds_comes_back(kinds: set[str]) -> None:
    first, rest = masks_of(kinds)
    assert max(first, rest) < MOST_MASKS
    assert counted_kinds([{str(first): 3}, {str(rest): 3}]) == dict.fromkeys(kinds, 3)


def test_both_columns_have_room_for_every_kind_and_strangers_have_no_bit() -> None:
    assert len(CREDENTIAL_KINDS) <= 2 * BITS
    assert masks_of(["invented"]) == (0, 0)
