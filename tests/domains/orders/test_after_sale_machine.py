"""Whatever is claimed, agreed, refused, disputed and ruled on, in any sequence: money and pieces add up to the fen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale, OrderLine, SupplierOrder
from huopan.domains.settlement.models import Account, Refund
from huopan.domains.settlement.ports import PROVIDERS
from huopan.domains.settlement.queries.balances import derived_balance
from huopan.domains.settlement.queries.platform import COMMISSION
from huopan.infra.checking import broken
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from tests.factories import settlement
from tests.factories.after_sales import an_arbiter
from tests.factories.orders import NOON, a_buyer, a_sku, a_supplier, an_order, owner_of, ship

PIECES = 5


class AfterSaleMachine(RuleBasedStateMachine):
    """One accepted order of two lines whose prices divide badly; refusals are allowed, half-done moves are not."""

    @initialize()
    def an_accepted_order(self) -> None:
        supplier = a_supplier()
        self.buyer, self.seller, self.arbiter = a_buyer(), owner_of(supplier.pk), an_arbiter()
        skus = [a_sku(supplier, ladder=((1, hao),), stock=PIECES) for hao in (33_333, 77_779)]
        self.order = an_order("awaiting_shipment", buyer=self.buyer, pieces=dict.fromkeys(skus, PIECES))
        self.sku_ids = [sku.pk for sku in skus]
        self.at = NOON
        self.parcel = 0

    def attempt(self, action: Any, **words: Any) -> None:
        try:
            action(at=self.at, **words)
        except RefusedError:
            return

    def claim(self) -> str:
        latest = AfterSale.objects.order_by("-id").first()
        return latest.number if latest else "AS0"

    @rule(
        kind=st.sampled_from(["refund", "return"]),
        pieces=st.lists(st.integers(0, PIECES), min_size=2, max_size=2),
        amount=st.none() | st.integers(1, 600),
    )
    def ask(self, kind: str, pieces: list[int], amount: int | None) -> None:
        self.attempt(
            orders.request_after_sale,
            number=self.order.number,
            kind=kind,
            reason="有问题",
            pieces={sku: count for sku, count in zip(self.sku_ids, pieces, strict=True) if count},
            amount=None if amount is None else Money(amount),
            by=self.buyer,
        )

    @rule()
    def agree(self) -> None:
        self.attempt(orders.agree_after_sale, number=self.claim(), by=self.seller)

    @rule()
    def refuse_and_dispute(self) -> None:
        self.attempt(orders.refuse_after_sale, number=self.claim(), answer="不同意", by=self.seller)
        self.attempt(orders.dispute_after_sale, number=self.claim(), because="请平台看", by=self.buyer)

    @rule(is_sellable=st.booleans())
    def goods_go_back(self, *, is_sellable: bool) -> None:
        self.attempt(orders.send_goods_back, number=self.claim(), carrier="sf", waybill_number="R", by=self.buyer)
        self.attempt(orders.receive_goods_back, number=self.claim(), is_sellable=is_sellable, by=self.seller)

    @rule(outcome=st.sampled_from(["full", "partial", "none"]), fen=st.integers(1, 300))
    def decide(self, outcome: Any, fen: int) -> None:
        self.attempt(
            orders.arbitrate, number=self.claim(), outcome=outcome, ruling="据证据", amount=Money(fen), by=self.arbiter
        )

    @rule()
    def withdraw(self) -> None:
        self.attempt(orders.withdraw_after_sale, number=self.claim(), by=self.buyer)

    @rule(pieces=st.none() | st.integers(1, PIECES))
    def send(self, pieces: int | None) -> None:
        self.parcel += 1
        quantities = None if pieces is None else {self.sku_ids[0]: pieces}
        try:
            ship(self.order, waybill=f"W{self.parcel}", quantities=quantities, at=self.at)
        except RefusedError:
            return

    @rule()
    def receive(self) -> None:
        self.attempt(orders.confirm_receipt, number=self.order.number, by=self.buyer)

    @rule(hours=st.sampled_from([1, 24, 80, 200]))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        orders.sweep_after_sales(at=self.at)
        orders.sweep_due(at=self.at)

    @invariant()
    def every_fen_is_somewhere(self) -> None:
        if not hasattr(self, "order"):
            return
        paid = SupplierOrder.objects.get().total_fen
        there = sum(Account.objects.filter(kind__in=["escrow", "available"]).values_list("balance_fen", flat=True))
        back = sum(Refund.objects.values_list("amount_fen", flat=True))
        assert there + derived_balance(COMMISSION).fen + back == paid
        assert back == SupplierOrder.objects.get().refunded_fen

    @invariant()
    def every_piece_is_counted_once(self) -> None:
        for line in OrderLine.objects.all():
            assert line.shipped_quantity + line.dropped_quantity <= line.quantity
            assert line.returned_quantity <= line.shipped_quantity

    @invariant()
    def the_laws_hold(self) -> None:
        if hasattr(self, "order"):
            assert [str(f.as_json()) for area in "MSO" for f in broken(at=self.at, area=area) if not _rests(f)] == []


def _rests(finding: Any) -> bool:
    """Refunds that no provider was asked for rest longer than they may: there is no worker here."""
    return finding.invariant.code == "M12b"


class AfterSaleMachineTest(TestCase):
    def setUp(self) -> None:
        self.enterContext(patch.dict(PROVIDERS, {"sandbox": settlement.FakeProvider()}))

    def test_money_and_pieces_add_up_after_every_step(self) -> None:
        case = self

        class World(AfterSaleMachine):
            def __init__(self) -> None:
                case.setup_example()
                super().__init__()

            def teardown(self) -> None:
                case.teardown_example(None)

        run_state_machine_as_test(
            World,
            settings=settings(
                max_examples=6,
                stateful_step_count=20,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
