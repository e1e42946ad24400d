"""The bell, the list of notices, and how to hear of what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import Notice, NoticeChoice, NoticeHabits
from huopan.domains.parties.models import Party
from tests.factories.orders import NOON, a_sku, a_supplier, an_order, owner_of
from tests.factories.parties import a_grant, a_party
from tests.web.conftest import SignIn
from tests.web.test_lists import grows_by_nothing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def supplier() -> Party:
    party = a_supplier()
    an_order("awaiting_acceptance", pieces={a_sku(party): 2})
    return party


def page(client: Client, address: str = "/notices/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_and_is_silent_while_nothing_changes(sign_in: SignIn, supplier: Party) -> None:
    client = sign_in(supplier)
    assert 'aria-label="1 unread notice"' in page(client, "/workbench/")
    assert client.get("/notices/bell/?seen=1").status_code == 204
    an_order("awaiting_acceptance", pieces={a_sku(supplier): 2})
    assert "2 unread notices" in page(client, "/notices/bell/?seen=1")


def test_a_visitor_has_no_bell(client: Client) -> None:
    assert 'id="bell"' not in page(client, "/")
    assert client.get("/notices/").status_code == 302


def test_opening_leads_there_acting_for_whom_it_was_told_and_reads_it(sign_in: SignIn, supplier: Party) -> None:
    other = a_party("buyer")
    client = sign_in(supplier)
    person = owner_of(supplier.pk).person_id
    a_grant(other, "buyer", supplier.grants.get().person)
    client.post("/act-for/", {"party_id": other.pk})
    notice = Notice.objects.get(person=person)
    answer = client.get(f"/notices/{notice.pk}/")
    assert answer["Location"] == f"/workbench/orders/{notice.facts['number']}/"
    assert client.get(answer["Location"]).status_code == 200
    notice.refresh_from_db()
    assert notice.read_at == NOON


def test_list_filters_and_marks(sign_in: SignIn, supplier: Party) -> None:
    client = sign_in(supplier)
    notice = Notice.objects.get(person=owner_of(supplier.pk).person_id)
    assert "Paid order to accept" in page(client)
    assert "Paid order to accept" not in page(client, "/notices/?group=money")
    client.post(f"/notices/{notice.pk}/read/", {"next": "/notices/?unread=1"})
    assert "Paid order to accept" not in page(client, "/notices/?unread=1")
    client.post(f"/notices/{notice.pk}/unread/")
    assert "Paid order to accept" in page(client, "/notices/?unread=1")
    client.post("/notices/read/", {"upto": notice.pk})
    assert 'aria-label="0 unread notices"' in page(client)


def test_a_stranger_finds_nobodys_notice(sign_in: SignIn, supplier: Party) -> None:
    notice = Notice.objects.get(person=owner_of(supplier.pk).person_id)
    stranger = sign_in(a_supplier())
    assert stranger.get(f"/notices/{notice.pk}/").status_code == 404
    assert stranger.post(f"/notices/{notice.pk}/read/").status_code == 404
    stranger.post("/notices/read/", {"upto": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_list_costs_the_same_for_one_and_for_three(sign_in: SignIn, supplier: Party) -> None:
    def add() -> None:
        an_order("awaiting_acceptance", pieces={a_sku(supplier): 2})

    grows_by_nothing(sign_in(supplier), "/notices/", add)


def test_choices_are_kept_and_ask_only_what_the_reader_can_hear(sign_in: SignIn, supplier: Party) -> None:
    client = sign_in(supplier, "sales")
    shown = page(client, "/notices/choices/")
    assert "order_to_accept.mail" in shown
    assert "payout_paid.mail" not in shown
    assert "dispute_to_decide.mail" not in shown
    fields = dict.fromkeys(
        (name.split('"')[0] for name in shown.split('name="')[1:] if ".mail" in name.split('"')[0]), "off"
    )
    hours = {"quiet_from": 20, "quiet_until": 7, "digest_at": 18}
    answer = client.post("/notices/choices/", {**fields, **hours, "order_to_accept.shown": "on"})
    assert answer.status_code == 302
    [kept] = NoticeChoice.objects.filter(kind="order_to_accept")
    assert (kept.is_shown, kept.mail) == (True, "off")
    assert NoticeHabits.objects.get().digest_at == 18
    assert client.post("/notices/choices/", {**fields, **hours, "quiet_from": "77"}).status_code == 422


def test_the_foot_of_a_letter_asks_and_mail_programs_need_no_session(supplier: Party) -> None:
    letter = notifications.next_letter(at=NOON)
    assert letter is not None
    secret = notifications.stop_secret(letter.pk)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(f"/notices/stop/{secret}/").status_code == 200
    assert not NoticeChoice.objects.exists()
    assert strict.post(f"/notices/stop/{secret}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticeChoice.objects.get().mail == "off"
    assert strict.post("/notices/stop/forged/").status_code == 200
