"""What a row more adds to a long page: nodes of templates drawn, which is most of what a page costs. No clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from django.template.base import Node
from django.test import Client

from huopan.domains.catalog.models import Offer
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.factories.catalog import a_seller, an_offer
from tests.factories.orders import a_supplier
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
DRAWING = Node.render_annotated.__code__
FEW, MORE = 2, 8


def nodes_drawn(act: Callable[[], object]) -> int:
    count = 0

    def counting(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code is DRAWING

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def nodes_a_row(client: Client, address: str, add: Callable[[int], object]) -> float:
    """Of a warm page: rows that were shown before."""

    def drawn() -> int:
        client.get(address)
        return nodes_drawn(lambda: client.get(address))

    add(FEW)
    few = drawn()
    add(MORE - FEW)
    return (drawn() - few) / (MORE - FEW)


def test_a_row_of_the_sellers_offers(sign_in: SignIn) -> None:
    seller = a_supplier()

    def add(many: int) -> None:
        for _ in range(many):
            an_offer(seller)

    assert 0 < nodes_a_row(sign_in(seller), "/workbench/offers/", add) <= 28


@pytest.mark.parametrize(("address", "most"), [("/search/?q=mug", 22), ("/factories/", 28)])
def test_a_result(tmp_path: Path, address: str, most: int) -> None:
    ports.connect(EmbeddedIndex(tmp_path / "search"))

    def add(many: int) -> None:
        for _ in range(many):
            an_offer(a_seller(), title_en=f"Mug {Offer.objects.count()}")
        search.rebuild_index()

    assert 0 < nodes_a_row(Client(), address, add) <= most
