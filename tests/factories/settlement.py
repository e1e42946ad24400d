"""Money in tests: a provider inside the process, payments, and the notices that make them paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from django.conf import settings

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Account, Payment, Payout
from huopan.domains.settlement.ports import PROVIDERS, Destination, Notice, Outcome, PaymentAsk, ProviderSilentError
from huopan.domains.settlement.rules import Allocation, Verdict
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.factories.parties import a_party, an_actor

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PAYEE = "huopan-test"
_serial = count(1)


@dataclass
class FakeProvider:
    """Answers as told: `outcomes` by our number, silence while `is_silent`; remembers what was asked."""

    code: str = "sandbox"
    payee: str = PAYEE
    is_silent: bool = False
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    paid: dict[str, Notice] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def link(self, ask: PaymentAsk, *, return_url: str, notify_url: str) -> str:
        return f"https://pay.example/{ask.number}?amount={ask.amount.fen}&back={return_url}&notify={notify_url}"

    def parse_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Notice | None:
        raise NotImplementedError

    def query(self, number: str) -> Notice | None:
        self._answer(number)
        return self.paid.get(number)

    def refund(self, number: str, *, refund_number: str, amount: Money) -> Outcome:
        return self._answer(refund_number)

    def pay_out(self, payout_number: str, *, destination: Destination, amount: Money) -> Outcome:
        return self._answer(payout_number)

    def _answer(self, number: str) -> Outcome:
        self.asked.append(number)
        if self.is_silent:
            raise ProviderSilentError
        return self.outcomes.get(number, Outcome("done"))


def an_allocation(payee_id: int, fen: int = 10_000, reference: str = "") -> Allocation:
    return Allocation(reference or f"SO{next(_serial):06d}", payee_id, Money(fen))


def a_payment(payer_id: int, *allocations: Allocation, at: datetime = NOON, reference: str = "") -> Payment:
    return settlement.open_payment(
        purpose="purchase",
        reference=reference or f"PG{next(_serial):06d}",
        payer_id=payer_id,
        allocations=allocations,
        expires_at=at + timedelta(minutes=30),
        by=SYSTEM,
        at=at,
    )


def a_notice(payment: Payment, **changed: object) -> Notice:
    """What the provider says when `payment` is paid as asked, but for what is `changed`."""
    fields = {
        "kind": "payment",
        "outcome": "done",
        "external_id": f"notice-{payment.number}-{next(_serial)}",
        "number": payment.number,
        "amount": Money(payment.amount_fen, payment.currency),
        "payee": PROVIDERS.setdefault(payment.provider, FakeProvider()).payee,
        "reference": payment.reference,
        "provider_reference": f"trade-{payment.number}",
    }
    return Notice(**{**fields, **changed})


def pay(payment: Payment, *, at: datetime = NOON, **changed: object) -> Verdict:
    """Have the provider say that `payment` is paid."""
    return settlement.receive_notice(provider=payment.provider, notice=a_notice(payment, **changed), at=at)


def balance(party_id: int, kind: str = "available") -> int:
    """What a party has of a kind of account, in fen."""
    accounts = Account.objects.filter(party_id=party_id, kind=kind)
    return sum(accounts.values_list("balance_fen", flat=True))


def a_large_payout() -> Payout:
    """Asked for by a seller's owner, above the limit: a second person must approve it."""
    seller, most = a_party("factory"), settings.HUOPAN.payout_second_person_fen
    allocation = an_allocation(seller.pk, 2 * most)
    pay(a_payment(a_party("buyer").pk, allocation))
    settlement.release_escrow(
        reference=allocation.reference, payee_id=seller.pk, cause=allocation.reference, by=SYSTEM, at=NOON
    )
    owner = an_actor(seller)
    settlement.save_payout_account(holder="王小厂", bank="工商银行", number="6222020000112233", by=owner, at=NOON)
    return settlement.request_payout(amount=Money(most + 1), by=owner, at=NOON)


def a_quarantined_notice() -> None:
    """The provider tells of one fen where the payment asks for more."""
    pay(a_payment(a_party("buyer").pk, an_allocation(a_party("factory").pk)), amount=Money(1))
