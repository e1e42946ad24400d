"""The treasury's desk: everything to be read, nothing to be edited, decisions through actions."""

from __future__ import annotations

import pytest
from django.test import Client

from huopan.domains.parties.models import Person, RoleGrant
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import CommissionRate, Payout, ProviderNotice
from huopan.domains.settlement.rules import Allocation
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.factories.parties import a_party, an_actor, an_operator
from tests.factories.settlement import NOON, a_payment, pay

pytestmark = pytest.mark.django_db
TABLES = ["account", "transfer", "payment", "refund", "payout", "providernotice", "commissionrate"]
NUMBER = "6222020000112233"


@pytest.fixture
def treasurer() -> Client:
    return staff(an_operator("treasurer").person_id)


def staff(person_id: int) -> Client:
    Person.objects.filter(pk=person_id).update(is_staff=True, is_superuser=True, language="en")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Person.objects.get(pk=person_id))
    return client


def a_life(serial: int) -> Payout:
    """Paid, partly refunded, released, asked to be paid out; and a notice that did not fit."""
    seller, reference = a_party("factory"), f"SO{serial}"
    payment = a_payment(a_party().pk, Allocation(reference, seller.pk, Money(7_000_000)))
    pay(payment, amount=Money(1))
    pay(payment)
    settlement.refund(reference=reference, amount=Money(5), cause=f"c{serial}", by=SYSTEM, at=NOON)
    settlement.release_escrow(reference=reference, payee_id=seller.pk, cause=f"r{serial}", by=SYSTEM, at=NOON)
    settlement.set_commission_rate(party_id=seller.pk, basis_points=150, by=SYSTEM, at=NOON)
    owner = an_actor(seller)
    settlement.save_payout_account(holder="厂", bank="工商银行", number=NUMBER, by=owner, at=NOON)
    return settlement.request_payout(amount=Money(6_000_000), by=owner, at=NOON)


def choose(client: Client, table: str, action: str, pk: int) -> str:
    chosen = {"action": action, "_selected_action": [pk]}
    return client.post(f"/admin/settlement/{table}/", chosen, follow=True).content.decode()


@pytest.mark.parametrize("table", TABLES)
def test_a_list_takes_the_same_statements_for_one_row_and_for_three(treasurer, table, django_assert_max_num_queries):
    a_life(1)
    treasurer.get(f"/admin/settlement/{table}/")
    with django_assert_max_num_queries(30) as one:
        assert treasurer.get(f"/admin/settlement/{table}/").status_code == 200
    a_life(2)
    a_life(3)
    with django_assert_max_num_queries(len(one.captured_queries)):
        page = treasurer.get(f"/admin/settlement/{table}/").content.decode()
    assert NUMBER not in page


@pytest.mark.parametrize("table", TABLES[:-1])
def test_nothing_is_added_by_hand(treasurer, table):
    assert treasurer.get(f"/admin/settlement/{table}/add/").status_code == 403


def test_a_payout_is_neither_edited_nor_deleted_and_shows_its_account_masked(treasurer):
    page = f"/admin/settlement/payout/{a_life(1).pk}"
    shown = treasurer.get(f"{page}/change/").content.decode()
    assert "2233" in shown
    assert NUMBER not in shown
    assert treasurer.post(f"{page}/change/", {"state": "paid"}).status_code == 403
    assert treasurer.get(f"{page}/delete/").status_code == 403


def test_the_treasury_approves_a_payout(treasurer):
    payout = a_life(1)
    assert "1 done." in choose(treasurer, "payout", "approve", payout.pk)
    payout.refresh_from_db()
    assert payout.state == "approved"
    assert "no longer where you saw it" in choose(treasurer, "payout", "refuse", payout.pk)
    assert "1 done." in choose(treasurer, "payout", "record_paid", payout.pk)


def test_who_asked_for_a_large_payout_is_told_that_a_second_person_approves(treasurer):
    payout = a_life(1)
    asked = Person.objects.get(pk=payout.requested_by)
    RoleGrant.objects.create(
        party_id=an_operator("treasurer").party_id, person=asked, role="treasurer", granted_at=NOON
    )
    own_desk = staff(asked.pk)
    said = choose(own_desk, "payout", "approve", payout.pk)
    assert "a second person must approve it" in said
    payout.refresh_from_db()
    assert (payout.state, payout.approved_by) == ("requested", None)
    own_desk.cookies["django_language"] = "zh-hans"
    assert "须由另一人" in choose(own_desk, "payout", "approve", payout.pk)
    assert "1 done." in choose(treasurer, "payout", "approve", payout.pk)


def test_a_clerk_without_the_role_decides_nothing():
    payout = a_life(1)
    clerk = staff(an_operator("operator").person_id)
    assert "does not include" in choose(clerk, "payout", "approve", payout.pk)
    payout.refresh_from_db()
    assert payout.state == "requested"
    assert clerk.get("/admin/settlement/commissionrate/add/").status_code == 403


def test_odd_notices_are_marked_as_looked_at(treasurer):
    a_life(1)
    odd = ProviderNotice.objects.get(verdict="quarantined")
    assert str(odd.number) in treasurer.get("/admin/settlement/providernotice/?quarantine=waiting").content.decode()
    assert "1 done." in choose(treasurer, "providernotice", "resolve", odd.pk)
    assert str(odd.number) not in treasurer.get("/admin/settlement/providernotice/?quarantine=waiting").content.decode()


def test_a_commission_rate_is_set_through_its_action(treasurer):
    seller = a_party("factory")
    form = {"party": seller.pk, "basis_points": 300}
    treasurer.post("/admin/settlement/commissionrate/add/", form)
    assert CommissionRate.objects.get().basis_points == 300
    assert TrailEntry.objects.get(name="settlement.CommissionRateSet").payload["basis_points"] == 300
