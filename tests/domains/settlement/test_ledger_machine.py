"""Whatever buyers, sellers, providers and the treasury do to money, in any sequence, the money laws hold and a plain
model's books agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement import queries
from huopan.domains.settlement.actions import refunding
from huopan.domains.settlement.models import Account, Payment, Payout, Refund, Transfer
from huopan.domains.settlement.ports import PROVIDERS, Outcome
from huopan.domains.settlement.queries.platform import COMMISSION, PAYING_OUT, REFUNDING, clearing_account
from huopan.domains.settlement.rules import Allocation, Shares, Verdict, reclaimed, shares
from huopan.infra import checking
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from tests.factories.parties import a_party, an_actor, an_operator
from tests.factories.settlement import NOON, FakeProvider, a_payment, pay

TOLD = {"by": SYSTEM, "at": NOON}
BASIS_POINTS = 200
LARGE = 5_000_000
FEN = st.sampled_from([1, 333, 10_000, LARGE + 1])  # few, so that the same sums meet again
OUTCOMES = st.sampled_from([Outcome("done"), Outcome("failed", "no"), Outcome("pending")])


@dataclass
class Books:
    """The model: what each account should hold."""

    escrow: dict[str, int] = field(default_factory=dict)
    available: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    released: dict[str, Shares] = field(default_factory=dict)
    reclaimed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    fees: int = 0
    refunding: int = 0
    paying_out: int = 0
    at_provider: int = 0


class LedgerMachine(RuleBasedStateMachine):
    payments, refunds, payouts = Bundle("payments"), Bundle("refunds"), Bundle("payouts")

    @initialize()
    def traders(self) -> None:
        self.provider = PROVIDERS["sandbox"] = FakeProvider()
        self.buyer = a_party().pk
        sellers = [a_party("factory"), a_party("trader")]
        self.sellers: list[Actor] = [an_actor(seller) for seller in sellers]
        for seller in self.sellers:
            settlement.save_payout_account(holder="厂", bank="银行", number="6222020000112233", by=seller, at=NOON)
        self.treasurer = an_operator("treasurer")
        self.books = Books()
        self.orders: dict[str, int] = {}
        self.serial = 0

    @rule(target=payments, amounts=st.lists(FEN, min_size=1, max_size=2), at_once=st.booleans())
    def open(self, amounts: list[int], at_once: bool) -> Payment:
        parts = []
        for seller, fen in zip(self.sellers, amounts, strict=False):
            self.serial += 1
            self.orders[f"SO{self.serial}"] = seller.party_id
            parts.append(Allocation(f"SO{self.serial}", seller.party_id, Money(fen)))
        payment = a_payment(self.buyer, *parts)
        if at_once or not self.is_paid:
            self.is_told(payment, "first", 1)
        return payment

    @rule(payment=payments, trade=st.sampled_from(["first", "second"]), notice=st.integers(1, 3))
    def is_paid(self, payment: Payment, trade: str, notice: int) -> None:
        """Notices repeat, and sometimes tell of a second trade, which is never booked."""
        self.is_told(payment, trade, notice)

    def is_told(self, payment: Payment, trade: str, notice: int) -> None:
        verdict = pay(payment, provider_reference=f"{trade}-{payment.pk}", external_id=f"{trade}-{payment.pk}-{notice}")
        if verdict in (Verdict.BOOKED, Verdict.LATE):
            for reference, _, fen in payment.allocations:
                assert reference not in self.books.escrow
                self.books.escrow[reference] = fen
                self.books.at_provider += fen

    @rule(payment=payments)
    def close(self, payment: Payment) -> None:
        payment.refresh_from_db()
        if payment.state in ("paid", "late"):
            return
        settlement.close_payment(purpose="purchase", reference=payment.reference, **TOLD)

    @rule(payment=payments, which=st.integers(0, 1), again=st.booleans())
    def release(self, payment: Payment, which: int, again: bool) -> None:
        reference, payee_id, _ = payment.allocations[which % len(payment.allocations)]
        held = self.books.escrow.get(reference)
        cause = f"{reference}:release{again}"
        if held is None:
            with pytest.raises(RefusedError):
                settlement.release_escrow(reference=reference, payee_id=payee_id, cause=cause, **TOLD)
            return
        released = settlement.release_escrow(reference=reference, payee_id=payee_id, cause=cause, **TOLD)
        assert released.fen == held
        cut = shares(Money(held), BASIS_POINTS)
        self.books.escrow[reference] = 0
        if held:
            self.books.released[reference] = cut
        self.books.fees += cut.fee.fen
        self.books.available[payee_id] += cut.share.fen

    @rule(target=refunds, payment=payments, fen=FEN, whole=st.booleans(), cause=st.integers(1, 2))
    def refund(self, payment: Payment, fen: int, whole: bool, cause: int) -> object:
        reference = payment.allocations[0][0]
        held = self.books.escrow.get(reference)
        fen = held if whole and held else fen
        asked = {"reference": reference, "amount": Money(fen), "cause": f"{reference}:claim{cause}"}
        earlier = Refund.objects.filter(cause=asked["cause"]).first()
        if earlier is not None and earlier.amount_fen == fen:
            assert settlement.refund(**asked, **TOLD) == earlier
            return earlier
        if earlier is not None or held is None or fen > held:
            with pytest.raises(RefusedError):
                settlement.refund(**asked, **TOLD)
            return multiple()
        made = settlement.refund(**asked, **TOLD)
        self.books.escrow[reference] -= fen
        self.books.refunding += fen
        return made

    @rule(target=refunds, payment=payments, fen=FEN, whole=st.booleans())
    def refund_from_seller(self, payment: Payment, fen: int, whole: bool) -> object:
        """What the seller has already goes back with the fee on it, never more than was released or is available."""
        reference, payee_id, _ = payment.allocations[0]
        released = self.books.released.get(reference, Shares(Money(0), Money(0)))
        total, before = released.fee.fen + released.share.fen, self.books.reclaimed[reference]
        fen = total - before if whole and total > before else fen
        self.serial += 1
        asked = {"reference": reference, "payee_id": payee_id, "amount": Money(fen), "cause": f"claim{self.serial}"}
        cut = reclaimed(released, before=Money(before), amount=Money(fen)) if before + fen <= total else None
        if cut is None or cut.share.fen > self.books.available[payee_id]:
            with pytest.raises(RefusedError):
                settlement.refund_from_seller(**asked, **TOLD)
            return multiple()
        made = settlement.refund_from_seller(**asked, **TOLD)
        self.books.reclaimed[reference] += fen
        self.books.fees -= cut.fee.fen
        self.books.available[payee_id] -= cut.share.fen
        self.books.refunding += fen
        return made

    @rule(refund=refunds, outcome=OUTCOMES, by_notice=st.booleans())
    def provider_refunds(self, refund: Refund, outcome: Outcome, by_notice: bool) -> None:
        before = Refund.objects.get(pk=refund.pk).state
        self.provider.outcomes[refund.number] = outcome
        if by_notice and outcome.state != "pending":
            said = {"kind": "refund", "number": refund.number, "amount": Money(refund.amount_fen)}
            pay(refund.payment, outcome=outcome.state, **said)
        else:
            settlement.send_refund(refund_id=refund.pk, at=NOON)
        after = Refund.objects.get(pk=refund.pk).state
        assert before != "done" or after == "done"
        if (before, after) in {("requested", "done"), ("failed", "done")}:
            self.books.refunding -= refund.amount_fen
            self.books.at_provider -= refund.amount_fen

    @rule(target=payouts, which=st.integers(0, 1), fen=FEN, whole=st.booleans())
    def ask_payout(self, which: int, fen: int, whole: bool) -> object:
        seller = self.sellers[which]
        available = self.books.available[seller.party_id]
        fen = available if whole and available else fen
        if fen > available:
            with pytest.raises(RefusedError):
                settlement.request_payout(amount=Money(fen), by=seller, at=NOON)
            return multiple()
        payout = settlement.request_payout(amount=Money(fen), by=seller, at=NOON)
        self.books.available[seller.party_id] -= fen
        self.books.paying_out += fen
        return payout

    @rule(payout=payouts, approve=st.booleans())
    def treasury_decides(self, payout: Payout, approve: bool) -> None:
        waits = Payout.objects.get(pk=payout.pk).state == "requested"
        decide = settlement.approve_payout if approve else settlement.refuse_payout
        reason = {} if approve else {"because": "no"}
        if not waits:
            with pytest.raises(RefusedError):
                decide(number=payout.number, **reason, by=self.treasurer, at=NOON)
            return
        decide(number=payout.number, **reason, by=self.treasurer, at=NOON)
        if not approve:
            self._given_back(payout)

    @rule(payout=payouts, outcome=OUTCOMES)
    def provider_pays_out(self, payout: Payout, outcome: Outcome) -> None:
        before = Payout.objects.get(pk=payout.pk).state
        self.provider.outcomes[payout.number] = outcome
        after = settlement.send_payout(payout_id=payout.pk, at=NOON).state
        if before in ("approved", "sent") and after == "paid":
            self.books.paying_out -= payout.amount_fen
            self.books.at_provider -= payout.amount_fen
        elif before in ("approved", "sent") and after == "failed":
            self._given_back(payout)
        else:
            assert after in (before, "sent")

    def _given_back(self, payout: Payout) -> None:
        self.books.paying_out -= payout.amount_fen
        self.books.available[payout.party_id] += payout.amount_fen

    @invariant()
    def books_agree(self) -> None:
        if not hasattr(self, "books"):
            return
        held = dict(Account.objects.filter(kind="escrow").values_list("reference", "balance_fen"))
        assert held == self.books.escrow
        for seller in self.sellers:
            assert queries.balance_of(seller.party_id).available.fen == self.books.available[seller.party_id]
        assert {
            COMMISSION: self.books.fees,
            REFUNDING: self.books.refunding,
            PAYING_OUT: self.books.paying_out,
            clearing_account("sandbox"): -self.books.at_provider,
        } == {pk: queries.derived_balance(pk).fen for pk in (COMMISSION, REFUNDING, PAYING_OUT, -11)}

    @invariant()
    def laws_hold(self) -> None:
        if hasattr(self, "books"):
            assert [(found.invariant.code, found.violations) for found in checking.broken(at=NOON, area="M")] == []


class RefundMachine(LedgerMachine):
    """Only what leads to refunds, so that the search goes deep there."""

    close = release = is_paid = refund_from_seller = ask_payout = treasury_decides = provider_pays_out = None


def run(case: TestCase, machine: type[LedgerMachine], examples: int) -> None:
    class Machine(machine):
        def __init__(self) -> None:
            super().__init__()
            case.setup_example()

        def teardown(self) -> None:
            case.teardown_example(None)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def double_refund(told: Refund, at) -> None:
    """The seeded mistake: no look at the state, so every word of the provider books the refund again."""
    Refund.objects.filter(pk=told.pk).update(state="done", done_at=at)
    Transfer.objects.create(
        debit_id=REFUNDING,
        credit_id=clearing_account("sandbox"),
        amount_fen=told.amount_fen,
        cause=f"refund:{told.pk}:{Transfer.objects.count()}",
        at=at,
    )


class LedgerMachineTest(TestCase):
    def setUp(self) -> None:
        before = dict(PROVIDERS)
        self.addCleanup(lambda: (PROVIDERS.clear(), PROVIDERS.update(before)))

    def test_money_laws_hold_after_every_step(self) -> None:
        run(self, LedgerMachine, examples=15)

    def test_a_seeded_double_refund_is_found(self) -> None:
        self.enterContext(pytest.MonkeyPatch.context()).setattr(refunding, "_finish", double_refund)
        with pytest.raises(AssertionError):
            run(self, RefundMachine, examples=300)  # stops at the first find; thirty missed it now and then
