"""What stays with the reader: the language, also on another machine, and whom they act for."""

from __future__ import annotations

import pytest
from django.test import Client

from huopan.domains.parties.models import Person
from tests.factories.parties import a_grant, a_party, a_person
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_a_chosen_language_is_remembered_on_the_person(sign_in: SignIn) -> None:
    party = a_party("buyer")
    client = sign_in(party)
    answer = client.post("/language/", {"language": "en", "next": "/cart/"})
    assert answer["Location"] == "/cart/"
    person = Person.objects.get(grants__party=party)
    assert person.language == "en"
    elsewhere = Client(headers={"accept-language": "zh-hans"})
    elsewhere.force_login(person)
    assert "My orders" in elsewhere.get("/").content.decode()


def test_the_way_back_never_leaves_the_platform(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_a_person_switches_between_organisations() -> None:
    shop, factory = a_party("buyer", name_en="The Shop"), a_party("factory", name_en="The Factory")
    person = a_person(language="en")
    for party in (shop, factory):
        a_grant(party, "owner", person)
    client = Client()
    client.force_login(person)
    client.post("/act-for/", {"party_id": factory.pk})
    assert "The Factory" in client.get("/account/").content.decode()
    client.post("/act-for/", {"party_id": shop.pk})
    assert client.get("/account/").context["party"] == shop


def test_nobody_acts_for_an_organisation_without_a_role(sign_in: SignIn) -> None:
    mine, other = a_party("buyer"), a_party("buyer")
    client = sign_in(mine)
    client.post("/act-for/", {"party_id": other.pk})
    assert client.get("/account/").context["party"] == mine


def test_a_person_of_no_organisation_is_led_to_register_one() -> None:
    client = Client()
    client.force_login(a_person())
    assert client.get("/cart/")["Location"] == "/account/register/"
