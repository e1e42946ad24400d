"""Sheets and pictures over the API, and offers given out that come back the same."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer, OfferImage
from huopan.domains.catalog.rules import SkuDraft
from huopan.infra import clock
from huopan.kernel.money import UnitPrice
from tests.api.conftest import Caller
from tests.factories.catalog import EPOCH, a_draft, a_seller, a_seller_actor, an_offer, steps

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = "货号,类目,标题,价格,库存\nM1,mugs,杯,12.5,10\n"
BAD = "货号,类目,标题,价格,库存\nM1,mugs,杯,免费,10\nM2,mugs,碗,8,10\n"


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def send(selling, text, **fields):
    return selling.upload("/offer-imports", text.encode(), name="file", filename="货品.csv", **fields)


def work():
    catalog.run_waiting_imports(at=clock.now() + timedelta(seconds=1))


def test_a_sheet_is_sent_and_read_by_the_worker(selling):
    sent = send(selling, SHEET, publish=True)
    assert (sent.status_code, sent.json()["state"], sent.json()["file_name"]) == (202, "waiting", "货品.csv")
    work()
    report = selling.get(f"/offer-imports/{sent.json()['id']}").json()
    assert (report["state"], report["offers_created"], report["faults"]) == ("done", 1, [])
    assert Offer.objects.get().state == "published"
    assert [each["id"] for each in selling.get("/offer-imports").json()["items"]] == [report["id"]]


def test_the_same_file_sent_twice_is_one_import(selling):
    first, second = (send(selling, SHEET).json()["id"] for _ in range(2))
    assert first == second


def test_bad_cells_are_answered_in_words_and_marked_in_the_sheet(selling):
    run = send(selling, BAD).json()["id"]
    work()
    report = selling.get(f"/offer-imports/{run}").json()
    [fault] = report["faults"]
    assert (report["state"], fault["row"], fault["column"], fault["title"], fault["value"]) == (
        "refused",
        2,
        "D",
        "价格",
        "免费",
    )
    assert not Offer.objects.exists()
    sheet = openpyxl.load_workbook(io.BytesIO(body_of(selling.get(f"/offer-imports/{run}/returned")))).active
    assert sheet["D2"].value == "免费"
    assert fault["detail"] in sheet["D2"].comment.text


def test_only_the_good_rows_come_in_when_asked(selling):
    run = send(selling, BAD, mode="only-good").json()["id"]
    work()
    assert selling.get(f"/offer-imports/{run}").json()["offers_created"] == 1


def test_a_file_that_is_no_sheet_is_told_so(selling):
    run = selling.upload("/offer-imports", b"%PDF-1.7\x00", name="file").json()["id"]
    work()
    assert selling.get(f"/offer-imports/{run}").json()["refusals"]


def test_an_import_in_an_unknown_mode_is_refused(selling):
    assert send(selling, SHEET, mode="everything").status_code == 422


@pytest.mark.parametrize("path", ["", "/returned"])
def test_a_strangers_import_is_not_there(selling, stranger, path):
    run = send(selling, SHEET).json()["id"]
    assert stranger.get(f"/offer-imports/{run}{path}").status_code == 404
    assert stranger.get("/offer-imports").json()["items"] == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_offers_given_out_come_back_unchanged(seller, selling, form):
    by = a_seller_actor(seller)
    skus = (
        SkuDraft("=1+1", {"颜色": "=白", "尺寸": "大;小"}, "0690", 300, ladder=steps("1:12.5;100:11"), on_hand=10),
        SkuDraft("B", {"颜色": "黑:哑光", "尺寸": "@"}, is_active=False, ladder=steps("2:0.0125"), on_hand=0),
    )
    drafts = [
        a_draft(
            price_kind="ladder_per_sku",
            ladder=(),
            skus=skus,
            moq=2,
            dropship_price=UnitPrice(1),
            sample_price=UnitPrice(0),
            sample_days=0,
        ),
        a_draft(title_zh="=HYPERLINK(1)", description_zh='第一行\r\n第二行,"引号"', is_mixable=False, unit="+盒"),
        a_draft(
            price_kind="ladder",
            ladder=steps("1:1200;10:1100.5"),
            weight_grams=99,
            sample_price=UnitPrice(125_050),
            sample_days=9,
        ),
    ]
    for draft in drafts:
        catalog.create_offer(draft=draft, by=by, at=EPOCH)
    raw = body_of(selling.get("/offer-export", format=form))
    run = catalog.start_import(file=io.BytesIO(raw), name="back", mode="nothing-if-bad", by=by, at=EPOCH)
    run = catalog.run_import(run_id=run.pk, by=by, at=EPOCH)
    assert (run.state, run.offers_unchanged) == ("done", 3), (queries.import_faults(run), queries.import_refusals(run))


def test_an_export_holds_ones_own_offers_only(seller, stranger):
    an_offer(seller, title_zh="别家的杯")
    assert "别家的杯" not in body_of(stranger.get("/offer-export", format="csv")).decode()


def test_an_export_costs_the_same_for_more_offers(seller, selling, django_assert_max_num_queries):
    for _ in range(30):
        an_offer(seller, stock=[1, 2])
    with django_assert_max_num_queries(10):
        assert body_of(selling.get("/offer-export", format="csv")).decode().count("\n") == 61


@pytest.mark.parametrize(("language", "first"), [("zh-hans", "货号 *"), ("en", "Item code *")])
def test_the_template_can_be_filled_in_and_sent(seller, language, first):
    sheet = openpyxl.load_workbook(io.BytesIO(body_of(Caller(language=language).get("/offer-template"))))
    page = sheet.active
    assert page["A1"].value == first
    heading = [cell.value for cell in page[1]]
    values = {"A": "M1", "B": "mugs", "C": "杯", heading.index("价格 *" if first[0] == "货" else "Price *"): "12.5"}
    page.append([values.get("ABC"[at]) if at < 3 else values.get(at) for at in range(len(heading))])
    filled = io.BytesIO()
    sheet.save(filled)
    by = a_seller_actor(seller)
    run = catalog.start_import(file=filled, name="t.xlsx", mode="nothing-if-bad", by=by, at=EPOCH)
    run = catalog.run_import(run_id=run.pk, by=by, at=EPOCH)
    assert run.offers_created == 1, (queries.import_faults(run), queries.import_refusals(run))


def a_png():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


def test_pictures_are_sent_sorted_and_taken_down(seller, selling):
    offer = an_offer(seller).pk
    for _ in range(2):
        sent = selling.upload(f"/offers/{offer}/pictures", a_png(), name="file", filename="../../evil.svg")
        assert sent.status_code == 201
    first, second = sent.json()["items"]
    assert (first["width"], first["height"], first["url"].rsplit(".", 1)[1]) == (40, 30, "jpg")
    assert "evil" not in first["url"]
    turned = selling.send("PUT", f"/offers/{offer}/pictures", {"image_ids": [second["id"], first["id"]]})
    assert [each["id"] for each in turned.json()["items"]] == [second["id"], first["id"]]
    left = selling.send("DELETE", f"/offers/{offer}/pictures/{second['id']}")
    assert [each["id"] for each in left.json()["items"]] == [first["id"]]


def test_what_is_no_picture_is_not_kept(seller, selling):
    offer = an_offer(seller).pk
    refused = selling.upload(f"/offers/{offer}/pictures", b"<?php system('id') ?>", name="file")
    assert (refused.status_code, refused.json()["code"]) == (422, "picture_format")
    assert not OfferImage.objects.exists()


def test_nobody_touches_anothers_pictures(seller, selling, stranger):
    offer = an_offer(seller).pk
    image = selling.upload(f"/offers/{offer}/pictures", a_png(), name="file").json()["items"][0]["id"]
    answers = [
        stranger.upload(f"/offers/{offer}/pictures", a_png(), name="file"),
        stranger.send("PUT", f"/offers/{offer}/pictures", {"image_ids": [image]}),
        stranger.send("DELETE", f"/offers/{offer}/pictures/{image}"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert OfferImage.objects.count() == 1


def test_a_buyer_without_goods_exports_an_empty_sheet():
    from tests.api.catalog.conftest import caller_for

    answer = caller_for(a_seller(kind="buyer"), "buyer").get("/offer-export", format="csv")
    assert body_of(answer).decode("utf-8-sig").strip('"').startswith(("货号", "Item code"))
