"""The seller's lists: offers with bulk changes, stock, terms, private prices."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from huopan.domains.catalog.models import BulkStep, Offer, PrivatePrice, Sku, Stock, StockMovement
from huopan.domains.logistics.models import FreightTemplate, OfferFreight
from huopan.domains.parties.models import Party
from tests.factories.catalog import EPOCH, a_seller, an_offer
from tests.factories.orders import a_sku, a_supplier, an_order
from tests.web.conftest import SignIn
from tests.web.test_lists import grows_by_nothing

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Party:
    return a_supplier()


@pytest.fixture
def client(sign_in: SignIn, seller: Party) -> Client:
    return sign_in(seller)


def names_in(page: str, offers: list[Offer]) -> list[str]:
    return [offer.code for offer in offers if f">{offer.code}<" in page]


def test_the_list_is_narrowed_and_put_in_order(client: Client, seller: Party):
    sold_out = an_offer(seller, stock=0, title_zh="售罄杯")
    draft = an_offer(seller, stock=9, state="draft")
    both = [sold_out, draft]
    assert names_in(client.get("/workbench/offers/?low=1").content.decode(), both) == [sold_out.code]
    assert names_in(client.get("/workbench/offers/?state=draft").content.decode(), both) == [draft.code]
    assert names_in(client.get("/workbench/offers/?q=售罄").content.decode(), both) == [sold_out.code]
    assert names_in(client.get("/workbench/offers/?bare=1").content.decode(), both) == [sold_out.code, draft.code]
    by_stock = client.get("/workbench/offers/?order=stock").content.decode()
    assert by_stock.index(f">{sold_out.code}<") < by_stock.index(f">{draft.code}<")
    assert client.get("/workbench/offers/?order=nonsense&state=x").status_code == 200


@pytest.mark.parametrize(
    "address", ["/workbench/offers/", "/workbench/offers/stock/", "/workbench/terms/private-prices/"]
)
def test_lists_cost_the_same_however_long(client: Client, seller: Party, address: str):
    def add() -> None:
        an_order("awaiting_acceptance", pieces={a_sku(seller): 2})

    grows_by_nothing(client, address, add)


def test_movements_cost_the_same_however_many(client: Client, seller: Party):
    sku = a_sku(seller)
    grows_by_nothing(
        client,
        f"/workbench/offers/stock/{sku.pk}/",
        lambda: StockMovement.objects.create(sku=sku, quantity=1, reason="received", at=EPOCH),
    )


def test_a_bulk_change_is_looked_at_done_and_taken_back(client: Client, seller: Party):
    offers = [an_offer(seller), an_offer(seller, ladder=((1, 3_000),))]
    sent = {"offer": [offer.pk for offer in offers], "verb": "price_by", "figure": "-0.5"}
    page = client.post("/workbench/offers/bulk/", sent).content.decode()
    assert "¥12.50" in page
    assert "¥12.00" in page
    assert "A unit price lies above 0" in page
    assert "Change 1 offer<" in page
    assert not BulkStep.objects.exists()
    done = client.post("/workbench/offers/bulk/", sent | {"confirmed": "1"})
    assert offers[0].tiers.get().unit_price_hao == 120_000
    after = client.get(done["Location"]).content.decode()
    assert "1 offer changed." in after
    client.post(f"{done['Location']}undo/")
    assert offers[0].tiers.get().unit_price_hao == 125_000
    assert "Taken back at" in client.get(done["Location"]).content.decode()


@pytest.mark.parametrize(
    ("verb", "figure"), [("price_pct", "much"), ("price_pct", "-100"), ("lead_time", "1.5"), ("price_by", "x")]
)
def test_what_cannot_be_read_is_asked_for_again_with_the_same_offers(
    client: Client, seller: Party, verb: str, figure: str
):
    offer = an_offer(seller)
    page = client.post("/workbench/offers/bulk/", {"offer": offer.pk, "verb": verb, "figure": figure})
    assert page.status_code == 422
    assert f'name="offer" value="{offer.pk}"' in page.content.decode()


def test_a_template_is_given_to_many(client: Client, seller: Party):
    offer = an_offer(seller)
    template = FreightTemplate.objects.get(supplier=seller)
    sent = {"offer": offer.pk, "verb": "freight", "template": template.pk}
    assert template.name in client.post("/workbench/offers/bulk/", sent).content.decode()
    client.post("/workbench/offers/bulk/", sent | {"confirmed": "1"})
    assert OfferFreight.objects.get().template == template


def test_the_chosen_are_exported(client: Client, seller: Party):
    chosen, other = an_offer(seller), an_offer(seller)
    sheet = client.post("/workbench/offers/offers.xlsx", {"offer": chosen.pk})
    codes = [row[0] for row in load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True)]
    assert chosen.code in codes
    assert other.code not in codes


def test_stock_is_counted_received_and_watched(client: Client, seller: Party):
    counted, received = a_sku(seller), a_sku(seller)
    sent = {f"counted-{counted.pk}": "7", f"received-{received.pk}": "5", f"low-{received.pk}": "900", "source": "DN-1"}
    assert client.post("/workbench/offers/stock/", sent).status_code == 302
    assert Stock.objects.get(pk=counted.pk).on_hand == 7
    assert StockMovement.objects.filter(sku=received, source="DN-1").get().quantity == 5
    assert Stock.objects.get(pk=received.pk).low_at == 900
    low = client.get("/workbench/offers/stock/?low=1").content.decode()
    assert received.code in low
    assert counted.code not in low
    assert "DN-1" in client.get(f"/workbench/offers/stock/{received.pk}/").content.decode()


def test_a_count_below_what_is_reserved_is_told_at_its_row(client: Client, seller: Party):
    sku = a_sku(seller)
    an_order("awaiting_acceptance", pieces={sku: 2})
    page = client.post("/workbench/offers/stock/", {f"counted-{sku.pk}": "1"})
    assert page.status_code == 422
    assert "reserved by" in page.content.decode()


@pytest.mark.parametrize("opened", ["new/", "{known}/"])
def test_a_freight_template_offers_the_provinces_to_choose(client: Client, seller: Party, opened: str):
    known = FreightTemplate.objects.get(supplier=seller).pk
    page = client.get(f"/workbench/terms/freight/{opened.format(known=known)}")
    assert '<option value="44">' in page.content.decode()
    assert '"code": "44"' in page.content.decode()


def test_freight_is_tried_before_it_is_saved(client: Client):
    sent = {"zones": "44,31 | 1000 | 6.00 | 1000 | 2.00", "try_kg": "2.5", "try_to": "44", "try_amount": ""}
    assert "¥10.00" in client.post("/workbench/terms/freight/try/", sent).content.decode()
    assert "not delivered" in client.post("/workbench/terms/freight/try/", sent | {"try_to": "65"}).content.decode()
    free = sent | {"free_from": "100", "try_amount": "100"}
    assert "¥0.00" in client.post("/workbench/terms/freight/try/", free).content.decode()
    assert "is no zone" in client.post("/workbench/terms/freight/try/", sent | {"zones": "x"}).content.decode()


def test_private_prices_are_pasted_and_only_their_buyer_sees_them(client: Client, sign_in: SignIn, seller: Party):
    sku = a_sku(seller)
    buyer = an_order("awaiting_acceptance", pieces={sku: 2}).buyer
    address = f"/workbench/terms/private-prices/?buyer={buyer.pk}"
    text = f"{sku.offer.code}\t\t1\t0.77\n{sku.offer.code}\t{sku.code}\t50\t0.66\t2999-01-31"
    assert client.post(address, {"buyer": buyer.pk, "prices": text}).status_code == 302
    assert PrivatePrice.objects.filter(buyer=buyer).count() == 2
    page = client.get(address).content.decode()
    assert "¥0.77" in page
    assert "2999-01-31" in page
    market = f"/offers/{sku.offer_id}/"
    assert ".77" in sign_in(buyer).get(market).content.decode()
    for stranger in (sign_in(a_seller(kind=Party.Kind.BUYER)), sign_in(a_seller()), Client()):
        seen = stranger.get(market).content.decode()
        assert ".77" not in seen
        assert ".66" not in seen
    client.post(address, {"buyer": buyer.pk, "prices": ""})
    assert not PrivatePrice.objects.exists()


def test_bad_lines_of_private_prices_are_told_by_number(client: Client, seller: Party):
    buyer = an_order("awaiting_acceptance", pieces={a_sku(seller): 2}).buyer
    page = client.post("/workbench/terms/private-prices/", {"buyer": buyer.pk, "prices": "NONE\t\t1\t1\nNONE\t\tx\t1"})
    assert page.status_code == 422
    assert "Line 2:" in page.content.decode()


def test_strangers_find_none_of_it(sign_in: SignIn, client: Client, seller: Party):
    sku = a_sku(seller)
    offer = Offer.objects.get(pk=sku.offer_id)
    buyer = an_order("awaiting_acceptance", pieces={sku: 2}).buyer
    client.post("/workbench/offers/bulk/", {"offer": offer.pk, "verb": "lead_time", "figure": "9", "confirmed": "1"})
    step = BulkStep.objects.get()
    stranger = sign_in(a_seller())
    for address in (
        f"/workbench/offers/bulk/{step.pk}/",
        f"/workbench/offers/stock/{sku.pk}/",
        f"/workbench/terms/private-prices/?buyer={buyer.pk}",
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/workbench/offers/bulk/{step.pk}/undo/").status_code == 404
    assert stranger.post("/workbench/terms/private-prices/", {"buyer": buyer.pk, "prices": ""}).status_code == 404
    assert (
        offer.code
        not in stranger.post(
            "/workbench/offers/bulk/", {"offer": offer.pk, "verb": "lead_time", "figure": "1"}
        ).content.decode()
    )
    sheet = stranger.post("/workbench/offers/offers.xlsx", {"offer": offer.pk})
    codes = [row[0] for row in load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True)]
    assert offer.code not in codes
    stranger.post("/workbench/offers/stock/", {f"counted-{sku.pk}": "0"})
    assert Sku.objects.get(pk=sku.pk).stock.on_hand > 0
