"""The database's own laws, tried with raw SQL."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from huopan.domains.settlement.models import Account, Transfer
from huopan.domains.settlement.queries.platform import COMMISSION, PLATFORM_ACCOUNTS, clearing_account
from tests.factories.settlement import NOON

pytestmark = pytest.mark.django_db


def an_available_account(party_id: int, currency: str = "CNY") -> Account:
    return Account.objects.create(kind="available", party_id=party_id, currency=currency)


def move(debit_id: int, credit_id: int, fen: int, cause: str = "test") -> Transfer:
    return Transfer.objects.create(debit_id=debit_id, credit_id=credit_id, amount_fen=fen, cause=cause, at=NOON)


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_platform_accounts_stand_after_migrate():
    standing = set(Account.objects.filter(party=None).values_list("pk", "kind", "reference"))
    assert standing == {(pk, str(kind), reference) for pk, (kind, reference) in PLATFORM_ACCOUNTS.items()}


def test_debit_gives_and_credit_receives(traders):
    factory, trader = an_available_account(traders.factory.pk), an_available_account(traders.trader.pk)
    move(clearing_account("sandbox"), factory.pk, 700)
    move(factory.pk, trader.pk, 300)
    factory.refresh_from_db()
    trader.refresh_from_db()
    assert (factory.balance_fen, trader.balance_fen) == (400, 300)


def test_platform_accounts_store_no_balance(traders):
    move(clearing_account("sandbox"), an_available_account(traders.factory.pk).pk, 700)
    assert Account.objects.get(pk=clearing_account("sandbox")).balance_fen == 0


def test_no_stored_balance_falls_below_zero(traders):
    account = an_available_account(traders.factory.pk)
    move(clearing_account("sandbox"), account.pk, 700)
    with pytest.raises(IntegrityError), transaction.atomic():
        move(account.pk, COMMISSION, 701)
    account.refresh_from_db()
    assert account.balance_fen == 700


def test_several_transfers_in_one_insert_each_move_the_balance(traders):
    account = an_available_account(traders.factory.pk)
    Transfer.objects.bulk_create(
        Transfer(debit_id=clearing_account("sandbox"), credit=account, amount_fen=10, cause=f"bulk:{serial}", at=NOON)
        for serial in range(5)
    )
    account.refresh_from_db()
    assert account.balance_fen == 50


def test_a_transfer_stays_in_one_currency(traders):
    with pytest.raises(IntegrityError), transaction.atomic():
        move(clearing_account("sandbox"), an_available_account(traders.factory.pk, currency="USD").pk, 700)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE settlement_transfer SET amount_fen = 1",
        "UPDATE settlement_transfer SET cause = 'other'",
        "DELETE FROM settlement_transfer",
    ],
)
def test_a_transfer_is_never_changed_or_deleted(traders, sql):
    move(clearing_account("sandbox"), an_available_account(traders.factory.pk).pk, 700)
    with pytest.raises(IntegrityError):
        run(sql)
    assert Transfer.objects.get().amount_fen == 700


@pytest.mark.parametrize("fen", [0, -5])
def test_a_transfer_moves_something(traders, fen):
    with pytest.raises(IntegrityError), transaction.atomic():
        move(clearing_account("sandbox"), an_available_account(traders.factory.pk).pk, fen)


def test_one_transfer_per_cause_and_pair(traders):
    account = an_available_account(traders.factory.pk)
    move(clearing_account("sandbox"), account.pk, 700, cause="payment:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        move(clearing_account("sandbox"), account.pk, 700, cause="payment:1")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "escrow"},
        {"kind": "available"},
        {"kind": "commission", "party": True},
    ],
)
def test_every_account_has_its_owner(traders, fields):
    owner = {"party": traders.factory} if fields.pop("party", False) else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(**fields, **owner, reference="x")
