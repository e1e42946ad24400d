"""Memberships granted to one organisation in several processes; see tests/races.py. `believing` is the negative
control: it looks where the last one ends first, and writes later without the action."""

from __future__ import annotations

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from django.db import IntegrityError  # noqa: E402

from huopan.domains.membership import actions as membership  # noqa: E402
from huopan.domains.membership.actions.granting import _covered_until  # noqa: E402
from huopan.domains.membership.models import Plan, Subscription  # noqa: E402
from huopan.domains.membership.rules import first_day, year_from  # noqa: E402
from huopan.domains.parties.queries import actor_of_person  # noqa: E402
from tests.factories.parties import LONG_AGO  # noqa: E402
from tests.races import forked  # noqa: E402


def granting(person_id: int, operator_id: int, party_id: int, reference: str) -> str:
    by = actor_of_person(person_id, operator_id)
    assert by is not None
    membership.grant_membership(party_id=party_id, plan_code="trusted", reference=reference, by=by, at=LONG_AGO)
    return "done"


def believing(person_id: int, _operator_id: int, party_id: int, reference: str) -> str:
    plan = Plan.objects.get(code="trusted")
    begins = first_day(LONG_AGO.date(), _covered_until(party_id))
    time.sleep(0.3)
    days = {"from_day": begins, "until_day": year_from(begins), "agreed_until_day": year_from(begins)}
    shared = {"party_id": party_id, "plan": plan, "granted_by_id": person_id, "granted_at": LONG_AGO}
    try:
        Subscription.objects.create(reference=reference, **days, **shared)
    except IntegrityError:
        return "refused"
    return "done"


if __name__ == "__main__":
    mode, *racers = json.loads(sys.argv[1])
    outcomes = forked({"granting": granting, "believing": believing}[mode], racers)
    days = [
        [str(day) for day in row]
        for row in Subscription.objects.order_by("from_day").values_list("from_day", "until_day")
    ]
    print(json.dumps({"outcomes": outcomes, "days": days}))
