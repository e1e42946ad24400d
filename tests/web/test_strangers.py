"""A page with somebody's thing in its address is not found by anybody else."""

from __future__ import annotations

import pytest
from django.test import Client

from huopan.domains.catalog.models import ImportRun
from huopan.domains.logistics.models import FreightTemplate
from huopan.domains.notifications.models import WebhookEndpoint
from huopan.domains.orders.models import AfterSale, PurchaseRequest
from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import ApiKey, Party
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, SHENZHEN, a_supplier, an_offer, an_order, owner_of
from tests.factories.parties import a_party, an_address, an_invoice_title
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> AfterSale:
    return a_claim(an_order("delivered"))


BUYERS = [
    "/purchases/{purchase}/",
    "/orders/{order}/",
    "/orders/{order}/claim/",
    "/orders/{order}/delivery-note/",
    "/orders/{order}/receipt/",
    "/after-sales/{claim}/",
    "/orders/{order}/claim/price/",
    "/account/invoice-titles/{title}/",
    "/account/team/{person}/",
    "/purchase-requests/{request}/",
    "/pay/{purchase}/",
    "/pay/{purchase}/go/",
    "/pay/{purchase}/progress/",
]
SUPPLIERS = [
    "/workbench/orders/{order}/",
    "/workbench/after-sales/{claim}/",
    "/workbench/offers/{offer}/",
    "/workbench/terms/freight/{template}/",
    "/workbench/imports/{run}/",
    "/workbench/imports/{run}/columns/",
    "/workbench/imports/{run}/returned.xlsx",
    "/account/webhooks/{webhook}/",
    "/console/disputes/{claim}/",
    "/console/",
]
POSTS = [
    "/purchases/{purchase}/cancel/",
    "/orders/{order}/cancel/",
    "/orders/{order}/confirm/",
    "/orders/{order}/say/",
    "/again/{order}/",
    "/again/{purchase}/",
    "/after-sales/{claim}/withdraw/",
    "/workbench/orders/{order}/accept/",
    "/workbench/orders/{order}/refuse/",
    "/workbench/orders/{order}/ship/",
    "/workbench/orders/{order}/reveal/",
    "/workbench/orders/{order}/say/",
    "/workbench/after-sales/{claim}/agree/",
    "/workbench/offers/{offer}/publish/",
    "/workbench/offers/{offer}/withdraw/",
    "/workbench/offers/{offer}/pictures/",
    "/workbench/terms/freight/{template}/remove/",
    "/workbench/imports/{run}/columns/",
    "/workbench/imports/{run}/preview/",
    "/workbench/imports/{run}/stop/",
    "/workbench/imports/{run}/ask-again/",
    "/account/addresses/{address}/remove/",
    "/account/invoice-titles/{title}/remove/",
    "/purchase-requests/{request}/approve/",
    "/purchase-requests/{request}/refuse/",
    "/purchase-requests/{request}/withdraw/",
    "/account/webhooks/{webhook}/ping/",
    "/account/webhooks/{webhook}/remove/",
    "/account/webhooks/{webhook}/rotate/",
    "/account/webhooks/{webhook}/deliveries/1/",
    "/account/keys/{key}/revoke/",
    "/account/team/{person}/remove/",
]


def addresses_of(claim: AfterSale) -> dict[str, object]:
    supplier = claim.order.supplier
    return {
        "purchase": claim.order.group.number,
        "order": claim.order.number,
        "claim": claim.number,
        "offer": an_offer(supplier, state="draft").pk,
        "template": FreightTemplate.objects.get(supplier=supplier).pk,
        "address": an_address(claim.order.buyer).pk,
        "title": an_invoice_title(claim.order.buyer).pk,
        "request": _a_request(claim.order.buyer).number,
        "webhook": _a_webhook(supplier).pk,
        "key": _a_key(supplier).pk,
        "person": supplier.grants.get().person_id,
        "run": _a_run(supplier).pk,
    }


@pytest.mark.parametrize("address", BUYERS)
def test_another_buyer_finds_nothing(sign_in: SignIn, claim: AfterSale, address: str) -> None:
    assert sign_in(a_party("buyer")).get(address.format(**addresses_of(claim))).status_code == 404


@pytest.mark.parametrize("address", SUPPLIERS)
def test_another_supplier_finds_nothing(sign_in: SignIn, claim: AfterSale, address: str) -> None:
    answer = sign_in(a_supplier()).get(address.format(**addresses_of(claim)))
    assert answer.status_code in ((403, 404) if "disputes" in address else (404,))


@pytest.mark.parametrize("address", POSTS)
def test_a_stranger_changes_nothing(sign_in: SignIn, claim: AfterSale, address: str) -> None:
    sent = {"carrier": "SF", "waybill_number": "1", "because": "x", "text": "x", "answer": "x"}
    answer = sign_in(a_supplier()).post(address.format(**addresses_of(claim)), sent)
    assert answer.status_code in ((404, 422) if address.endswith("pictures/") else (404,))


def test_visitors_are_asked_to_sign_in(client: Client, claim: AfterSale) -> None:
    known = addresses_of(claim)
    for address in (*BUYERS, *SUPPLIERS):
        answer = client.get(address.format(**known))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def _a_request(party: Party) -> PurchaseRequest:
    return PurchaseRequest.objects.create(
        number=f"PR{party.pk}",
        buyer=party,
        asked_by_id=party.grants.get().person_id,
        lines=[],
        address=SHENZHEN.as_json(),
        total_fen=1,
        asked_at=NOON,
    )


def _a_webhook(party: Party) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        party=party, url="https://example.com/", sealed_secret="x", created_at=NOON, listens_since=NOON
    )


def _a_key(party: Party) -> ApiKey:
    key, _secret = parties.create_api_key(name="ERP", scopes=["sell"], by=owner_of(party.pk), at=NOON)
    return key


def _a_run(party: Party) -> ImportRun:
    return ImportRun.objects.create(
        supplier=party, file_name="a.csv", file_hash="x", mode="only-good", started_at=NOON, touched_at=NOON
    )
