"""The demo market: every state has an example, it speaks both languages, and building it twice gives the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huopan.domains.catalog.models import ImportRun, Offer, OfferImage, PrivatePrice
from huopan.domains.catalog.queries import offer_cards
from huopan.domains.notifications.models import Notice, WebhookDelivery
from huopan.domains.orders.models import (
    AfterSale,
    CartLine,
    Favourite,
    OrderMessage,
    Phrase,
    PurchaseRequest,
    SupplierOrder,
    Thread,
)
from huopan.domains.orders.queries import conducts
from huopan.domains.parties.models import InvoiceTitle, Party, Person
from huopan.domains.production.models import Demand, WorkOrder
from huopan.domains.search.models import SavedSearch
from huopan.domains.settlement.models import Payout
from huopan.domains.settlement.ports import PROVIDERS
from huopan.infra.checking import invariants
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import VISITOR
from huopan.ops.demo import world
from huopan.ops.demo.galleries import Studio, looks_of
from huopan.ops.demo.items import item
from huopan.ops.demo.merchandise import GOODS, STATED, TRAITS, USES
from huopan.ops.demo.pictures import PALETTE, PRINTS, SCENES, Look, drawn, picture_svg
from huopan.ops.demo.shapes import SHAPES
from huopan.ops.demo.sizes import WHOLE, Size
from huopan.ops.demo.titles import titles_of
from huopan.ops.demo.words import BELTS, BUYERS, MAKERS, TRADES
from huopan.web.tour.steps import PEOPLE, STEPS, Step, actor_of, address_of
from tests.factories.settlement import FakeProvider

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MOST_STATEMENTS = 8
THEIRS = {"pay", "transit", "delivered", "claim", "accept", "ship", "answer", "edit", "import", "demand", "work-order"}
THEIRS |= {"desk", "dispute", "approve", "limits"}
SMALL = Size(offers_each=26, buyers=14, everyday=8, factories=1, pixels=24)


@pytest.fixture(scope="module")
def market(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[int]]:
    """Built once for all that only look at it; what `tick` was told."""
    told: list[int] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(PROVIDERS, "sandbox", FakeProvider())
        build(told)
        yield told
        call_command("flush", verbosity=0, interactive=False)


def build(told: list[int]) -> None:
    world.build(at=AT, tick=told.append, size=SMALL, studio=Studio(SMALL))


def told_in_short() -> dict[str, list[Any]]:
    """What two markets of one seed have in common: all but numbers drawn at random."""
    return {
        "offers": list(Offer.objects.order_by("pk").values_list("code", "title_zh", "state", "moq")),
        "pictures": list(OfferImage.objects.order_by("pk").values_list("offer__code", "fingerprint", "position")),
        "orders": list(SupplierOrder.objects.order_by("pk").values_list("state", "goods_fen", "buyer__name_zh")),
        "claims": list(AfterSale.objects.order_by("pk").values_list("state", "kind", "amount_fen")),
        "payouts": list(Payout.objects.order_by("pk").values_list("state", "amount_fen")),
        "demands": list(Demand.objects.order_by("pk").values_list("state", "title", "quantity")),
    }


@pytest.mark.django_db
def test_everybody_is_there_with_names_in_both_languages(market: list[int]) -> None:
    assert sum(market) == world.steps_of(SMALL, Studio(SMALL))
    assert world.stands()
    sellers = Party.objects.filter(kind__in=["factory", "trader"])
    assert sellers.filter(state="active").count() == 12
    assert sellers.filter(state="pending").count() == 2
    assert Party.objects.filter(kind="buyer").count() == SMALL.buyers
    assert Offer.objects.count() == 12 * SMALL.offers_each
    assert not Party.objects.filter(name_en="").exists()
    assert not Offer.objects.filter(title_en="").exists()
    assert not Offer.objects.filter(images=None).exists()
    sampled = Offer.objects.exclude(sample_days=None)
    assert 0 < sampled.filter(sample_price_hao=0).count() < sampled.count() < Offer.objects.count()


@pytest.mark.django_db
def test_every_state_has_an_example(market: list[int]) -> None:
    assert set(SupplierOrder.objects.values_list("state", flat=True)) == set(SupplierOrder.State.values)
    passed_by = {AfterSale.State.GOODS_RECEIVED}  # refunded in the same breath
    assert set(AfterSale.objects.values_list("state", flat=True)) == set(AfterSale.State.values) - passed_by
    assert {"requested", "paid"} <= set(Payout.objects.values_list("state", flat=True))
    assert set(Offer.objects.values_list("state", flat=True)) == set(Offer.State.values)
    assert {"open", "accepted", "released"} <= set(Demand.objects.values_list("state", flat=True))
    for model in (CartLine, ImportRun, OrderMessage, Phrase, SavedSearch, Thread, WebhookDelivery, WorkOrder):
        assert model.objects.exists(), model


@pytest.mark.django_db
def test_offices_keep_what_they_work_with(market: list[int]) -> None:
    buyer, supplier = actor_of("buyer"), actor_of("supplier")
    assert buyer is not None
    assert supplier is not None
    assert set(InvoiceTitle.objects.values_list("kind", flat=True)) == set(InvoiceTitle.Kind.values)
    assert {"waiting", "approved", "refused"} == set(PurchaseRequest.objects.values_list("state", flat=True))
    assert PrivatePrice.objects.filter(offer__supplier_id=supplier.party_id).count() == 6
    then = dict(Favourite.objects.values_list("offer_id", "price_hao"))
    assert len(then) == 9
    assert {card.offer_id: card.from_price_hao for card in offer_cards(list(then), by=VISITOR)} != then
    told = Notice.objects.filter(person_id__in=[buyer.person_id, supplier.person_id])
    assert told.filter(read_at=None).exists()
    assert not told.filter(read_at=None, at__lt=AT - timedelta(days=4)).exists()
    assert SupplierOrder.objects.filter(buyer_id=buyer.party_id).exclude(group__invoice_title={}).exists()


@pytest.mark.django_db
def test_nothing_happens_in_the_future(market: list[int]) -> None:
    assert TrailEntry.objects.filter(at__gt=AT).count() == 0
    assert TrailEntry.objects.order_by("at")[0].at < AT - timedelta(days=29)


@pytest.mark.django_db
def test_conduct_comes_out_of_what_happened(market: list[int]) -> None:
    measured = conducts(at=AT)
    assert len(measured) == 12
    assert any(each.collected_in_time < each.orders_due for each in measured.values())


@pytest.mark.django_db
def test_the_books_agree(market: list[int]) -> None:
    while relay_once(500, AT):
        pass
    assert [f"{law.code}: {found}" for law in invariants() for found in law.violations(AT)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_each_step_of_the_tour_opens_for_its_person(
    market: list[int], step: Step, language: str, settings: Any
) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"demo": True})
    client = Client(headers={"accept-language": language})
    answer = client.post(f"/tour/{step.key}/")
    assert answer["Location"] == address_of(step)
    client.cookies["django_language"] = language
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_each_step_asks_the_database_eight_times_at_most(market: list[int], step: Step) -> None:
    """The session's and the head's statements among them; counted warm, as `make bench NAME=pages` does."""
    client = Client()
    if step.role != "visitor":
        client.force_login(Person.objects.get(email=PEOPLE[step.role]))
    address = address_of(step)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    told = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
    assert len(told) <= MOST_STATEMENTS, "\n".join(told)


@pytest.mark.django_db
@pytest.mark.parametrize("step", [step for step in STEPS if step.role != "visitor"], ids=lambda step: step.key)
def test_visitors_are_asked_to_sign_in(market: list[int], step: Step) -> None:
    assert Client().get(address_of(step))["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("step", [step for step in STEPS if step.key in THEIRS], ids=lambda step: step.key)
def test_what_belongs_to_somebody_is_not_found_by_a_stranger(market: list[int], step: Step) -> None:
    stranger = Client()
    stranger.force_login(Party.objects.get(name_zh=BUYERS[7].name_zh).grants.get().person)
    assert stranger.get(address_of(step)).status_code in ((403, 404) if step.key == "dispute" else (404,))


@pytest.mark.django_db
def test_the_tour_has_an_example_for_every_step(market: list[int]) -> None:
    assert [step.key for step in STEPS if not address_of(step)] == []
    assert actor_of("floor").role == "floor"  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_built_again_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "sandbox", FakeProvider())
    call_command("flush", verbosity=0, interactive=False)  # the module's market may still stand
    build([])
    first = told_in_short()
    call_command("flush", verbosity=0, interactive=False)
    assert not world.stands()
    build([])
    assert told_in_short() == first


def test_the_whole_market_is_as_large_as_told() -> None:
    assert len(MAKERS) * WHOLE.offers_each == 1_500
    assert WHOLE.buyers == len(BUYERS) == 60
    assert {buyer.trade for buyer in BUYERS} == set(TRADES)
    assert len({buyer.name_en for buyer in BUYERS}) == 60
    assert {maker.belt for maker in MAKERS} == {belt.code for belt in BELTS}
    titles = {titles_of(item(maker, place)) for maker in MAKERS for place in range(WHOLE.offers_each)}
    assert len(titles) > 1_000


def test_every_kind_of_good_has_its_drawing_and_words() -> None:
    assert set(GOODS) == set(SHAPES) >= set(STATED)
    assert {good.family for good in GOODS.values()} <= set(TRAITS) & set(USES)
    for kind in SHAPES:
        assert picture_svg(Look(kind, ("米白", "黑色"), "dots", "table", "pair")).startswith("<svg")


def test_pictures_follow_the_colours_and_are_few() -> None:
    items = [item(maker, place) for maker in MAKERS for place in range(WHOLE.offers_each)]
    looks = {look for each in items for look in looks_of(each)}
    assert len(looks) <= 460
    assert all(looks_of(each)[0].colours[0] == each.colours[0] for each in items if not each.is_common)
    assert {look.scene for look in looks} == set(SCENES)
    assert {look.pattern for look in looks} == set(PRINTS)
    assert {colour for look in looks for colour in look.colours} == set(PALETTE)


def test_the_same_look_gives_the_same_bytes() -> None:
    look = Look("mug", ("雾蓝",), "floral", "podium")
    assert drawn(look, 32) == drawn(look, 32)
    assert drawn(look, 32) != drawn(Look("mug", ("砖红",), "floral", "podium"), 32)
