"""Money over the API: as its owner, as a stranger, as the treasury."""

from __future__ import annotations

import io

import openpyxl
import pytest

from huopan.domains.parties.models import ApiKey, Party
from huopan.domains.parties.queries import hashed
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payout, ProviderNotice
from huopan.domains.settlement.ports import PROVIDERS
from huopan.domains.settlement.rules import Allocation
from huopan.infra import clock
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.api.conftest import Caller
from tests.factories.parties import LONG_AGO, a_grant, a_party, an_actor
from tests.factories.settlement import FakeProvider, a_payment, pay

pytestmark = pytest.mark.django_db(transaction=True)
BANK = {"holder": "义乌玩具厂", "bank": "工商银行", "number": "6222020000112233"}


def caller_for(party: Party, role: str = "owner") -> Caller:
    actor = an_actor(party, role)
    secret = f"hp_{party.pk}_{role}"
    ApiKey.objects.create(
        party=party,
        created_by_id=actor.person_id,
        name=role,
        prefix="hp_test",
        secret_hash=hashed(secret),
        scopes=sorted(actor.scopes),
        created_at=LONG_AGO,
    )
    return Caller(secret)


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    fake = FakeProvider()
    monkeypatch.setitem(PROVIDERS, fake.code, fake)
    return fake


@pytest.fixture
def buyer() -> Party:
    return a_party()


@pytest.fixture
def seller() -> Party:
    return a_party("factory")


@pytest.fixture
def treasury() -> Caller:
    party = a_party("operator", credit_code=None)
    a_grant(party, "treasurer")
    return caller_for(party, "treasurer")


def sell(buyer: Party, seller: Party, fen: int, reference: str = "SO1") -> None:
    payment = a_payment(buyer.pk, Allocation(reference, seller.pk, Money(fen)), at=clock.now())
    pay(payment)
    settlement.release_escrow(
        reference=reference, payee_id=seller.pk, cause=f"{reference}:release", by=SYSTEM, at=clock.now()
    )


def test_a_buyer_reads_its_payment_and_gets_the_link(buyer, seller):
    payment = a_payment(buyer.pk, Allocation("SO1", seller.pk, Money(500)), at=clock.now())
    caller = caller_for(buyer)
    assert caller.get("/payments").json()["items"][0]["number"] == payment.number
    shown = caller.get(f"/payments/{payment.number}").json()
    assert (shown["state"], shown["allocations"][0]["amount_fen"]) == ("pending", 500)
    link = caller.get(f"/payments/{payment.number}/link", return_url="https://shop.example/back")
    assert payment.number in link.json()["url"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "https://a b", ""])
def test_the_way_back_is_a_web_address(buyer, seller, address):
    payment = a_payment(buyer.pk, Allocation("SO1", seller.pk, Money(500)), at=clock.now())
    assert caller_for(buyer).get(f"/payments/{payment.number}/link", return_url=address).status_code == 422


def test_a_strangers_payments_do_not_exist(buyer, seller):
    payment = a_payment(buyer.pk, Allocation("SO1", seller.pk, Money(500)), at=clock.now())
    stranger = caller_for(seller)
    assert stranger.get("/payments").json()["items"] == []
    assert stranger.get(f"/payments/{payment.number}").status_code == 404
    assert stranger.get(f"/payments/{payment.number}/link", return_url="https://a.example").status_code == 404


def test_a_buyer_follows_its_refund(buyer, seller):
    pay(a_payment(buyer.pk, Allocation("SO1", seller.pk, Money(500)), at=clock.now()))
    made = settlement.refund(reference="SO1", amount=Money(200), cause="a", by=SYSTEM, at=clock.now())
    caller = caller_for(buyer)
    assert caller.get("/refunds").json()["items"][0]["amount_fen"] == 200
    assert caller.get(f"/refunds/{made.number}").json()["state"] == "requested"
    assert caller_for(seller).get(f"/refunds/{made.number}").status_code == 404


def test_a_seller_sees_what_it_has_and_how_it_came(buyer, seller):
    for serial in range(5):
        sell(buyer, seller, 10_000, f"SO{serial}")
    caller = caller_for(seller)
    assert caller.get("/balance").json() == {"available_fen": 49_000, "held_fen": 0, "on_its_way_fen": 0}
    first = caller.get("/statement", limit=3).json()
    rest = caller.get("/statement", limit=3, cursor=first["next"]).json()
    lines = first["items"] + rest["items"]
    assert [line["balance_fen"] for line in lines] == [49_000, 39_200, 29_400, 19_600, 9_800]
    assert rest["next"] is None
    assert {line["kind"] for line in lines} == {"release"}


def test_every_movement_of_a_statement_says_what_it_was_for(buyer, seller):
    sell(buyer, seller, 10_000)
    settlement.refund_from_seller(
        reference="SO1", payee_id=seller.pk, amount=Money(1_000), cause="c", by=SYSTEM, at=clock.now()
    )
    caller = caller_for(seller)
    caller.send("PUT", "/payout-account", BANK)
    payout = caller.post("/payouts", {"amount_fen": 20}).json()["number"]
    lines = caller.get("/statement").json()["items"]
    assert [(line["kind"], line["reference"], line["balance_fen"]) for line in lines] == [
        ("payout", payout, 8_800),
        ("refund", "SO1", 8_820),
        ("release", "SO1", 9_800),
    ]


def test_the_statement_comes_as_an_excel_file(buyer, seller):
    sell(buyer, seller, 10_000, "=1+1")
    answer = caller_for(seller).get("/statement.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    heading, line = sheet.iter_rows(values_only=True)
    assert heading == ("time", "movement", "order or payout", "amount (¥)", "balance (¥)")
    assert line[1:] == ("released from escrow", "=1+1", 98, 98)
    assert sheet["C2"].data_type == "s"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_statement_takes_the_same_statements_however_long(buyer, seller, rows, django_assert_max_num_queries):
    for serial in range(rows):
        sell(buyer, seller, 100, f"SO{serial}")
    caller = caller_for(seller)
    caller.get("/balance")
    with django_assert_max_num_queries(6):
        assert len(caller.get("/statement").json()["items"]) == rows


def test_a_payout_from_the_request_to_the_bank(buyer, seller):
    sell(buyer, seller, 10_000)
    caller = caller_for(seller)
    assert caller.post("/payouts", {"amount_fen": 9_800}).json()["code"] == "no_payout_account"
    saved = caller.send("PUT", "/payout-account", BANK).json()
    assert saved["masked_number"] == "••••••••••••2233"
    assert caller.get("/payout-account").json() == saved
    asked = caller.post("/payouts", {"amount_fen": 9_800})
    assert (asked.status_code, asked.json()["state"]) == (201, "approved")
    assert caller.get("/balance").json() == {"available_fen": 0, "held_fen": 0, "on_its_way_fen": 9_800}
    settlement.send_waiting(at=clock.now())
    number = asked.json()["number"]
    assert caller.get(f"/payouts/{number}").json()["state"] == "paid"
    assert "6222020000112233" not in caller.get("/payouts").content.decode()


def test_the_same_key_asks_for_one_payout(buyer, seller):
    sell(buyer, seller, 10_000)
    caller = caller_for(seller)
    caller.send("PUT", "/payout-account", BANK)
    answers = [caller.post("/payouts", {"amount_fen": 100}, key="once") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Payout.objects.count() == 1


def test_a_large_payout_waits_for_the_treasury(buyer, seller, treasury):
    sell(buyer, seller, 6_000_000)
    caller = caller_for(seller)
    caller.send("PUT", "/payout-account", BANK)
    number = caller.post("/payouts", {"amount_fen": 5_500_000}).json()["number"]
    assert caller.post(f"/payouts/{number}/approval").status_code == 403
    assert treasury.get("/payouts").json()["items"][0]["state"] == "requested"
    assert treasury.post(f"/payouts/{number}/approval").json()["state"] == "approved"
    assert treasury.post(f"/payouts/{number}/record", {"outcome": "done"}).json()["state"] == "paid"


def test_a_refused_payout_comes_back(buyer, seller, treasury):
    sell(buyer, seller, 6_000_000)
    caller = caller_for(seller)
    caller.send("PUT", "/payout-account", BANK)
    number = caller.post("/payouts", {"amount_fen": 5_500_000}).json()["number"]
    refused = treasury.post(f"/payouts/{number}/refusal", {"because": "holder does not fit"})
    assert refused.json()["failure"] == "holder does not fit"
    assert caller.get("/balance").json()["available_fen"] == 5_880_000


def test_the_treasury_deals_with_what_did_not_fit(buyer, seller, treasury):
    pay(a_payment(buyer.pk, Allocation("SO1", seller.pk, Money(500)), at=clock.now()), amount=Money(1))
    waiting = treasury.get("/quarantine").json()["items"]
    assert [notice["because"] for notice in waiting] == ["amount"]
    path = f"/quarantine/{waiting[0]['id']}/resolution"
    assert treasury.post(path, {"resolution": "sent back by the bank"}).status_code == 204
    assert treasury.post(path, {"resolution": "again"}).status_code == 409
    assert treasury.get("/quarantine").json()["items"] == []
    assert ProviderNotice.objects.get().resolution == "sent back by the bank"
    assert caller_for(buyer).get("/quarantine").status_code == 403
