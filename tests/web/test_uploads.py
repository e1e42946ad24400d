"""Pictures are decoded before the transaction: a slow one holds nobody's lock."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from huopan.domains.catalog.models import OfferImage
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale, Evidence
from huopan.infra.files import pictures
from tests.api.catalog.conftest import caller_for
from tests.factories.after_sales import a_claim, buyer_of, supplier_of
from tests.factories.catalog import a_seller, an_offer
from tests.factories.orders import NOON, an_order
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each picture decoded, whether a transaction was open, the test's own not counted."""
    seen: list[bool] = []
    decode, outside = pictures._decode, len(connection.atomic_blocks)

    def watched(raw: bytes):
        seen.append(len(connection.atomic_blocks) > outside)
        return decode(raw)

    monkeypatch.setattr(pictures, "_decode", watched)
    return seen


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(out, "PNG")
    return out.getvalue()


def sent(client: Client, address: str, content: bytes) -> int:
    form = {"form_token": "once", "picture": SimpleUploadedFile("cup.png", content)}
    return client.post(address, form).status_code


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_api_decodes_an_offers_picture_first(decoded: list[bool]):
    offer = an_offer(seller := a_seller())
    answer = caller_for(seller).upload(f"/offers/{offer.pk}/pictures", a_picture(), name="file")
    assert (answer.status_code, decoded, OfferImage.objects.count()) == (201, [False], 1)


def test_api_decodes_evidence_first(decoded: list[bool]):
    claim = a_dispute()
    buyer = caller_for(claim.order.buyer)
    answer = buyer.upload(f"/after-sales/{claim.number}/evidence/picture", a_picture(), name="picture")
    assert (answer.status_code, decoded, Evidence.objects.exclude(file="").count()) == (200, [False], 1)


def test_workbench_decodes_an_offers_picture_first(decoded: list[bool], sign_in: SignIn):
    offer = an_offer(seller := a_seller())
    assert sent(sign_in(seller), f"/workbench/offers/{offer.pk}/pictures/", a_picture()) == 302
    assert (decoded, OfferImage.objects.count()) == ([False], 1)


def test_claims_page_decodes_evidence_first(decoded: list[bool], sign_in: SignIn):
    claim = a_dispute()
    assert sent(sign_in(claim.order.buyer), f"/after-sales/{claim.number}/evidence/", a_picture()) == 302
    assert (decoded, Evidence.objects.exclude(file="").count()) == ([False], 1)


def test_page_says_in_place_what_is_wrong_with_a_picture(sign_in: SignIn):
    offer = an_offer(seller := a_seller())
    assert sent(sign_in(seller), f"/workbench/offers/{offer.pk}/pictures/", b"no picture") == 422
    assert OfferImage.objects.count() == 0


def test_strangers_pictures_are_not_decoded(decoded: list[bool], sign_in: SignIn):
    stranger = a_seller()
    offer, claim = an_offer(), a_dispute()
    assert sent(sign_in(stranger), f"/workbench/offers/{offer.pk}/pictures/", a_picture()) == 404
    assert sent(sign_in(stranger), f"/after-sales/{claim.number}/evidence/", a_picture()) == 404
    assert caller_for(stranger).upload(f"/offers/{offer.pk}/pictures", a_picture(), name="file").status_code == 404
    assert decoded == []


def a_dispute() -> AfterSale:
    claim = a_claim(an_order("delivered"))
    orders.refuse_after_sale(number=claim.number, answer="出厂合格", by=supplier_of(claim.order), at=NOON)
    return orders.dispute_after_sale(number=claim.number, because="破了", by=buyer_of(claim.order), at=NOON)
