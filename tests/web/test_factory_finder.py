"""Finding factories by pages: by what they can do, where they are, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
import time_machine
from django.test import Client

from huopan.domains.parties.models import Division, IndustrialBelt, Party
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search.rules.conduct import Conduct
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.web.market.finding import provinces
from tests.factories.catalog import a_seller, an_offer
from tests.factories.production import MONDAY, a_plannable_factory

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def printer(tmp_path: Path) -> Party:
    """A factory in Yiwu with two presses; another one in Guangdong without machines."""
    ports.connect(EmbeddedIndex(tmp_path / "search"))
    factory = a_seller(name_en="Yiwu Printers", **_place("33", "Zhejiang", "yiwu"))
    an_offer(factory, moq=5)
    a_plannable_factory(factory)
    an_offer(a_seller(name_en="Canton Makers", **_place("44", "Guangdong", "canton")), moq=500)
    search.record_conduct({factory.pk: Conduct(20, 19, 10, 9)}, at=MONDAY)
    search.record_capacity([factory.pk], at=MONDAY)
    search.rebuild_index()
    return factory


def _place(code: str, name: str, belt: str) -> dict[str, object]:
    province = Division.objects.create(code=f"{code}0000", name_zh=name, name_en=name, level=1)
    city = Division.objects.create(code=f"{code}0100", name_zh=name, name_en=name, level=2, parent=province)
    county = Division.objects.create(code=f"{code}0101", name_zh=name, name_en=name, level=3, parent=city)
    made = IndustrialBelt.objects.create(code=belt, name_zh=belt, name_en=f"{name} belt", division=county, cluster=belt)
    return {"division": county, "belt": made}


def found(client: Client, query: str) -> list[str]:
    page = client.get(f"/factories/?{query}", headers=ENGLISH)
    return sorted(factory.card.name_en for factory in page.context["factories"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Canton Makers", "Yiwu Printers"]),
        ("process=screen_print", ["Yiwu Printers"]),
        ("process=screen_print&process=sewing", []),
        ("belt=canton", ["Canton Makers"]),
        ("place=330000", ["Yiwu Printers"]),
        ("small_lot=on", ["Yiwu Printers"]),
        ("pickup=95", ["Yiwu Printers"]),
        ("free=8", ["Yiwu Printers"]),
        ("free=9999", []),
        ("q=printers", ["Yiwu Printers"]),
        ("near=440101&sort=near", ["Canton Makers", "Yiwu Printers"]),
    ],
)
def test_conditions(client: Client, printer: Party, query: str, names: list[str]) -> None:
    assert found(client, query) == names


def test_a_card_shows_proof(client: Client, printer: Party) -> None:
    page = client.get("/factories/?q=printers", headers=ENGLISH).content.decode()
    for proof in ("95%", "19 of 20 orders", "90%", "9 of 10 orders", "Screen printing", "× 2", "machine hours"):
        assert proof in page
    other = client.get("/factories/?belt=canton", headers=ENGLISH).content.decode()
    assert "too few orders to tell" in other
    assert "keeps no plan here" in other


def test_the_map_counts_every_province_and_leads_there_and_back(client: Client, printer: Party) -> None:
    page = client.get("/factories/?place=330000&process=screen_print", headers=ENGLISH)
    tiles = {tile.code: tile for tile in page.context["tiles"]}
    assert len(tiles) == 34
    assert (tiles["33"].count, tiles["44"].count) == (1, 0)
    assert tiles["33"].is_chosen
    assert "place" not in parse_qs(urlparse(tiles["33"].address).query)
    everywhere = {tile.code: tile for tile in client.get("/factories/", headers=ENGLISH).context["tiles"]}
    assert (everywhere["33"].count, everywhere["44"].count) == (1, 1)
    assert everywhere["44"].belts == ("Guangdong belt",)
    assert parse_qs(urlparse(everywhere["44"].address).query) == {"place": ["440000"]}


def test_no_two_tiles_share_a_place() -> None:
    tiles = provinces.tiles("", provinces.FactoryFilters(), provinces.Spread(), provinces.Names(), sort="")
    assert len({(tile.x, tile.y) for tile in tiles}) == len(tiles) == 34
    assert all(0 <= tile.x < provinces.SIZE.width and 0 <= tile.y < provinces.SIZE.height for tile in tiles)


def test_suspended_factories_are_nowhere(client: Client, printer: Party) -> None:
    Party.objects.filter(pk=printer.pk).update(state=Party.State.SUSPENDED)
    assert found(client, "q=printers") == []


def test_every_way_leads_to_factories(client: Client, printer: Party) -> None:
    assert "/factories/" in client.get("/").content.decode()
    assert "/factories/?belt=yiwu" in client.get(f"/suppliers/{printer.pk}/").content.decode()
    page = client.get("/factories/?process=knitting", headers=ENGLISH).content.decode()
    assert "No factory fits all of it" in page
