"""Whatever both sides, the courier, the provider and the clock do, in any sequence: a plain model agrees, laws hold."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huopan.domains.catalog.models import Stock
from huopan.domains.orders import actions as orders
from huopan.domains.orders.actions.stepping import left_of
from huopan.domains.orders.models import AfterSale, OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, ORDER_MOVES, PAID_ORDER_STATES, final_states, may_move
from huopan.domains.settlement.actions import send_refund
from huopan.domains.settlement.models import Account, Payment, Refund
from huopan.domains.settlement.ports import PROVIDERS
from huopan.infra import checking
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from tests.factories import settlement
from tests.factories.orders import NOON, SHENZHEN, a_buyer, a_sku, a_supplier, owner_of, relay, see, ship

ON_HAND = 12
ENDED = final_states(AFTER_SALE_MOVES)
PIECES = st.integers(1, 4)


class OrderMachine(RuleBasedStateMachine):
    """The model: what each order is believed to be; moves it must refuse are tried as often as those it must take."""

    placed = Bundle("placed")

    @initialize()
    def a_market(self) -> None:
        supplier = a_supplier()
        self.sku, self.buyer, self.supplier = a_sku(supplier, stock=ON_HAND), a_buyer(), owner_of(supplier.pk)
        self.at = NOON
        self.states: dict[str, str] = {}
        self.waybills: dict[str, list[str]] = {}

    def attempt(self, number, expected, states, move):
        """Do `move`; it must happen exactly when the order is in one of `states`, and lead to `expected`."""
        may = self.states[number] in states and not self.is_claimed(number)
        if may:
            move()
            self.states[number] = expected
        else:
            with pytest.raises(RefusedError):
                move()

    def is_claimed(self, number):
        return AfterSale.objects.filter(order__number=number).exclude(state__in=ENDED).exists()

    def available(self):
        stock = Stock.objects.get(sku=self.sku)
        return stock.on_hand - stock.reserved

    @rule(target=placed, pieces=PIECES)
    def place(self, pieces):
        orders.set_cart_line(sku_id=self.sku.pk, quantity=pieces, by=self.buyer, at=self.at)
        if pieces > self.available():
            with pytest.raises(orders.CartRefusedError):
                _apart(lambda: orders.place_purchase(address=SHENZHEN, by=self.buyer, at=self.at))
            return ""
        purchase = orders.place_purchase(address=SHENZHEN, by=self.buyer, at=self.at)
        number = purchase.orders.get().number
        self.states[number] = "awaiting_payment"
        self.waybills[number] = []
        return number

    @rule(number=placed, is_heard=st.booleans())
    def provider_tells_of_money(self, number, is_heard):
        """At any time, also late and again; the news may wait in the outbox."""
        if not number:
            return
        payment = Payment.objects.get(reference=_order(number).group.number)
        settlement.pay(payment, at=self.at)
        if is_heard:
            self.news_arrives()

    @rule()
    def news_arrives(self):
        relay(self.at)
        self.states = dict(SupplierOrder.objects.values_list("number", "state"))

    @rule(number=placed)
    def accept(self, number):
        if number:
            self.attempt(
                number,
                "awaiting_shipment",
                {"awaiting_acceptance"},
                lambda: orders.accept_order(number=number, by=self.supplier, at=self.at),
            )

    @rule(number=placed)
    def refuse(self, number):
        if not number:
            return
        began = OrderLine.objects.filter(order__number=number, shipped_quantity__gt=0).exists()
        self.attempt(
            number,
            "terminated",
            {"awaiting_acceptance"} | (set() if began else {"awaiting_shipment"}),
            lambda: orders.refuse_order(number=number, because="断货", by=self.supplier, at=self.at),
        )

    @rule(number=placed)
    def cancel(self, number):
        if not number:
            return
        is_paid = Payment.objects.filter(reference=_order(number).group.number, state="paid").exists()
        free = {"awaiting_acceptance"} | (set() if is_paid else {"awaiting_payment"})
        self.attempt(number, "cancelled", free, lambda: orders.cancel_order(number=number, by=self.buyer, at=self.at))

    @rule(number=placed, pieces=PIECES)
    def ship_some(self, number, pieces):
        if not number:
            return
        order = _order(number)
        line = order.lines.get()
        left = line.quantity - line.shipped_quantity
        waybill = f"W{number}-{len(self.waybills[number])}"
        move = lambda: ship(order, waybill=waybill, quantities={self.sku.pk: pieces}, at=self.at)  # noqa: E731
        if self.states[number] != "awaiting_shipment" or pieces > left or self.is_claimed(number):
            with pytest.raises(RefusedError):
                _apart(move)
            return
        move()
        self.waybills[number].append(waybill)
        self.states[number] = _order(number).state
        assert (self.states[number] == "awaiting_shipment") == (pieces < left)

    @rule(number=placed, which=st.integers(0, 3), kind=st.sampled_from(["collected", "passed", "delivered", "lost"]))
    def courier_scans(self, number, which, kind):
        if not number or which >= len(self.waybills[number]):
            return
        see(_order(number), kind, waybill=self.waybills[number][which], at=self.at)
        self.news_arrives()

    @rule(number=placed)
    def confirm(self, number):
        if number:
            self.attempt(
                number,
                "completed",
                {"awaiting_collection", "in_transit", "delivered"},
                lambda: orders.confirm_receipt(number=number, by=self.buyer, at=self.at),
            )

    @rule(number=placed, fen=st.integers(1, 7_000), pieces=st.none() | PIECES)
    def claim(self, number, fen, pieces):
        """For money, or for pieces to be sent back; only while the money is held."""
        if not number or self.states[number] == "completed":
            return
        kind, amount = ("refund", Money(fen)) if pieces is None else ("return", None)
        line = _order(number).lines.get()
        fits = fen <= left_of(_order(number)).fen if pieces is None else pieces <= line.shipped_quantity
        fits = fits and (left_of(_order(number)).fen > 0)
        claimed = self.is_claimed(number)
        move = lambda: orders.request_after_sale(  # noqa: E731
            number=number,
            kind=kind,
            reason="破损",
            pieces=None if pieces is None else {self.sku.pk: pieces},
            amount=amount,
            by=self.buyer,
            at=self.at,
        )
        if fits and not claimed and self.states[number] in PAID_ORDER_STATES - {"awaiting_acceptance"}:
            try:
                _apart(move)
            except RefusedError:
                assert line.returned_quantity, "only pieces sent back before may be in the way"
        else:
            with pytest.raises(RefusedError):
                _apart(move)

    @rule(number=placed, step=st.sampled_from(["agree", "refuse", "send", "receive", "withdraw"]))
    def settle_claim(self, number, step):
        claim = number and AfterSale.objects.filter(order__number=number).exclude(state__in=ENDED).first()
        if not claim:
            return
        told = {"number": claim.number, "at": self.at}
        steps = {
            "agree": lambda: orders.agree_after_sale(by=self.supplier, **told),
            "refuse": lambda: orders.refuse_after_sale(answer="没有破", by=self.supplier, **told),
            "send": lambda: orders.send_goods_back(carrier="sf", waybill_number="R1", by=self.buyer, **told),
            "receive": lambda: orders.receive_goods_back(by=self.supplier, **told),
            "withdraw": lambda: orders.withdraw_after_sale(by=self.buyer, **told),
        }
        before = self.states[number]
        with suppress(orders.AfterSaleNotReadyError):
            _apart(steps[step])
        self.news_arrives()
        assert self.states[number] == before or may_move(ORDER_MOVES, origin=before, target=self.states[number])

    @rule(hours=st.sampled_from([1, 24, 72, 24 * 8, 24 * 31]))
    def time_passes(self, hours):
        """The relay, the sweep and the jobs run all the while, as they do."""
        self.news_arrives()
        self.at += timedelta(hours=hours)
        orders.sweep_due(at=self.at)
        orders.sweep_after_sales(at=self.at)
        self.news_arrives()
        for refund in Refund.objects.filter(state="requested"):
            send_refund(refund_id=refund.pk, at=self.at)
        self.news_arrives()

    @invariant()
    def model_and_laws_agree(self):
        if not hasattr(self, "states"):
            return
        assert dict(SupplierOrder.objects.values_list("number", "state")) == self.states
        found = checking.broken(at=self.at)
        assert [(finding.invariant.code, finding.violations) for finding in found] == []

    @invariant()
    def money_is_where_it_belongs(self):
        """All that buyers paid is held, earned, refunded or the platform's fee."""
        if not hasattr(self, "states"):
            return
        paid = sum(Payment.objects.filter(state__in=["paid", "late"]).values_list("amount_fen", flat=True))
        kept = sum(Account.objects.filter(party__isnull=False).values_list("balance_fen", flat=True))
        released = SupplierOrder.objects.filter(state="completed")
        refunded = sum(SupplierOrder.objects.values_list("refunded_fen", flat=True))
        earned = sum(order.total_fen - order.refunded_fen for order in released)
        fee = earned - settlement.balance(self.supplier.party_id)
        assert paid == kept + refunded + fee

    def teardown(self):
        """O2: left to the clock, every order that was paid ends."""
        if not hasattr(self, "states"):
            return
        for _ in range(4):
            self.time_passes(24 * 31)
        held = AfterSale.objects.exclude(state__in=ENDED).values("order")
        assert not SupplierOrder.objects.filter(state__in=PAID_ORDER_STATES).exclude(pk__in=held).exists()
        self.model_and_laws_agree()


def _order(number):
    return SupplierOrder.objects.select_related("group").get(number=number)


def _apart(move):
    """What a surface gives every action: a transaction of its own that a refusal undoes."""
    from django.db import transaction

    with transaction.atomic():
        move()


class OrderMachineTest(TestCase):
    def setUp(self):
        self.enterContext(patch.dict(PROVIDERS, {"sandbox": settlement.FakeProvider()}))

    def test_the_laws_hold_after_every_step(self):
        run_state_machine_as_test(
            _each_in_its_own_world(self),
            settings=settings(
                max_examples=12,
                stateful_step_count=20,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )

    def test_the_laws_notice_a_state_nobody_moved_to(self):
        machine = OrderMachine()
        machine.a_market()
        number = machine.place(2)
        assert not may_move(ORDER_MOVES, origin="awaiting_payment", target="completed")
        SupplierOrder.objects.filter(number=number).update(state="completed")
        assert {"O1", "O2a", "O3a"} <= {finding.invariant.code for finding in checking.broken(at=NOON)}

    def test_the_laws_notice_money_that_went_twice(self):
        machine = OrderMachine()
        machine.a_market()
        number = machine.place(2)
        machine.provider_tells_of_money(number, is_heard=True)
        SupplierOrder.objects.filter(number=number).update(refunded_fen=100)
        assert "M7b" in {finding.invariant.code for finding in checking.broken(at=NOON)}
        assert PurchaseGroup.objects.count() == 1


def _each_in_its_own_world(case: TestCase) -> type[OrderMachine]:
    class Machine(OrderMachine):
        def __init__(self) -> None:
            super().__init__()
            case.setup_example()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                case.teardown_example(None)

    return Machine
