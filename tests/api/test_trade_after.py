"""Freight, parcels, after-sales, messages and webhooks over HTTP."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huopan.domains.orders.models import AfterSale, Evidence, SupplierOrder
from huopan.domains.parties.models import ApiKey
from huopan.domains.parties.queries.acting import hashed
from huopan.infra.idempotency.models import IdempotencyKey
from huopan.kernel.actor import Actor
from tests.api.conftest import Caller
from tests.factories.after_sales import an_arbiter, buyer_of, supplier_of
from tests.factories.logistics import division
from tests.factories.orders import NOON, a_supplier, an_offer, an_order, owner_of
from tests.factories.parties import a_division

pytestmark = pytest.mark.django_db
_serial = count(1)
ZONE = {
    "divisions": ["44", ""],
    "first_weight_grams": 1000,
    "first_fee_fen": 800,
    "next_weight_grams": 1000,
    "next_fee_fen": 200,
}


@pytest.fixture(autouse=True)
def _noon(time_machine_noon: None) -> None: ...


@pytest.fixture
def time_machine_noon() -> Any:
    import time_machine

    with time_machine.travel(NOON, tick=False):
        yield


def caller(actor: Actor, language: str = "en") -> Caller:
    """A key for everything the actor may do, as a row: not every role makes keys."""
    secret = f"hp_{next(_serial)}"
    ApiKey.objects.create(
        party_id=actor.party_id,
        created_by_id=actor.person_id,
        name="test",
        prefix="hp",
        secret_hash=hashed(secret),
        scopes=sorted(actor.scopes),
        created_at=NOON,
    )
    return Caller(secret, language)


def both_sides(order: SupplierOrder) -> tuple[Caller, Caller]:
    return caller(buyer_of(order)), caller(supplier_of(order))


def test_freight_template_is_made_changed_and_quoted() -> None:
    division("440305")
    supplier = a_supplier(name="旧")
    seller = caller(owner_of(supplier.pk))
    body = {"name": "新", "origin_code": "440305", "zones": [ZONE], "is_default": True}
    made = seller.post("/freight-templates", body)
    assert made.status_code == 200, made.content
    changed = seller.send("PUT", f"/freight-templates/{made.json()['id']}", {**body, "free_from_fen": 1})
    assert changed.json()["free_from_fen"] == 1
    sku = an_offer(supplier).skus.get()
    quote = Caller().get("/freight-quote", sku_id=sku.pk, quantity=2, division_code="440305")
    assert quote.json() == {"freight_fen": 0}
    assert [row["name"] for row in seller.get("/freight-templates").json()["items"]] == ["新", "旧"]


def test_senseless_zones_are_told_one_by_one() -> None:
    a_division("440305")
    seller = caller(owner_of(a_supplier().pk))
    zones = [{**ZONE, "divisions": ["4"]}, {**ZONE, "divisions": ["44", "x"]}]
    refused = seller.post("/freight-templates", {"name": "坏", "origin_code": "440305", "zones": zones})
    assert refused.status_code == 422
    assert [error["code"] for error in refused.json()["errors"]] == ["not_a_division_prefix"] * 2


def test_parcel_is_followed_by_both_sides() -> None:
    order = an_order("awaiting_collection")
    buyer, seller = both_sides(order)
    [shipment] = buyer.get("/shipments", order_number=order.number).json()["items"]
    sighting = {"kind": "collected", "seen_at": NOON.isoformat(), "place": "义乌"}
    told = seller.post(f"/parcels/{shipment['parcels'][0]['id']}/sightings", sighting)
    assert (told.json()["state"], told.json()["sightings"][0]["told_by"]) == ("in_transit", "supplier")
    assert buyer.post(f"/parcels/{shipment['parcels'][0]['id']}/sightings", sighting).status_code in (403, 404)
    tomorrow = {**sighting, "seen_at": "2030-01-01T00:00:00Z"}
    assert seller.post(f"/parcels/{shipment['parcels'][0]['id']}/sightings", tomorrow).json()["code"] == "not_seen_yet"


def test_claim_is_answered_disputed_shown_and_ruled_on() -> None:
    order = an_order("delivered")
    buyer, seller = both_sides(order)
    sku_id = order.lines.get().sku_id
    claim = {"kind": "refund", "reason": "裂了", "lines": [{"sku_id": sku_id, "quantity": 1}]}
    number = buyer.post(f"/orders/{order.number}/after-sales", claim).json()["number"]
    assert seller.post(f"/after-sales/{number}/refuse", {"answer": "没有"}).json()["state"] == "refused"
    assert buyer.post(f"/after-sales/{number}/dispute", {"because": "有"}).json()["state"] == "disputed"
    assert seller.post(f"/after-sales/{number}/evidence", {"text": "出厂合格"}).status_code == 200
    shown = _upload(buyer, number)
    assert shown.json()["has_picture"]
    arbiter = caller(an_arbiter())
    assert [row["number"] for row in arbiter.get("/disputes").json()["items"]] == [number]
    detail = arbiter.get(f"/after-sales/{number}").json()
    assert [each["text"] for each in detail["evidence"]] == ["有", "出厂合格", ""]
    picture = arbiter.get(f"/evidence/{shown.json()['id']}/picture")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    ruled = arbiter.post(f"/after-sales/{number}/arbitrate", {"outcome": "partial", "ruling": "各半", "amount_fen": 1})
    assert (ruled.json()["state"], ruled.json()["refunded_fen"]) == ("arbitrated", 1)


def _upload(buyer: Caller, number: str) -> Any:
    out = BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    return buyer.client.post(
        f"/api/v1/after-sales/{number}/evidence/picture",
        {"picture": SimpleUploadedFile("my house.png", out.getvalue())},
        headers={**buyer.headers, "Idempotency-Key": "upload"},
    )


def test_return_goes_there_and_back() -> None:
    order = an_order("delivered")
    buyer, seller = both_sides(order)
    sku_id = order.lines.get().sku_id
    claim = {"kind": "return", "reason": "不要了", "lines": [{"sku_id": sku_id, "quantity": 1}]}
    number = buyer.post(f"/orders/{order.number}/after-sales", claim).json()["number"]
    seller.post(f"/after-sales/{number}/agree", {})
    buyer.post(f"/after-sales/{number}/send-back", {"carrier": "sf", "waybill_number": "R1"})
    assert seller.post(f"/after-sales/{number}/receive", {}).json()["state"] == "refunded"
    assert [row["state"] for row in seller.get("/after-sales", side="supplier").json()["items"]] == ["refunded"]


def test_asking_twice_with_one_key_claims_once() -> None:
    order = an_order("delivered")
    buyer, _ = both_sides(order)
    claim = {"kind": "refund", "reason": "裂了", "amount_fen": 5}
    first, again = (buyer.post(f"/orders/{order.number}/after-sales", claim, key="one") for _ in range(2))
    assert first.json() == again.json()
    assert AfterSale.objects.count() == 1


def test_refusals_read_well_in_chinese() -> None:
    order = an_order("delivered")
    buyer = caller(buyer_of(order), "zh-hans")
    refused = buyer.post(
        f"/orders/{order.number}/after-sales", {"kind": "refund", "reason": "裂", "amount_fen": order.total_fen + 1}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "refund_beyond_order")


def test_messages_are_counted_as_read() -> None:
    order = an_order()
    buyer, seller = both_sides(order)
    assert buyer.post(f"/orders/{order.number}/messages", {"text": "几时发货"}).status_code == 200
    assert seller.post(f"/orders/{order.number}/messages/read").json() == {"read_count": 1}
    [message] = buyer.get(f"/orders/{order.number}/messages").json()["items"]
    assert message["read_at"] is not None


def test_webhook_secret_is_shown_once_and_kept_nowhere() -> None:
    owner = caller(owner_of(a_supplier().pk))
    first, again = (
        owner.post("/webhooks", {"url": "https://example.com/", "event_types": ["orders.*"]}, key="one")
        for _ in range(2)
    )
    secret = first.json()["secret"]
    assert (first.status_code, secret[:6], again.json()["secret"]) == (201, "whsec_", None)
    assert secret not in str(list(IdempotencyKey.objects.values_list("answer", flat=True)))
    webhook_id = first.json()["id"]
    assert owner.post(f"/webhooks/{webhook_id}/rotate-secret").json()["secret"] != secret
    assert owner.post(f"/webhooks/{webhook_id}/ping").status_code == 204
    assert owner.post(f"/webhooks/{webhook_id}/disable").json()["is_active"] is False
    assert owner.post(f"/webhooks/{webhook_id}/ping").json()["code"] == "sleeping_webhook"
    assert owner.post(f"/webhooks/{webhook_id}/enable").json()["is_active"] is True
    assert owner.post(f"/webhooks/{webhook_id}/replay", {}).json() == {"delivery_count": 0}
    assert owner.get(f"/webhooks/{webhook_id}/deliveries").json()["items"] == []
    assert "orders.order_paid" in owner.get("/webhook-events").json()["items"]
    assert owner.send("DELETE", f"/webhooks/{webhook_id}").status_code == 204


@pytest.mark.parametrize("url", ["http://example.com/", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/", "x"])
def test_webhook_to_where_nobody_should_call_is_refused(url: str) -> None:
    owner = caller(owner_of(a_supplier().pk))
    assert owner.post("/webhooks", {"url": url}).status_code == 422


def test_evidence_picture_that_is_none_is_refused() -> None:
    order = an_order("delivered")
    buyer, _ = both_sides(order)
    number = buyer.post(
        f"/orders/{order.number}/after-sales", {"kind": "refund", "reason": "裂", "amount_fen": 1}
    ).json()["number"]
    refused = buyer.client.post(
        f"/api/v1/after-sales/{number}/evidence/picture",
        {"picture": SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>")},
        headers={**buyer.headers, "Idempotency-Key": "upload"},
    )
    assert refused.status_code == 422, refused.content
    assert not Evidence.objects.exists()
