"""Memberships over the API: public to read, the operator's to grant and end."""

from __future__ import annotations

import pytest

from huopan.domains.membership.models import Subscription
from huopan.domains.parties.models import Party
from tests.api.conftest import Caller
from tests.api.parties.test_parties import caller_for
from tests.factories.parties import a_party, an_operator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Caller:
    return caller_for(Party.objects.get(pk=an_operator().party_id), "operator")


def test_granted_once_read_by_everybody_and_ended_with_a_reason(desk: Caller) -> None:
    factory, public = a_party("factory"), Caller()
    page = f"/organisations/{factory.pk}/membership"
    assert public.get(page).json() == {"membership": None}
    wish = {"plan": "trusted", "reference": "HT-2026-88"}
    for _ in range(2):
        answer = desk.post(f"/organisations/{factory.pk}/subscriptions", wish, key="the-same")
        assert answer.status_code == 201
    row = Subscription.objects.get()
    assert answer.json()["state"] == "running"
    shown = public.get(page).json()["membership"]
    assert (shown["plan"], shown["since"], shown["name_en"]) == ("trusted", row.from_day.isoformat(), "Trusted member")
    assert "HT-2026-88" not in public.get(page).content.decode()
    own = caller_for(factory).get("/subscriptions").json()["items"]
    assert [each["reference"] for each in own] == ["HT-2026-88"]
    assert caller_for(a_party("factory")).get("/subscriptions").json()["items"] == []
    again = desk.post(f"/organisations/{factory.pk}/subscriptions", wish)
    assert (again.status_code, again.json()["code"]) == (409, "reference_known")
    ended = desk.post(f"/subscriptions/{row.pk}/ending", {"because": "合同解除"})
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert public.get(page).json() == {"membership": None}


def test_only_the_operator_grants_and_ends(desk: Caller) -> None:
    factory = a_party("factory")
    page, wish = f"/organisations/{factory.pk}/subscriptions", {"plan": "trusted", "reference": "HT-1"}
    assert Caller().post(page, wish).status_code == 401
    assert caller_for(factory).post(page, wish).status_code == 403
    row_id = desk.post(page, wish).json()["id"]
    assert caller_for(a_party("factory")).post(f"/subscriptions/{row_id}/ending", {"because": "x"}).status_code == 403
    assert Subscription.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("status", "wish"),
    [
        (409, {"plan": "super_factory", "reference": "HT-2"}),
        (422, {"plan": "gold", "reference": "HT-2"}),
        (422, {"plan": "trusted", "reference": " "}),
        (422, {"plan": "trusted", "reference": "HT-2", "until_day": "2020-01-01"}),
    ],
)
def test_what_does_not_fit_is_refused(desk: Caller, status: int, wish: dict[str, str]) -> None:
    answer = desk.post(f"/organisations/{a_party('factory').pk}/subscriptions", wish)
    assert answer.status_code == status
    assert not Subscription.objects.exists()


def test_plans_are_public() -> None:
    plans = Caller().get("/membership-plans").json()["items"]
    assert [(plan["code"], plan["needs_admission"]) for plan in plans] == [("trusted", False), ("super_factory", True)]
