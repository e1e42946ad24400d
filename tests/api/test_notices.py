"""Notices and choices for programs: one organisation's only, read and kept as on the pages."""

from __future__ import annotations

import pytest

from huopan.domains.notifications.models import Notice, NoticeChoice
from huopan.domains.parties.models import Party
from tests.api.conftest import Caller
from tests.api.surface import caller_of
from tests.factories.orders import a_sku, a_supplier, an_order, owner_of
from tests.factories.parties import a_grant, a_party

pytestmark = pytest.mark.django_db
HOURS = {"quiet_from": 21, "quiet_until": 7, "digest_at": 18}


@pytest.fixture
def supplier() -> Party:
    party = a_supplier()
    an_order("awaiting_acceptance", pieces={a_sku(party): 2})
    return party


@pytest.fixture
def program(supplier: Party) -> Caller:
    return caller_of(supplier, {"orders.read"})


def test_a_notice_says_what_happened_and_where_to_go(program: Caller) -> None:
    [told] = program.get("/notices", unread=True).json()["items"]
    number = Notice.objects.get(pk=told["id"]).facts["number"]
    assert number in told["text"]
    assert told["label"] == "Paid order to accept"
    assert told["place"] == f"/workbench/orders/{number}/"


def test_reading_and_keeping_for_later(program: Caller, supplier: Party) -> None:
    an_order("awaiting_acceptance", pieces={a_sku(supplier): 2})
    newer, older = [told["id"] for told in program.get("/notices").json()["items"]]
    assert program.post("/notices/read", {"upto": older}).json() == {"read_count": 1}
    assert [told["id"] for told in program.get("/notices", unread=True).json()["items"]] == [newer]
    assert program.post(f"/notices/{newer}/read").status_code == 204
    assert program.post(f"/notices/{older}/unread").status_code == 204
    assert [told["id"] for told in program.get("/notices", unread=True).json()["items"]] == [older]


def test_a_key_sees_nothing_of_its_makers_other_organisations(program: Caller, supplier: Party) -> None:
    owner, other = supplier.grants.get(role="owner").person, a_party("buyer")
    a_grant(other, "owner", owner)
    elsewhere = Notice.objects.create(
        person=owner, party=other, kind="order_shipped", key="x", facts={"number": "SO1"}, at=owner.joined_at
    )
    assert elsewhere.pk not in [told["id"] for told in program.get("/notices").json()["items"]]
    assert program.post(f"/notices/{elsewhere.pk}/read").status_code == 404
    program.post("/notices/read", {"upto": elsewhere.pk})
    elsewhere.refresh_from_db()
    assert elsewhere.read_at is None


def test_choices_are_kept_and_unknown_kinds_refused(program: Caller, supplier: Party) -> None:
    chosen = {"kind": "order_to_accept", "is_shown": True, "mail": "digest"}
    kept = program.send("PUT", "/notice-choices", {"choices": [chosen], **HOURS}).json()
    assert chosen in kept["choices"]
    assert kept == program.get("/notice-choices").json()
    assert {name: kept[name] for name in HOURS} == HOURS
    assert NoticeChoice.objects.get().person_id == owner_of(supplier.pk).person_id
    wrong = {"kind": "gossip", "is_shown": True, "mail": "now"}
    assert program.send("PUT", "/notice-choices", {"choices": [wrong], **HOURS}).status_code == 422
