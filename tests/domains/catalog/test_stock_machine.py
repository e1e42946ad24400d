"""Whatever orders and keepers do to stock, in any sequence, the stock laws hold and a plain model's books agree."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Stock, StockMovement
from huopan.infra import checking
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusalsError
from tests.factories.catalog import EPOCH, an_offer

TOLD = {"by": SYSTEM, "at": EPOCH}
PIECES = st.integers(1, 6)
WHICH = st.integers(0, 2)


class StockMachine(RuleBasedStateMachine):
    sources = Bundle("sources")

    @initialize()
    def an_offer_with_three_skus(self) -> None:
        offer = an_offer(stock=[5, 8, 0])
        self.skus = list(offer.skus.order_by("pk").values_list("pk", flat=True))
        self.keeper = Actor(party_id=offer.supplier_id, scopes=frozenset({"stock.write"}))
        self.on_hand = dict(zip(self.skus, [5, 8, 0], strict=True))
        self.open: dict[str, Counter[int]] = {}
        self.orders = 0

    def reserved(self, sku: int) -> int:
        return sum(held[sku] for held in self.open.values())

    @rule(target=sources, wanted=st.lists(st.tuples(WHICH, PIECES), min_size=1, max_size=4))
    def reserve(self, wanted):
        self.orders += 1
        source = f"SO{self.orders}"
        demand = Counter()
        for which, pieces in wanted:
            demand[self.skus[which]] += pieces
        fits = all(self.on_hand[sku] - self.reserved(sku) >= pieces for sku, pieces in demand.items())
        takes = [catalog.Take(source, self.skus[which], pieces) for which, pieces in wanted]
        if fits:
            catalog.reserve_stock(takes=takes, **TOLD)
            self.open[source] = demand
        else:
            with pytest.raises(catalog.NotEnoughStockError):
                catalog.reserve_stock(takes=takes, **TOLD)
        return source

    @rule(source=sources)
    def release(self, source):
        assert catalog.release_stock(source=source, **TOLD) == dict(self.open.pop(source, {}))

    @rule(source=sources)
    def ship_all(self, source):
        held = self.open.pop(source, None)
        if held is None:
            with pytest.raises(catalog.NothingReservedError):
                catalog.consume_stock(source=source, **TOLD)
            return
        catalog.consume_stock(source=source, **TOLD)
        for sku, pieces in held.items():
            self.on_hand[sku] -= pieces

    @rule(source=sources, which=WHICH, pieces=PIECES)
    def ship_a_part(self, source, which, pieces):
        sku, held = self.skus[which], self.open.get(source, Counter())
        if pieces > held[sku]:
            with pytest.raises(catalog.NothingReservedError):
                catalog.consume_stock(source=source, quantities={sku: pieces}, **TOLD)
            return
        catalog.consume_stock(source=source, quantities={sku: pieces}, **TOLD)
        self.on_hand[sku] -= pieces
        held[sku] -= pieces
        self.open[source] = +held
        if not self.open[source]:
            del self.open[source]

    @rule(source=sources, which=WHICH, pieces=PIECES)
    def take_back(self, source, which, pieces):
        catalog.return_stock(source=source, quantities={self.skus[which]: pieces}, **TOLD)
        self.on_hand[self.skus[which]] += pieces

    @rule(which=WHICH, pieces=st.integers(0, 12))
    def count(self, which, pieces):
        sku = self.skus[which]
        if pieces < self.reserved(sku):
            with pytest.raises(RefusalsError):
                catalog.count_stock(counts={sku: pieces}, by=self.keeper, at=EPOCH)
        else:
            catalog.count_stock(counts={sku: pieces}, by=self.keeper, at=EPOCH)
            self.on_hand[sku] = pieces

    @invariant()
    def books_agree(self):
        if not hasattr(self, "skus"):
            return
        rows = {stock.pk: (stock.on_hand, stock.reserved) for stock in Stock.objects.filter(pk__in=self.skus)}
        assert rows == {sku: (self.on_hand[sku], self.reserved(sku)) for sku in self.skus}
        assert checking.broken(at=EPOCH, area="S") == []


class StockMachineTest(TestCase):
    def test_stock_laws_hold_after_every_step(self):
        run_state_machine_as_test(
            _each_in_its_own_world(self),
            settings=settings(
                max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )

    def test_the_laws_notice_a_forgotten_movement(self):
        [sku] = an_offer(stock=5).skus.values_list("pk", flat=True)
        Stock.objects.filter(pk=sku).update(on_hand=4, reserved=1)
        assert {finding.invariant.code for finding in checking.broken(at=EPOCH, area="S")} == {"S2a", "S2b"}

    def test_the_laws_notice_a_shipment_nobody_reserved(self):
        [sku] = an_offer(stock=5).skus.values_list("pk", flat=True)
        catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 2)], **TOLD)
        StockMovement.objects.create(sku_id=sku, quantity=-1, reason="shipped", source="SO1", at=EPOCH)
        assert "S4" in {finding.invariant.code for finding in checking.broken(at=EPOCH, area="S")}


def _each_in_its_own_world(case: TestCase) -> type[StockMachine]:
    class Machine(StockMachine):
        def __init__(self) -> None:
            super().__init__()
            case.setup_example()

        def teardown(self) -> None:
            case.teardown_example(None)

    return Machine
