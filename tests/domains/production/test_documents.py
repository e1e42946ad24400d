"""Work orders and labels on paper: Chinese prints, codes read, nothing in a text is taken for typesetting."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from huopan.domains.catalog.models import OfferImage
from huopan.domains.production import queries
from huopan.domains.production.models import WorkOrder
from huopan.domains.production.queries import documents as printing
from huopan.infra import documents
from huopan.infra.documents import fonts
from huopan.kernel.refusal import UnknownError
from tests.conftest import EVERYTHING
from tests.factories.catalog import a_seller, an_offer
from tests.factories.production import (
    MONDAY,
    Plannable,
    a_bom_line,
    a_material,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
    a_work_order,
)

pytestmark = pytest.mark.django_db
NASTY = r"""帆布袋 #panic("x") *b* _i_ $x^2$ \ "q" 'q' `c` <b> @ref [x] {y} ~ // 注释 /* */ = #{1} 龘"""
needs_reader = pytest.mark.skipif(
    not shutil.which("pdftotext") and not EVERYTHING,
    reason="needs pdftotext: install Debian's package `poppler-utils`",
)


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory()


def an_order(shop: Plannable, **fields: Any) -> WorkOrder:
    return a_work_order(a_planned_demand(shop, **fields))


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "printed.pdf").write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", folder / "printed.pdf", "-"], capture_output=True, check=True)
    return read.stdout.decode()


def codes_on(page: bytes) -> set[str]:
    import zxingcpp

    return {code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(page)))}


def pages(shown: dict[str, Any], layout: str, pictures: dict[str, bytes] | None = None, ppi: int = 200) -> list[bytes]:
    return documents.png(printing.LAYOUTS / layout, shown, pictures=pictures, ppi=ppi)


@needs_reader
def test_a_work_order_is_one_page_with_all_of_it(shop: Plannable, tmp_path: Path) -> None:
    a_bom_line(shop.recipe, a_material(shop.factory, name_zh="本白帆布", unit="米"), per_piece_millionths=350_000)
    order = an_order(shop, title=NASTY)
    with translation.override("zh-hans"):
        text = text_of(queries.work_orders_pdf([order.number], shop.planner, at=MONDAY), tmp_path)
    assert text.count("\f") == 1
    squeezed = "".join(text.split())
    for part in (NASTY, order.number, "工单", "本白帆布", "21米", "工序1", "工序2", "丝印机", "11-2308:00"):
        assert "".join(part.split()) in squeezed, part


@needs_reader
def test_each_work_order_has_its_own_page_in_the_order_asked_for(shop: Plannable, tmp_path: Path) -> None:
    first, second = an_order(shop), an_order(shop)
    printed = queries.work_orders_pdf([second.number, first.number, second.number], shop.planner, at=MONDAY)
    sheets = text_of(printed, tmp_path).split("\f")
    assert len(sheets) == 3
    assert second.number in sheets[0]
    assert first.number in sheets[1]


@pytest.mark.parametrize("times", [1, 8])
def test_the_codes_read_back_and_it_stays_one_page(shop: Plannable, times: int) -> None:
    order = an_order(shop)
    shown, pictures = printing.work_order_sheets([order.number], shop.planner, at=MONDAY)
    sheet = shown["orders"][0]
    steps = [
        {**step, "code": documents.qr_drawing(f"{order.number}/{n}/{step['place']}")}
        for n in range(times)
        for step in sheet["steps"]
    ]
    sheet |= {"steps": steps, "code": documents.qr_drawing(order.number), "materials": [_a_material()] * times}
    (page,) = pages(shown, "work_order.typ", pictures, ppi=300)
    wanted = {f"{order.number}/{n}/{place}" for n in range(times) for place in (1, 2)}
    assert {order.number, *wanted} <= codes_on(page)


def _a_material() -> dict[str, str]:
    return {"code": "M", "name": "本白帆布", "amount": "1 米"}


def test_the_codes_lead_to_the_floor_desk(shop: Plannable) -> None:
    order = an_order(shop)
    shown, pictures = printing.work_order_sheets([order.number], shop.planner, at=MONDAY)
    (page,) = pages(shown, "work_order.typ", pictures)
    desk = f"http://127.0.0.1:8000/floor/{order.number}/"
    assert codes_on(page) == {desk, f"{desk}1/", f"{desk}2/"}


def test_the_product_is_pictured(shop: Plannable) -> None:
    order = an_order(shop)
    offer = an_offer(shop.factory)
    shop.recipe.offer = offer
    shop.recipe.save()
    red = BytesIO()
    Image.new("RGB", (1600, 900), (250, 0, 0)).save(red, "PNG")
    OfferImage.objects.create(offer=offer, file=ContentFile(red.getvalue(), "red.png"))
    shown, pictures = printing.work_order_sheets([order.number], shop.planner, at=MONDAY)
    (page,) = pages(shown, "work_order.typ", pictures, ppi=60)
    reds = sum(r > 200 and g < 60 for r, g, _ in Image.open(BytesIO(page)).convert("RGB").get_flattened_data())
    assert reds > 5_000


def test_a_lost_picture_keeps_nobody_from_printing(shop: Plannable) -> None:
    order = an_order(shop)
    shop.recipe.offer = an_offer(shop.factory)
    shop.recipe.save()
    drawn = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    image = OfferImage.objects.create(offer=shop.recipe.offer, file=ContentFile(drawn.getvalue(), "a.png"))
    stored = Path(image.file.path)
    for spoil in (lambda: stored.write_bytes(b"not a picture"), stored.unlink):
        spoil()
        shown, pictures = printing.work_order_sheets([order.number], shop.planner, at=MONDAY)
        assert (shown["orders"][0]["picture"], pictures) == ("", {})
    assert queries.work_orders_pdf([order.number], shop.planner, at=MONDAY).startswith(b"%PDF")


@needs_reader
def test_labels_fill_their_sheets(shop: Plannable, tmp_path: Path) -> None:
    order = an_order(shop, title=NASTY)
    text = text_of(queries.labels_pdf([order.number], shop.planner, copies=22, at=MONDAY), tmp_path)
    assert text.count("\f") == 2
    assert text.count(order.number) == 22
    assert "22/22" in text


def test_labels_read_back(shop: Plannable) -> None:
    first, second = an_order(shop), an_order(shop)
    shown = printing.label_sheet([first.number, second.number], shop.planner, copies=2)
    (page,) = pages(shown, "labels.typ")
    assert codes_on(page) == {f"http://127.0.0.1:8000/floor/{number}/" for number in (first.number, second.number)}


def test_what_is_too_much_is_refused(shop: Plannable) -> None:
    order = an_order(shop)
    with pytest.raises(printing.NothingToPrintError):
        queries.work_orders_pdf([], shop.planner, at=MONDAY)
    with pytest.raises(printing.TooMuchToPrintError):
        queries.work_orders_pdf([f"WO{n}" for n in range(101)], shop.planner, at=MONDAY)
    with pytest.raises(printing.TooManyLabelsError):
        queries.labels_pdf([order.number], shop.planner, copies=2101, at=MONDAY)


def test_a_stranger_prints_nothing(shop: Plannable) -> None:
    own = an_order(a_plannable_factory())
    order = an_order(shop)
    stranger = a_planner(own.factory)
    for printed in (queries.work_orders_pdf, queries.labels_pdf):
        with pytest.raises(UnknownError):
            printed([own.number, order.number], stranger, at=MONDAY)
        with pytest.raises(UnknownError):
            printed([order.number], a_planner(a_seller()), at=MONDAY)


def test_without_a_chinese_font_it_says_where_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed_folder", lambda: None)
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Font",))
    with pytest.raises(fonts.NoChineseFontError) as refused:
        fonts.chinese_font.__wrapped__()
    assert "fonts-noto-cjk" in str(refused.value)


def test_the_font_that_installs_with_huopan_is_enough() -> None:
    folder = fonts.installed_folder()
    assert folder is not None
    font = fonts.found_in([folder])
    assert font is not None
    assert font.family == "Noto Sans CJK SC"
