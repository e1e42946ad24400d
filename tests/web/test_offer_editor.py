"""The offers editor: one form, kept while it is typed, saved at once or refused with the place to mend."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import CategoryAttribute, Offer, OfferCost, OfferImage, Sku, UnfinishedOffer
from huopan.domains.catalog.rules import SkuDraft
from huopan.domains.parties.models import Party
from huopan.infra.files.pictures import safe_picture
from huopan.kernel.money import UnitPrice
from tests.factories.catalog import EPOCH, a_category, a_draft, a_seller, a_seller_actor, an_offer
from tests.web.conftest import SignIn
from tests.web.test_lists import MOST, grows_by_nothing, statements
from tests.web.test_uploads import a_picture

pytestmark = pytest.mark.django_db
HEAD = "code\tprice\tstock\tweight\tbarcode\ton"


@pytest.fixture
def seller() -> Party:
    a_category(code="mugs")
    return a_seller()


@pytest.fixture
def client(sign_in: SignIn, seller: Party) -> Client:
    return sign_in(seller)


def typed(**fields: str) -> dict[str, str]:
    return {
        "code": "M-1",
        "category": "mugs",
        "title_zh": "陶瓷杯",
        "price_kind": "ladder",
        "ladder": "10: 6.80; 100: 6.12",
        "moq": "10",
        "order_multiple": "1",
        "unit": "件",
        "weight_grams": "300",
        "lead_time_days": "2",
        "is_mixable": "on",
        "grid": f"颜色\t尺寸\t{HEAD}\n白\tS\tW-S\t\t10\t\t\t1\n白\tM\tW-M\t\t20\t350\t\t1",
    } | fields


def stored(offer: Offer):
    return queries.stored_drafts([Offer.objects.get(pk=offer.pk)])[offer.pk]


def a_stored(seller: Party, **fields: object) -> Offer:
    draft = a_draft(code="M-1", **fields)
    return catalog.create_offer(draft=draft, by=a_seller_actor(seller), at=EPOCH)


def test_a_new_offer_with_its_matrix_and_cost(client: Client):
    answer = client.post("/workbench/offers/new/", typed(unit_cost="5.5"))
    offer = Offer.objects.get()
    assert answer["Location"] == f"/workbench/offers/{offer.pk}/"
    assert [(sku.code, sku.spec, sku.weight_grams) for sku in Sku.objects.order_by("position")] == [
        ("W-S", {"颜色": "白", "尺寸": "S"}, None),
        ("W-M", {"颜色": "白", "尺寸": "M"}, 350),
    ]
    assert OfferCost.objects.get().unit_cost_hao == 55_000


@pytest.mark.parametrize(
    ("then", "to", "state"),
    [("publish", "/workbench/offers/{}/", "published"), ("preview", "/offers/{}/", "draft")],
)
def test_the_button_says_what_comes_after_saving(client: Client, then: str, to: str, state: str):
    answer = client.post("/workbench/offers/new/", typed(then=then))
    offer = Offer.objects.get()
    assert (answer["Location"], offer.state) == (to.format(offer.pk), state)
    assert client.get(answer["Location"]).status_code == 200


def test_a_refusal_stands_at_its_cell_and_links_to_its_field(client: Client):
    twice = f"{HEAD}\nA\t\t1\t\t\t1\nA\t\t1\t\t\t1"
    page = client.post("/workbench/offers/new/", typed(grid=twice, moq="7", order_multiple="2"))
    assert page.status_code == 422
    said = page.content.decode()
    assert "Row 2, SKU code: The SKU code “A” is used more than once" in said
    assert '<a href="#id_moq">' in said
    assert '{"row": 2, "column": "code"' in said


def test_saving_keeps_barcodes_and_leaves_untouched_stock_alone(client: Client, seller: Party):
    offer = a_stored(seller, skus=(SkuDraft("W", {"颜色": "白"}, "690", 300, on_hand=10),))
    page = client.get(f"/workbench/offers/{offer.pk}/")
    form = page.context["form"]
    sku = Sku.objects.get()
    catalog.receive_stock(quantities={sku.pk: 5}, by=a_seller_actor(seller), at=EPOCH)
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value is not None and value is not False}
    sent["ladder"] = "12.5"
    answer = client.post(f"/workbench/offers/{offer.pk}/", sent | {"title_en": "Mug"})
    assert answer.status_code == 302, answer.context["form"].errors
    [kept] = stored(offer).skus
    assert (kept.barcode, kept.weight_grams, kept.on_hand) == ("690", 300, 15)


def test_a_sample_is_typed_kept_and_taken_back(client: Client):
    client.post("/workbench/offers/new/", typed(sample_price="0", sample_days="3"))
    offer = Offer.objects.get()
    assert (stored(offer).sample_price, stored(offer).sample_days) == (UnitPrice(0), 3)
    form = client.get(f"/workbench/offers/{offer.pk}/").context["form"]
    assert (form["sample_price"].value(), form["sample_days"].value()) == ("0.00", 3)
    client.post(f"/workbench/offers/{offer.pk}/", typed(sample_price="", sample_days=""))
    assert (stored(offer).sample_price, stored(offer).sample_days) == (None, None)


@pytest.mark.parametrize(
    ("half", "field"),
    [({"sample_price": "12"}, "sample_days"), ({"sample_days": "3"}, "sample_price")],
)
def test_half_a_sample_is_refused_at_what_lacks(client: Client, half: dict[str, str], field: str):
    refused = client.post("/workbench/offers/new/", typed(**half))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])


def test_prices_of_the_other_kind_are_left_out(client: Client):
    grid = f"{HEAD}\nA\t9.90\t1\t\t\t1"
    client.post("/workbench/offers/new/", typed(grid=grid))
    assert Offer.objects.get().tiers.filter(sku=None).count() == 2
    assert Offer.objects.get().tiers.exclude(sku=None).count() == 0


def test_a_category_asks_for_its_own_attributes(client: Client, seller: Party):
    category = a_category(code="lamps")
    CategoryAttribute.objects.create(
        category=category, code="watts", name_zh="功率", name_en="Power", type="number", unit="W", is_required=True
    )
    CategoryAttribute.objects.create(category=category, code="dims", name_zh="可调光", name_en="Dims", type="boolean")
    fields = client.get("/workbench/offers/attributes/?category=lamps").content.decode()
    assert "Power (W)" in fields
    assert "Dims" in fields
    refused = client.post("/workbench/offers/new/", typed(category="lamps"))
    assert refused.status_code == 422
    client.post("/workbench/offers/new/", typed(category="lamps", **{"attribute-watts": "8", "attribute-dims": "no"}))
    assert Offer.objects.get().attributes == {"watts": 8, "dims": False}
    page = client.get(f"/workbench/offers/{Offer.objects.get().pk}/").content.decode()
    assert 'name="attribute-watts" value="8"' in page
    assert '<option value="no" selected>' in page


def test_what_is_typed_is_kept_and_taken_up_again(client: Client):
    answer = client.post("/workbench/offers/unfinished/", typed(code="", title_zh="半", revision="0"))
    kept = UnfinishedOffer.objects.get()
    assert answer.json() | {"time": ""} == {"unfinished": kept.pk, "revision": 1, "time": ""}
    again = client.post(
        "/workbench/offers/unfinished/", typed(code="", title_zh="半成", unfinished=str(kept.pk), revision="1")
    )
    assert again.json()["revision"] == 2
    page = client.get(f"/workbench/offers/new/?unfinished={kept.pk}").content.decode()
    assert 'value="半成"' in page
    assert "not saved yet" in page
    assert "半成" in client.get("/workbench/offers/").content.decode()
    client.post("/workbench/offers/new/", typed(unfinished=str(kept.pk)))
    assert not UnfinishedOffer.objects.exists()


def test_another_tabs_version_is_told_and_not_lost(client: Client, seller: Party):
    offer = a_stored(seller)
    sent = {"offer": str(offer.pk), "revision": "0"}
    client.post("/workbench/offers/unfinished/", typed(title_zh="甲", **sent))
    client.post("/workbench/offers/unfinished/", typed(title_zh="乙", **sent | {"revision": "1"}))
    clash = client.post("/workbench/offers/unfinished/", typed(title_zh="丙", **sent | {"revision": "1"}))
    assert clash.status_code == 409
    assert clash.json()["revision"] == 2
    assert "Another tab kept its own version" in clash.json()["sentence"]
    assert 'value="乙"' in client.get(f"/workbench/offers/{offer.pk}/").content.decode()
    mine = client.post("/workbench/offers/unfinished/", typed(title_zh="丙", **sent | {"revision": "2"}))
    assert mine.json()["revision"] == 3


def test_a_keeping_sent_twice_is_no_clash(client: Client):
    first = client.post("/workbench/offers/unfinished/", typed(revision="0")).json()
    number = {"unfinished": str(first["unfinished"]), "revision": "0"}
    twice = client.post("/workbench/offers/unfinished/", typed(**number))
    assert twice.json() == first


def test_what_was_kept_can_be_discarded(client: Client, seller: Party):
    offer = a_stored(seller)
    client.post("/workbench/offers/unfinished/", typed(title_zh="甲", offer=str(offer.pk), revision="0"))
    kept = UnfinishedOffer.objects.get()
    answer = client.post(f"/workbench/offers/unfinished/{kept.pk}/discard/")
    assert answer["Location"] == f"/workbench/offers/{offer.pk}/"
    assert not UnfinishedOffer.objects.exists()


def test_saving_over_somebody_elses_change_is_refused_with_what_was_typed(client: Client, seller: Party):
    offer = a_stored(seller)
    seen = client.get(f"/workbench/offers/{offer.pk}/").context["seen_at"]
    catalog.change_offer(
        offer_id=offer.pk,
        draft=a_draft(code="M-1", title_zh="别人的"),
        by=a_seller_actor(seller),
        at=EPOCH + timedelta(1),
    )
    answer = client.post(f"/workbench/offers/{offer.pk}/", typed(title_zh="我的", seen_at=seen))
    assert answer.status_code == 409
    assert "was changed at" in answer.content.decode()
    assert 'value="我的"' in answer.content.decode()
    assert stored(offer).title_zh == "别人的"


def test_what_is_missing_is_listed_with_a_way_to_it(client: Client, seller: Party):
    offer = a_stored(seller, skus=(SkuDraft("W", on_hand=0),), title_en="")
    catalog.set_unit_cost(offer_id=offer.pk, unit_cost=UnitPrice(130_000), by=a_seller_actor(seller), at=EPOCH)
    page = client.get(f"/workbench/offers/{offer.pk}/")
    assert [missing.anchor for missing in page.context["missing"]] == [
        "freight",
        "variants",
        "id_weight_grams",
        "pictures",
        "id_title_en",
        "id_description_zh",
        "prices",
    ]
    said = page.content.decode()
    assert "a piece leaves ¥-0.50" in said
    for anchor in ("pictures", "variants", "prices", "id_weight_grams", "id_title_en", "id_description_zh"):
        assert f'href="#{anchor}"' in said
        assert f'id="{anchor}"' in said


def test_the_editor_costs_the_same_however_much_it_shows(client: Client, seller: Party):
    offer = a_stored(seller)
    address, by = f"/workbench/offers/{offer.pk}/", a_seller_actor(seller)
    client.post("/workbench/offers/unfinished/", typed(offer=str(offer.pk), revision="0"))
    catalog.set_unit_cost(offer_id=offer.pk, unit_cost=UnitPrice(30_000), by=by, at=EPOCH)
    category = a_category(code="lamps")
    names = iter("甲乙丙")

    def add() -> None:
        catalog.attach_picture(offer_id=offer.pk, picture=safe_picture(a_picture()), by=by, at=EPOCH)
        CategoryAttribute.objects.create(category=category, code=f"a{next(names)}", name_zh="功率", type="text")

    grows_by_nothing(client, address, add)
    assert statements(client, "/workbench/offers/new/") <= MOST


def test_pictures_are_put_in_order(client: Client, seller: Party):
    offer = a_stored(seller)
    picture = safe_picture(a_picture())
    by = a_seller_actor(seller)
    ids = [catalog.attach_picture(offer_id=offer.pk, picture=picture, by=by, at=EPOCH).pk for _ in range(3)]
    order = f"{ids[2]},{ids[0]},{ids[1]}"
    assert client.post(f"/workbench/offers/{offer.pk}/pictures/arrange/", {"order": order}).status_code == 204
    assert list(OfferImage.objects.values_list("pk", flat=True)) == [ids[2], ids[0], ids[1]]
    assert client.post(f"/workbench/offers/{offer.pk}/pictures/arrange/", {"order": "1"}).status_code == 422


def test_strangers_neither_see_nor_keep(sign_in: SignIn, seller: Party):
    offer = a_stored(seller)
    catalog.set_unit_cost(offer_id=offer.pk, unit_cost=UnitPrice(77_700), by=a_seller_actor(seller), at=EPOCH)
    catalog.publish_offer(offer_id=offer.pk, by=a_seller_actor(seller), at=EPOCH)
    kept = UnfinishedOffer.objects.create(supplier=seller, form="title_zh=密", kept_at=EPOCH)
    stranger = sign_in(a_seller())
    assert stranger.get(f"/workbench/offers/{offer.pk}/").status_code == 404
    assert "密" not in stranger.get(f"/workbench/offers/new/?unfinished={kept.pk}").content.decode()
    assert "密" not in stranger.get("/workbench/offers/").content.decode()
    for sent in ({"offer": str(offer.pk)}, {"unfinished": str(kept.pk)}):
        assert stranger.post("/workbench/offers/unfinished/", typed(revision="0", **sent)).status_code == 404
    assert stranger.post(f"/workbench/offers/unfinished/{kept.pk}/discard/").status_code == 404
    assert stranger.post(f"/workbench/offers/{offer.pk}/pictures/arrange/", {"order": ""}).status_code == 404
    assert UnfinishedOffer.objects.get().form == "title_zh=密"
    for reader in (stranger, sign_in(a_seller(kind=Party.Kind.BUYER)), Client()):
        assert "7.77" not in reader.get(f"/offers/{offer.pk}/").content.decode()


def test_an_offer_of_nobody_is_kept_by_nobody(sign_in: SignIn, seller: Party):
    other = an_offer(a_seller())
    assert (
        sign_in(seller).post("/workbench/offers/unfinished/", typed(offer=str(other.pk), revision="0")).status_code
        == 404
    )
