"""Several operators at once grant one organisation memberships that follow each other: no day twice, none left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.parties import LONG_AGO, a_party, an_operator
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACERS = 4


def run(mode, folder):
    party, operator = a_party("factory"), an_operator()
    racers = [[operator.person_id, operator.party_id, party.pk, f"HT-{n}"] for n in range(RACERS)]
    return start("tests.domains.membership.grant_racing", folder, mode, *racers)


def test_all_are_granted_and_follow_each_other(tmp_path):
    ran = run("granting", tmp_path)
    assert ran["outcomes"] == ["done"] * RACERS
    days = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in ran["days"]]
    assert days[0][0] == LONG_AGO.date()
    assert [first for first, _ in days[1:]] == [last + timedelta(days=1) for _, last in days[:-1]]


def test_whoever_looks_first_and_believes_it_is_refused_by_the_table(tmp_path):
    ran = run("believing", tmp_path)
    assert sorted(ran["outcomes"]) == ["done", *["refused"] * (RACERS - 1)]
    assert len(ran["days"]) == 1
