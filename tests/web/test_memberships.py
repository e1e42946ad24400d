"""Memberships on pages: granted in the console, seen by buyers, explained at the workbench."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from huopan.domains.membership.models import Subscription
from huopan.domains.parties.models import Party
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.factories.catalog import an_offer
from tests.factories.membership import a_membership
from tests.factories.orders import NOON, a_supplier
from tests.factories.parties import a_proof, an_operator
from tests.web.conftest import SignIn
from tests.web.test_lists import grows_by_nothing

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def factory() -> Party:
    return a_supplier()


@pytest.fixture
def desk(sign_in: SignIn) -> Client:
    return sign_in(Party.objects.get(pk=an_operator().party_id), "operator")


def page_of(party: Party) -> str:
    return f"/console/organisations/{party.pk}/membership/"


def test_granted_shown_renewed_and_ended(client: Client, desk: Client, factory: Party) -> None:
    supplier = f"/suppliers/{factory.pk}/"
    assert "Trusted member" not in client.get(supplier, headers=ENGLISH).content.decode()
    for reference in ("HT-1", "HT-2"):
        answer = desk.post(page_of(factory), {"plan": "trusted", "reference": reference}, follow=True)
        assert reference in answer.content.decode()
    first, second = Subscription.objects.order_by("from_day")
    assert second.from_day - first.until_day == timedelta(days=1)
    shown = client.get(supplier, headers=ENGLISH).content.decode()
    assert "Trusted member" in shown
    assert f"since {NOON:%Y-%m}" in shown
    assert "HT-1" not in shown
    address = f"/console/memberships/{first.pk}/end/"
    assert desk.post(address, {"because": ""}).status_code == 422
    assert "未付款" in desk.post(address, {"because": "未付款"}, follow=True).content.decode()
    assert "Trusted member" not in client.get(supplier, headers=ENGLISH).content.decode()


def test_what_is_wrong_stands_at_the_form(desk: Client, factory: Party) -> None:
    a_membership(factory, reference="HT-1", at=NOON)
    for status, wrong in (
        (422, {"reference": ""}),
        (422, {"plan": "gold"}),
        (422, {"until_day": "2020-01-01"}),
        (409, {"plan": "super_factory"}),
        (409, {"reference": "HT-1"}),
    ):
        answer = desk.post(page_of(factory), {"plan": "trusted", "reference": "HT-2", **wrong})
        assert answer.status_code == status, wrong
        assert 'class="error' in answer.content.decode() or "aria-invalid" in answer.content.decode(), wrong
    assert Subscription.objects.count() == 1


def test_the_workbench_says_what_it_costs_and_until_when(sign_in: SignIn, factory: Party) -> None:
    reader = sign_in(factory)
    page = reader.get("/workbench/membership/").content.decode()
    assert "6,688" in page
    assert "106,800" in page
    row = a_membership(factory, at=NOON)
    page = reader.get("/workbench/membership/").content.decode()
    assert row.reference in page
    assert row.until_day.isoformat() in page


def test_strangers_find_nothing(sign_in: SignIn, client: Client, factory: Party) -> None:
    row = a_membership(factory, at=NOON)
    assert client.get("/workbench/membership/").status_code == 302
    stranger = sign_in(a_supplier())
    assert row.reference not in stranger.get("/workbench/membership/").content.decode()
    for address in ("/console/memberships/", page_of(factory)):
        assert stranger.get(address).status_code == 404
    assert stranger.post(page_of(factory), {"plan": "trusted", "reference": "x"}).status_code == 404
    assert stranger.post(f"/console/memberships/{row.pk}/end/", {"because": "x"}).status_code == 404
    assert sign_in(factory, "sales").get("/workbench/membership/").status_code == 403
    arbiter = sign_in(Party.objects.get(pk=an_operator().party_id), "arbiter")
    assert arbiter.get(page_of(factory)).status_code == 200
    assert arbiter.post(page_of(factory), {"plan": "trusted", "reference": "x"}).status_code == 403
    assert arbiter.post(f"/console/memberships/{row.pk}/end/", {"because": "x"}).status_code == 403
    assert Subscription.objects.get().ended_at is None


def test_what_ends_soon_is_listed_until_it_is_renewed(desk: Client, factory: Party) -> None:
    row = a_membership(factory, until_day=NOON.date() + timedelta(days=20), at=NOON)
    assert row.reference in desk.get("/console/memberships/").content.decode()
    for state, is_there in (("running", True), ("upcoming", False), ("over", False), ("all", True)):
        page = desk.get("/console/memberships/", {"state": state}).content.decode()
        assert (row.reference in page) is is_there, state
    a_membership(factory, at=NOON)
    assert row.reference not in desk.get("/console/memberships/").content.decode()
    assert row.reference in desk.get("/console/memberships/", {"state": "all", "q": row.reference}).content.decode()


def test_a_buyer_chooses_members_beside_the_results(client: Client, factory: Party, tmp_path: Path) -> None:
    ports.connect(EmbeddedIndex(tmp_path / "search"))
    a_proof(factory, kind="inspection", at=NOON, valid_until=NOON.date() + timedelta(days=400))
    a_membership(factory, plan_code="super_factory", at=NOON)
    an_offer(factory, title_zh="会员的杯子", title_en="Member mug")
    an_offer(title_zh="别人的杯子", title_en="Other mug")
    search.rebuild_index()
    page = client.get("/search/?q=mug", headers=ENGLISH).content.decode()
    assert 'name="membership"' in page
    assert "Other mug" in page
    chosen = client.get("/search/?q=mug&membership=super_factory", headers=ENGLISH).content.decode()
    assert "Member mug" in chosen
    assert "Other mug" not in chosen
    assert "Super factory" in chosen
    factories = client.get("/factories/?membership=super_factory", headers=ENGLISH).content.decode()
    assert f"since {NOON:%Y-%m}" in factories


def test_lists_cost_the_same_for_one_and_for_three(sign_in: SignIn, desk: Client, factory: Party) -> None:
    grows_by_nothing(sign_in(factory), "/workbench/membership/", lambda: a_membership(factory, at=NOON))
    other = a_supplier()
    grows_by_nothing(desk, page_of(other), lambda: a_membership(other, at=NOON))
    grows_by_nothing(desk, "/console/memberships/?state=all", lambda: a_membership(a_supplier(), at=NOON))
