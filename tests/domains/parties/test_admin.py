"""The operator's console: what it shows, what it refuses and that it acts through actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.utils.translation import override

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import IndustrialBelt, Party, Person
from huopan.infra.outbox.models import TrailEntry
from tests.factories.parties import a_belt, a_division, a_grant, a_party, a_person, an_actor, an_operator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LISTS = ["party", "person", "rolegrant", "invitation", "apikey", "division", "industrialbelt"]


@pytest.fixture
def console() -> Client:
    """An operator's clerk who may open the console."""
    clerk = an_operator()
    Person.objects.filter(pk=clerk.person_id).update(is_staff=True, is_superuser=True, language="en")
    browser = Client()
    browser.force_login(Person.objects.get(pk=clerk.person_id))
    return browser


def a_bit_of_everything() -> None:
    party = a_party("factory")
    owner = an_actor(party)
    parties.invite(email=f"new{party.pk}@example.com", role="sales", by=owner, at=AT)
    parties.create_api_key(name="ERP", scopes=["sell"], by=owner, at=AT)
    a_belt()


def act(console: Client, name: str, chosen: Any, **given: str) -> Any:
    path = f"/admin/parties/{chosen._meta.model_name}/"
    return console.post(path, {"action": name, "_selected_action": [chosen.pk], **given}, follow=True)


@pytest.mark.parametrize("table", LISTS)
def test_lists_cost_the_same_at_one_row_and_at_three(
    console: Client, table: str, django_assert_max_num_queries: Any
) -> None:
    a_bit_of_everything()
    path = f"/admin/parties/{table}/"
    console.get(path)
    with django_assert_max_num_queries(12) as at_one:
        assert console.get(path).status_code == 200
    for _ in range(2):
        a_bit_of_everything()
    with django_assert_max_num_queries(len(at_one)):
        assert console.get(path).status_code == 200


@pytest.mark.parametrize("table", LISTS)
def test_every_row_opens_and_shows_no_secret(console: Client, table: str) -> None:
    a_bit_of_everything()
    model = apps.get_model("parties", table)
    row: Any = model._default_manager.order_by("pk").last()
    assert row is not None
    page = console.get(f"/admin/parties/{table}/{row.pk}/change/")
    assert page.status_code == 200
    for field in ("secret_hash", "token_hash", "password"):
        if getattr(row, field, ""):
            assert getattr(row, field) not in page.content.decode()


def test_an_organisation_is_approved_suspended_and_reactivated(console: Client) -> None:
    party = a_party("factory", state="pending")
    act(console, "approve", party)
    answer = act(console, "suspend", party)
    assert "Write the reason" in answer.content.decode()
    act(console, "suspend", party, because="假货")
    act(console, "reactivate", party)
    party.refresh_from_db()
    assert party.state == "active"
    told = TrailEntry.objects.filter(aggregate="party").order_by("id")
    assert [entry.name.split(".")[1] for entry in told] == ["PartyApproved", "PartySuspended", "PartyReactivated"]
    assert {entry.role for entry in told} == {"operator"}


def test_a_refusal_is_a_message(console: Client) -> None:
    answer = act(console, "approve", a_party("factory"))
    assert "is active now" in answer.content.decode()


def test_staff_without_the_operators_role_change_nothing() -> None:
    person = a_person(is_staff=True, is_superuser=True)
    browser = Client()
    browser.force_login(person)
    party = a_party("factory", state="pending")
    assert act(browser, "approve", party).status_code == 200
    party.refresh_from_db()
    assert party.state == "pending"
    assert browser.get("/admin/parties/industrialbelt/add/").status_code == 403


def test_what_is_shown_is_not_edited(console: Client) -> None:
    party = a_party("factory")
    console.post(f"/admin/parties/party/{party.pk}/change/", {"state": "suspended", "name_zh": "x"})
    console.post(f"/admin/parties/party/{party.pk}/delete/", {"post": "yes"})
    party.refresh_from_db()
    assert (party.state, party.name_zh == "x") == ("active", False)
    for table in set(LISTS) - {"industrialbelt"}:
        assert console.get(f"/admin/parties/{table}/add/").status_code == 403


def test_a_person_is_barred_and_readmitted(console: Client) -> None:
    grant = a_grant(a_party("factory"), "sales")
    browser = Client()
    browser.force_login(grant.person)
    act(console, "bar", grant.person)
    assert browser.get("/api/v1/me").status_code == 401
    act(console, "readmit", grant.person)
    grant.person.refresh_from_db()
    assert grant.person.is_active
    names = list(TrailEntry.objects.filter(aggregate="person").values_list("name", flat=True))
    assert names[-2:] == ["parties.PersonBarred", "parties.PersonReadmitted"]


def test_belts_are_kept_through_the_action(console: Client) -> None:
    place = a_division()
    body = {
        "code": "nanshan-drones",
        "name_zh": "南山无人机",
        "name_en": "Nanshan drones",
        "division": place.pk,
        "cluster": "无人机",
    }
    console.post("/admin/parties/industrialbelt/add/", body)
    belt = IndustrialBelt.objects.get()
    console.post(f"/admin/parties/industrialbelt/{belt.pk}/change/", {**body, "code": "other", "name_en": "Drones"})
    belt.refresh_from_db()
    assert (belt.code, belt.name_en) == ("nanshan-drones", "Drones")
    assert TrailEntry.objects.filter(name="parties.BeltSaved").count() == 2


def test_second_factors_and_proofs_are_not_in_the_console() -> None:
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & {"mfa.Authenticator", "account.EmailAddress", "auth.Group"}
    assert Party._meta.label in shown


def test_addresses_and_telephones_are_masked(console: Client) -> None:
    party = a_party("factory")
    person = party.grants.get().person
    Person.objects.filter(pk=person.pk).update(phone="13812341234")
    parties.invite(email="lihua@mill.cn", role="sales", by=an_actor(party), at=AT)
    letters = {"person/": person.email, f"person/{person.pk}/change/": person.email, "invitation/": "lihua@mill.cn"}
    for path, address in letters.items():
        shown = console.get(f"/admin/parties/{path}").content.decode()
        assert address not in shown
        assert address.partition("@")[2] in shown
    assert "13812341234" not in console.get(f"/admin/parties/person/{person.pk}/change/").content.decode()


def test_every_room_has_a_chinese_heading(console: Client) -> None:
    shown = console.get("/admin/", headers={"accept-language": "zh-hans"})
    with override("zh-hans"):
        rooms = [apps.get_app_config(app["app_label"]) for app in shown.context["app_list"]]
        names = {str(room.verbose_name) for room in rooms if room.name.startswith("huopan.")}
    assert names
    assert not [name for name in names if name.isascii()]
