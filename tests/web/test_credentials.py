"""Credentials on pages: handed in at the workbench, checked in the console, seen by buyers; papers by nobody else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from PIL import Image

from huopan.domains.parties.models import Credential, Party
from tests.factories.orders import NOON, a_supplier
from tests.factories.parties import a_credential, a_party, a_proof, an_operator
from tests.web.conftest import SignIn
from tests.web.test_lists import grows_by_nothing

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(NOON.year + 1, 5, 31)


@pytest.fixture(autouse=True)
def _at_noon(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def factory() -> Party:
    return a_supplier()


def a_scan() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(file, "PNG")
    file.seek(0)
    file.name = "scan.png"
    return file


def a_form(**fields: object) -> dict[str, object]:
    asked = {"kind": "bsci", "number": "DBID-77", "issuer": "amfori", "valid_until": NEXT_YEAR.isoformat()}
    return {**asked, "document": a_scan(), **fields}


def submitted(party: Party, **fields: object) -> Credential:
    return a_credential(party, **{"at": NOON, "valid_until": NEXT_YEAR, **fields})


def test_handed_in_checked_and_shown(sign_in: SignIn, client: Client, factory: Party) -> None:
    answer = sign_in(factory).post("/workbench/credentials/new/", a_form(), follow=True)
    assert "DBID-77" in answer.content.decode()
    row = Credential.objects.get()
    page = f"/suppliers/{factory.pk}/"
    assert "BSCI" not in client.get(page).content.decode()
    operator = sign_in(Party.objects.get(pk=an_operator().party_id), "operator")
    assert "DBID-77" in operator.get("/console/credentials/").content.decode()
    assert operator.get(f"/credentials/{row.pk}/document/")["Content-Type"] == "image/jpeg"
    operator.post(f"/console/credentials/{row.pk}/verify/")
    shown = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "BSCI" in shown
    assert f"until {NEXT_YEAR:%Y-%m}" in shown
    assert "DBID-77" not in shown


def test_what_is_wrong_stands_at_the_form(sign_in: SignIn, factory: Party) -> None:
    reader = sign_in(factory)
    for wrong in ({"valid_until": ""}, {"valid_until": "2020-01-01"}, {"document": ""}, {"number": ""}):
        assert reader.post("/workbench/credentials/new/", a_form(**wrong)).status_code == 422
    broken = io.BytesIO(b"no picture")
    broken.name = "x.png"
    assert reader.post("/workbench/credentials/new/", a_form(document=broken)).status_code == 422
    assert not Credential.objects.exists()


def test_a_refusal_says_why_and_a_withdrawn_one_is_seen_no_more(sign_in: SignIn, factory: Party) -> None:
    row = submitted(factory)
    operator = sign_in(Party.objects.get(pk=an_operator().party_id), "operator")
    assert operator.post(f"/console/credentials/{row.pk}/refuse/", {"because": ""}).status_code == 422
    operator.post(f"/console/credentials/{row.pk}/refuse/", {"because": "照片看不清"})
    owner = sign_in(factory)
    assert "照片看不清" in owner.get("/workbench/credentials/").content.decode()
    assert owner.post(f"/workbench/credentials/{row.pk}/withdraw/").status_code == 409
    again = submitted(factory)
    owner.post(f"/workbench/credentials/{again.pk}/withdraw/")
    again.refresh_from_db()
    assert again.state == "withdrawn"


def test_strangers_and_visitors_find_nothing(sign_in: SignIn, client: Client, factory: Party) -> None:
    row = submitted(factory)
    document = f"/credentials/{row.pk}/document/"
    assert client.get(document).status_code == 302
    assert client.get("/workbench/credentials/").status_code == 302
    stranger = sign_in(a_supplier())
    assert stranger.get(document).status_code == 404
    assert stranger.post(f"/workbench/credentials/{row.pk}/withdraw/").status_code == 404
    for console in ("/console/credentials/", f"/console/credentials/{row.pk}/"):
        assert stranger.get(console).status_code == 404
    assert stranger.post(f"/console/credentials/{row.pk}/verify/").status_code == 404
    assert row.number not in stranger.get("/workbench/credentials/").content.decode()
    assert sign_in(factory, "floor").get(document).status_code == 403
    arbiter = sign_in(Party.objects.get(pk=an_operator().party_id), "arbiter")
    assert arbiter.post(f"/console/credentials/{row.pk}/verify/").status_code == 403
    assert client.get(f"/media/{row.document.name}").status_code == 404


def test_lists_cost_the_same_for_one_and_for_three(sign_in: SignIn, factory: Party) -> None:
    grows_by_nothing(sign_in(factory), "/workbench/credentials/", lambda: submitted(factory))
    operator = sign_in(Party.objects.get(pk=an_operator().party_id), "operator")
    grows_by_nothing(operator, "/console/credentials/", lambda: submitted(a_party("factory")))
    grows_by_nothing(
        sign_in(factory), f"/suppliers/{factory.pk}/", lambda: a_proof(factory, at=NOON, valid_until=NEXT_YEAR)
    )
