"""A page with somebody's thing in its address is not found by anybody else."""

from __future__ import annotations

import pytest

from huopan.domains.logistics.models import FreightTemplate
from huopan.domains.orders.models import AfterSale
from tests.factories.after_sales import a_claim
from tests.factories.orders import a_supplier, an_offer, an_order
from tests.factories.parties import a_party, an_address
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> AfterSale:
    return a_claim(an_order("delivered"))


BUYERS = [
    "/purchases/{purchase}/",
    "/orders/{order}/",
    "/orders/{order}/claim/",
    "/after-sales/{claim}/",
    "/pay/{purchase}/",
    "/pay/{purchase}/go/",
    "/pay/{purchase}/progress/",
]
SUPPLIERS = [
    "/workbench/orders/{order}/",
    "/workbench/after-sales/{claim}/",
    "/workbench/offers/{offer}/",
    "/workbench/terms/freight/{template}/",
    "/console/disputes/{claim}/",
    "/console/",
]
POSTS = [
    "/purchases/{purchase}/cancel/",
    "/orders/{order}/cancel/",
    "/orders/{order}/confirm/",
    "/orders/{order}/say/",
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
    "/account/addresses/{address}/remove/",
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


def test_visitors_are_asked_to_sign_in(client: object, claim: AfterSale) -> None:
    for address in (*BUYERS, *SUPPLIERS):
        answer = client.get(address.format(**addresses_of(claim)))  # type: ignore[attr-defined]
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
