"""Whatever happens, in whatever order and however often it is heard: the index says what the database says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huopan.domains.catalog import events as catalog
from huopan.domains.catalog.models import Category, Offer, PriceTier, Stock
from huopan.domains.parties import events as parties
from huopan.domains.parties.models import Party
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search.queries import differences, read
from huopan.domains.search.rules.conduct import Conduct
from huopan.infra.outbox.announcing import announce
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import SYSTEM
from tests.factories.catalog import EPOCH, a_category, a_seller, an_offer

NUMBERS = st.integers(0, 7)


class Market(RuleBasedStateMachine):
    """Changes are told by their events; now and then the index follows, is rebuilt, or loses its keeper."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        Category.objects.all().delete()
        a_category(code="home")
        self.sellers = [a_seller() for _ in range(2)]
        self.offers: list[Offer] = []
        self.index = EmbeddedIndex(self.folder)
        ports.connect(self.index)
        search.rebuild_index()
        self.follower = search.Follower()

    @rule(seller=st.integers(0, 1), stock=NUMBERS)
    def publish(self, seller: int, stock: int) -> None:
        offer = an_offer(self.sellers[seller], stock=stock)
        self.offers.append(offer)
        self._tell(catalog.OfferPublished, offer)

    @rule(which=NUMBERS, price=st.integers(1, 99), moq=st.integers(1, 60))
    def reprice(self, which: int, price: int, moq: int) -> None:
        if offer := self._offer(which):
            PriceTier.objects.filter(offer=offer).update(unit_price_hao=price * 10_000)
            Offer.objects.filter(pk=offer.pk).update(moq=moq, lead_time_days=moq)
            self._tell(catalog.OfferChanged, offer)

    @rule(which=NUMBERS, state=st.sampled_from(["draft", "suspended", "published"]))
    def move(self, which: int, state: str) -> None:
        if offer := self._offer(which):
            Offer.objects.filter(pk=offer.pk).update(state=state)
            told = {
                "draft": catalog.OfferWithdrawn,
                "published": catalog.OfferPublished,
                "suspended": catalog.OfferSuspended,
            }
            more = {"because": "test"} if state == "suspended" else {}
            self._tell(told[state], offer, **more)

    @rule(which=NUMBERS, reserved=NUMBERS)
    def reserve(self, which: int, reserved: int) -> None:
        if offer := self._offer(which):
            stock = Stock.objects.get(sku__offer=offer)
            Stock.objects.filter(pk=stock.pk).update(reserved=min(reserved, stock.on_hand))
            self._tell(catalog.StockChanged, offer, sku_ids=())

    @rule(seller=st.integers(0, 1), state=st.sampled_from(["active", "suspended"]))
    def judge_supplier(self, seller: int, state: str) -> None:
        Party.objects.filter(pk=self.sellers[seller].pk).update(state=state)
        told: Callable[..., Any] = parties.PartyReactivated if state == "active" else parties.PartySuspended
        more = {} if state == "active" else {"because": "test"}
        announce(told(at=EPOCH, party_id=self.sellers[seller].pk, **more), by=SYSTEM)

    @rule(seller=st.integers(0, 1), part=NUMBERS, whole=st.integers(7, 20))
    def measure(self, seller: int, part: int, whole: int) -> None:
        search.record_conduct({self.sellers[seller].pk: Conduct(whole, part, whole, part)}, at=EPOCH)

    @rule()
    def hear_all_again(self) -> None:
        self.index.update({"offers": [offer.pk for offer in self.offers]}, read)

    @rule()
    def rebuild(self) -> None:
        search.rebuild_index()

    @rule()
    def lose_the_keeper(self) -> None:
        self.index.leave()
        self.index = EmbeddedIndex(self.folder)
        ports.connect(self.index)
        self.follower = search.Follower()

    @invariant()
    def index_equals_database(self) -> None:
        if hasattr(self, "follower"):
            while self.follower.turn(0.0):
                pass
            assert list(differences()) == []

    def _offer(self, which: int) -> Offer | None:
        return self.offers[which % len(self.offers)] if self.offers else None

    def _tell(self, event: Callable[..., Any], offer: Offer, **more: Any) -> None:
        announce(event(at=EPOCH, offer_id=offer.pk, supplier_id=offer.supplier_id, **more), by=SYSTEM)

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.index.leave()


@pytest.mark.django_db
def test_the_index_equals_the_database_after_any_sequence_of_changes(tmp_path: Path) -> None:
    from django.db import transaction

    class Fresh(Market):
        """Each run in a transaction of its own, which is rolled back."""

        def __init__(self) -> None:
            super().__init__()
            self._atomic = transaction.atomic()
            self._atomic.__enter__()
            self.folder = tmp_path / f"search-{id(self)}"

        def teardown(self) -> None:
            super().teardown()
            transaction.set_rollback(True)
            self._atomic.__exit__(None, None, None)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Fresh,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
