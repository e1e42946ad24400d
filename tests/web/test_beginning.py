"""A seller’s first days: what waits for approval says so, and the workbench leads on until buyers can order."""

from __future__ import annotations

import pytest

from huopan.domains.catalog.models import ImportRun
from tests.factories.catalog import EPOCH, an_offer
from tests.factories.orders import a_supplier
from tests.factories.parties import a_party
from tests.web.conftest import SignIn
from tests.web.test_lists import statements

pytestmark = pytest.mark.django_db


def test_who_waits_for_approval_is_told_so(sign_in: SignIn) -> None:
    client = sign_in(a_party("factory", state="pending"), "owner")
    assert "checks your organisation" in client.get("/workbench/").text
    page = client.get("/workbench/imports/")
    assert page.status_code == 403
    assert "still checks your organisation" in page.text
    assert "offers.write" not in page.text


def test_a_colleague_without_the_right_is_still_told_which(sign_in: SignIn) -> None:
    page = sign_in(a_party("factory"), "floor").get("/workbench/imports/")
    assert page.status_code == 403
    assert "offers.write" in page.text


def test_the_first_steps_lead_to_freight_import_and_market(sign_in: SignIn) -> None:
    client = sign_in(a_party("factory"), "owner")
    page = client.get("/workbench/").text
    assert "Until buyers can order from you" in page
    for address in ("/workbench/terms/freight/new/", "/workbench/imports/", "/workbench/offers/?state=draft"):
        assert f'href="{address}"' in page
    assert "Import a sheet" in client.get("/workbench/offers/").text
    assert "No offers here" in client.get("/workbench/offers/?state=draft").text


def test_they_go_once_buyers_can_order(sign_in: SignIn) -> None:
    seller = a_supplier()
    an_offer(seller, state="published")
    client = sign_in(seller, "owner")
    assert "Until buyers can order from you" not in client.get("/workbench/").text


def test_they_cost_one_statement(sign_in: SignIn) -> None:
    seller = a_party("factory")
    client = sign_in(seller, "owner")
    few = statements(client, "/workbench/")
    an_offer(seller)
    an_offer(seller)
    assert statements(client, "/workbench/") == few


def test_an_import_tells_what_is_still_to_do(sign_in: SignIn) -> None:
    seller = a_party("factory")
    an_offer(seller, state="draft")
    run = ImportRun.objects.create(
        supplier=seller,
        file_name="x.csv",
        file_hash="x",
        mode="only-good",
        state="done",
        started_at=EPOCH,
        touched_at=EPOCH,
    )
    page = sign_in(seller, "owner").get(f"/workbench/imports/{run.pk}/").text
    assert 'href="/workbench/offers/?state=draft"' in page
    assert 'href="/workbench/terms/freight/new/"' in page
