"""The demo market: every state has an example, and the books agree."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huopan.domains.catalog.models import Offer, OfferImage
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.parties.models import Party
from huopan.domains.settlement.ports import PROVIDERS
from huopan.infra.checking import invariants
from huopan.infra.draining import drain
from huopan.ops.demo import world
from huopan.ops.demo.pictures import PATTERNS, SHAPES, product_svg
from huopan.ops.demo.words import GOODS
from tests.factories.settlement import FakeProvider

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def broken() -> list[str]:
    """Every invariant that does not hold once everything was told."""
    drain(at=AT)
    return [f"{law.code}: {found}" for law in invariants() for found in law.violations(AT)]


@pytest.mark.django_db(transaction=True)
def test_the_market_stands_with_an_order_in_every_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "sandbox", FakeProvider())
    steps: list[None] = []
    assert not world.stands()
    world.build(at=AT, tick=lambda: steps.append(None))
    assert world.stands()
    assert len(steps) == world.STEPS
    assert Party.objects.filter(kind__in=["factory", "trader"]).count() == 12
    assert Party.objects.filter(kind="buyer").count() == 30
    assert Offer.objects.count() == OfferImage.objects.count() == 300
    assert set(SupplierOrder.objects.values_list("state", flat=True)) == set(SupplierOrder.State.values)
    assert {"requested", "refunded", "disputed"} <= set(AfterSale.objects.values_list("state", flat=True))
    assert broken() == []


def test_every_kind_of_good_has_its_drawing() -> None:
    assert set(GOODS) == set(SHAPES)
    for pattern in PATTERNS:
        assert product_svg(shape="mug", hue=200, pattern=pattern).startswith("<svg")
