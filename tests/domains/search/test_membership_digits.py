"""Plans as digits and back."""

from __future__ import annotations

from typing import get_args

from huopan.api.base import PlanCode
from huopan.domains.membership.rules import PLAN_CODES
from huopan.domains.search.rules.memberships import digit_of, plan_of
from huopan.integrations.search.counting import SIZES
from huopan.integrations.search.sphinx.asking import MOST_COUNTED


def test_every_plan_comes_back_and_strangers_are_no_members() -> None:
    assert [plan_of(digit_of(code)) for code in PLAN_CODES] == list(PLAN_CODES)
    assert digit_of("") == digit_of("invented") == 0
    assert plan_of(0) == plan_of(9) == ""
    assert len(PLAN_CODES) <= 9


def test_both_engines_count_every_mix_of_plan_and_terms() -> None:
    assert SIZES["trust_mix"] <= MOST_COUNTED


def test_the_document_names_the_plans_the_room_knows_in_their_order() -> None:
    assert get_args(PlanCode) == PLAN_CODES
