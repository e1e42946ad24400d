"""Memberships as the operator grants them."""

from __future__ import annotations

from itertools import count
from typing import Any

from huopan.domains.membership import actions as membership
from huopan.domains.membership.models import Subscription
from huopan.domains.parties.models import Party
from tests.factories.parties import LONG_AGO, an_operator

_serial = count(1)


def a_membership(party: Party, **fields: Any) -> Subscription:
    """A year of the first plan, from today or from where the last one ends."""
    defaults = {"plan_code": "trusted", "reference": f"HT-{next(_serial)}", "by": an_operator(), "at": LONG_AGO}
    return membership.grant_membership(party_id=party.pk, **{**defaults, **fields})
