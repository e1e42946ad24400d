"""The pages of an import: sent, columns chosen, previewed, run, mended; each list at one row and at three."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import ImportRun, Offer
from huopan.infra.clock import now
from tests.factories.orders import a_supplier
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
TITLES = "货号,类目,标题,价格,库存"
SHEET = f"{TITLES}\nM1,mugs,陶瓷杯,12.5,10\nM2,mugs,马克杯,免费,10\n"
IMPORTS = "/workbench/imports/"


@pytest.fixture
def selling(sign_in: SignIn) -> Client:
    catalog.load_categories()
    return sign_in(a_supplier())


def send(client: Client, text: str = SHEET, mode: str = "only-good") -> ImportRun:
    file = SimpleUploadedFile("货品.csv", text.encode())
    answer = client.post(IMPORTS, {"file": file, "mode": mode})
    assert answer.status_code == 302, answer.text
    return ImportRun.objects.latest("pk")


def confirm(client: Client, run: ImportRun, *fields: str) -> str:
    chosen = {f"field-{at}": name for at, name in enumerate(fields or run.columns["fields"])}
    answer = client.post(f"{IMPORTS}{run.pk}/columns/", {"row": run.columns["row"], **chosen})
    return answer["Location"] if answer.status_code == 302 else answer.text


def test_a_sheet_goes_in_from_the_form_to_the_report(selling: Client) -> None:
    run = send(selling)
    shown = selling.get(f"{IMPORTS}{run.pk}/", follow=True).text
    assert "What each column holds" in shown
    assert "陶瓷杯" in shown
    assert "“免费” is not a price" in shown
    assert confirm(selling, run) == f"{IMPORTS}{run.pk}/"
    assert "<progress" in selling.get(f"{IMPORTS}{run.pk}/").text
    catalog.run_waiting_imports(at=now())
    report = selling.get(f"{IMPORTS}{run.pk}/").text
    assert "1 bad cell" in report
    assert "The bad rows as a sheet" in report
    assert Offer.objects.get().code == "M1"
    sheet = selling.get(f"{IMPORTS}{run.pk}/returned.xlsx?rows=bad").content
    assert [row[0].value for row in openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0]] == ["货号", "M2"]


def test_faults_are_filtered_by_kind(selling: Client) -> None:
    run = send(selling, SHEET + "M3,mugs,杯子,9,很多\n")
    confirm(selling, run)
    catalog.run_waiting_imports(at=now())
    page = selling.get(f"{IMPORTS}{run.pk}/?kind=not_a_price").text
    assert "免费" in page
    assert "很多" not in page


def test_the_preview_follows_the_choice(selling: Client) -> None:
    run = send(selling)
    chosen = {f"field-{at}": name for at, name in enumerate(["code", "", "title_zh", "price", ""])}
    shown = selling.post(f"{IMPORTS}{run.pk}/preview/", {"row": 1, **chosen}).text
    assert "Still missing: Category" in shown
    whole = selling.post(f"{IMPORTS}{run.pk}/preview/", {"row": 1, "category": "mugs", **chosen}).text
    assert "Still missing" not in whole


def test_what_is_missing_keeps_the_choice_on_the_page(selling: Client) -> None:
    run = send(selling)
    page = confirm(selling, run, "code", "", "title_zh", "price", "barcode")
    assert "There is no column" in page
    assert '<option value="barcode" selected>' in page
    assert ImportRun.objects.get().state == "asking"


def test_another_row_of_titles_can_be_told(selling: Client) -> None:
    run = send(selling, "A-1,mugs,陶瓷杯子,12.5\nA-2,mugs,手绘马克杯,9.5\n")
    assert "by what it holds" in selling.get(f"{IMPORTS}{run.pk}/columns/").text
    titled = selling.get(f"{IMPORTS}{run.pk}/columns/?row=1").text
    assert '<span class="muted number">C</span> 陶瓷杯子' in titled


def test_a_file_that_is_no_sheet_is_told_at_the_form(selling: Client) -> None:
    answer = selling.post(IMPORTS, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7\x00"), "mode": "only-good"})
    assert (answer.status_code, "This is no table" in answer.text) == (422, True)
    assert not ImportRun.objects.exists()


def test_an_import_is_stopped_and_asked_again(selling: Client) -> None:
    run = send(selling)
    selling.post(f"{IMPORTS}{run.pk}/stop/")
    assert "The import was stopped" in selling.get(f"{IMPORTS}{run.pk}/").text
    selling.post(f"{IMPORTS}{run.pk}/ask-again/")
    run.refresh_from_db()
    assert run.state == "asking"
    assert selling.post(f"{IMPORTS}{run.pk}/stop/").status_code == 302
    assert selling.post(f"{IMPORTS}{run.pk}/stop/").status_code == 409


@pytest.mark.parametrize("path", ["template.xlsx", "template.xlsx?category=mugs", "offers.xlsx"])
def test_sheets_can_be_taken_away(selling: Client, path: str) -> None:
    answer = selling.get(f"{IMPORTS}{path}")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].title == "货品 Offers"


@pytest.mark.parametrize("page", ["", "{run}/", "{run}/columns/"])
def test_the_pages_ask_as_little_for_three_as_for_one(selling: Client, page: str) -> None:
    costs = []
    for rows in (1, 3):
        lines = "".join(f"M{n},mugs,杯子,{'x' if page == '{run}/' else 9},1\n" for n in range(rows))
        run = send(selling, f"{TITLES}\n{lines}")
        if page == "{run}/":
            confirm(selling, run)
            catalog.run_waiting_imports(at=now())
        from django.db import connection

        with CaptureQueriesContext(connection) as asked:
            assert selling.get(IMPORTS + page.format(run=run.pk)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8
