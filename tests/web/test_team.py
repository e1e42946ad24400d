"""The team page: roles, limits, and taking somebody off with a way back."""

from __future__ import annotations

import pytest

from huopan.domains.orders.models import SpendingLimit
from tests.factories.parties import a_grant, a_party
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_who_was_taken_off_by_mistake_is_put_back(sign_in: SignIn) -> None:
    party = a_party("buyer")
    grant = a_grant(party, "buyer")
    client = sign_in(party)
    answer = client.post(f"/account/team/{grant.person_id}/remove/", follow=True)
    restore = f"/account/team/{grant.person_id}/restore/"
    assert not party.grants.filter(person=grant.person, revoked_at__isnull=True).exists()
    assert f'action="{restore}"' in answer.content.decode()
    client.post(restore, {"role": "buyer"})
    assert party.grants.get(person=grant.person, revoked_at__isnull=True).role == "buyer"


def test_a_role_and_limits_are_set_in_one_form_and_wrong_money_is_said_in_place(sign_in: SignIn) -> None:
    party = a_party("buyer")
    grant = a_grant(party, "finance")
    client = sign_in(party)
    address = f"/account/team/{grant.person_id}/"
    assert client.post(address, {"role": "buyer", "per_order": "1,5x"}).status_code == 422
    client.post(address, {"role": "buyer", "per_order": "500", "per_month": ""})
    limit = SpendingLimit.objects.get(person=grant.person)
    assert (limit.per_order_fen, limit.per_month_fen) == (50_000, None)
    assert "¥500.00" in client.get("/account/team/").content.decode()


def test_the_last_owner_stays(sign_in: SignIn) -> None:
    party = a_party("buyer")
    owner = party.grants.get()
    answer = sign_in(party).post(f"/account/team/{owner.person_id}/remove/")
    assert answer.status_code == 409
    assert "only owner" in answer.content.decode()
