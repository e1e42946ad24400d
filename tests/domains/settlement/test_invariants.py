"""Each law of the money is seen to be broken when it is: no law may be asleep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Account, Payment, Payout, ProviderNotice, Refund, Transfer
from huopan.domains.settlement.queries.platform import COMMISSION, REFUNDING, clearing_account
from huopan.domains.settlement.rules import Allocation
from huopan.infra import checking
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.factories.parties import an_actor
from tests.factories.settlement import NOON, a_payment, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_life(traders) -> None:
    """One of everything, as it should be: paid, refunded in part, released, paid out; a misfit in quarantine."""
    for serial in (1, 2):
        payment = a_payment(traders.buyer.pk, Allocation(f"SO{serial}", traders.factory.pk, Money(10_000)))
        pay(payment, amount=Money(1))
        pay(payment)
        settlement.refund(reference=f"SO{serial}", amount=Money(100), cause=f"c{serial}", by=SYSTEM, at=NOON)
    settlement.release_escrow(reference="SO1", payee_id=traders.factory.pk, cause="r", by=SYSTEM, at=NOON)
    seller = an_actor(traders.factory)
    settlement.save_payout_account(holder="厂", bank="银行", number="6222020000112233", by=seller, at=NOON)
    settlement.request_payout(amount=Money(50), by=seller, at=NOON)


def broken(at=NOON) -> set[str]:
    return {finding.invariant.code for area in ("money", "O5a") for finding in checking.broken(at=at, area=area)}


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def book(debit_id: int, credit_id: int, fen: int = 10) -> None:
    Transfer.objects.create(debit_id=debit_id, credit_id=credit_id, amount_fen=fen, cause="seeded", at=NOON)


def escrow(reference: str = "SO2") -> int:
    return Account.objects.get(kind="escrow", reference=reference).pk


def test_a_good_life_breaks_nothing():
    assert broken() == set()


def test_a_balance_that_drifts_is_seen():
    Account.objects.filter(kind="available").update(balance_fen=1)
    assert {"M2", "M13"} <= broken()


def test_a_missing_trigger_is_seen():
    table = " ON settlement_transfer" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER settlement_transfer_never_changed{table}")
    assert broken() == {"M4"}


def test_escrow_filled_twice_is_seen():
    book(clearing_account("sandbox"), escrow())
    assert {"M6", "M8"} <= broken()


def test_escrow_that_goes_astray_is_seen(traders):
    other = Account.objects.create(kind="available", party=traders.trader)
    book(escrow(), other.pk)
    assert "M8" in broken()


def test_a_refund_that_was_never_set_aside_is_seen():
    paid = Payment.objects.first()
    Refund.objects.create(number="RF1", payment=paid, reference="SO2", amount_fen=5, cause="x", requested_at=NOON)
    assert {"M7c", "M12a"} <= broken()


def test_a_payment_that_no_notice_booked_is_seen(traders):
    opened = a_payment(traders.buyer.pk, Allocation("SO9", traders.factory.pk, Money(5)))
    Payment.objects.filter(pk=opened.pk).update(state="paid")
    assert {"M7a", "M8", "M9"} <= broken()


def test_a_notice_that_booked_nothing_is_seen():
    ProviderNotice.objects.filter(verdict="quarantined").update(verdict="booked")
    assert "M9" in broken()


def test_a_misfit_without_its_alert_is_seen():
    stored = ProviderNotice.objects.filter(verdict="booked").first()
    ProviderNotice.objects.create(
        provider="sandbox", external_id="silent", number=stored.number, payload={}, verdict="quarantined",
        received_at=NOON,
    )  # fmt: skip
    assert broken() == {"M10"}


def test_a_payout_that_was_never_set_aside_is_seen():
    Payout.objects.update(amount_fen=51)
    assert {"M11", "M12a"} <= broken()


def test_a_refund_paid_out_twice_is_seen():
    book(REFUNDING, clearing_account("sandbox"))
    assert "M12a" in broken()


def test_money_that_is_stuck_on_its_way_is_seen():
    assert broken(at=NOON + timedelta(days=4)) == {"M12b"}


def test_late_money_that_nobody_returned_is_seen(traders):
    late = a_payment(traders.buyer.pk, Allocation("SO7", traders.factory.pk, Money(500)))
    settlement.close_payment(purpose="purchase", reference=late.reference, by=SYSTEM, at=NOON)
    pay(late)
    assert "O5a" not in broken(at=NOON + timedelta(hours=23))
    assert "O5a" in broken(at=NOON + timedelta(hours=25))


def test_platform_money_taken_from_nobody_is_seen():
    Account.objects.filter(pk=COMMISSION).update(balance_fen=7)
    assert "M13" in broken()
