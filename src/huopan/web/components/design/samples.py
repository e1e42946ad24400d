"""What the examples show: made up, without a statement to the database."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Sample
from typing import Any

from django.utils.translation import gettext as _

from huopan.domains.catalog.models import Offer
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.infra.files.pictures import PictureFormatError, PictureTooLargeError
from huopan.infra.languages import own_language
from huopan.kernel.refusal import RefusalsError
from huopan.web.components import charts
from huopan.web.components.design.form import SampleForm
from huopan.web.components.paging import FoundPage
from huopan.web.components.places import LABELS, PREFIX, Level
from huopan.web.components.toasts import Undo

_SYMBOL = re.compile(r'<symbol id="(\w+)"')
ICONS = tuple(_SYMBOL.findall((Path(__file__).parents[1] / "static" / "huopan" / "icons.svg").read_text()))
AT = datetime(2026, 9, 18, 10, 30, tzinfo=UTC)
BAG = {"title_zh": "12 安帆布托特包，可印 LOGO", "title_en": "12 oz canvas tote, print your logo"}
CUP = {"title_zh": "316 不锈钢保温杯 500 ml", "title_en": "316 steel flask, 500 ml"}
MAKER = {"supplier_name_zh": "义乌向阳箱包厂", "supplier_name_en": "Yiwu Xiangyang Bags"}
PLACE = {"place_zh": "浙江 义乌", "place_en": "Yiwu, Zhejiang"}
BUYERS = (("杭州小满文创", "Hangzhou Xiaoman Gifts"), ("深圳远帆跨境", "Shenzhen Yuanfan Export"))


def samples() -> dict[str, Any]:
    """Every name the examples read."""
    return {**words_and_states(), **figures(), **ways(), **goods(), **asking()}


def words_and_states() -> dict[str, Any]:
    kinds = (SupplierOrder.State, AfterSale.State, Offer.State)
    states = {code: label for kind in kinds for code, label in kind.choices}
    return {
        "states": [{"code": code, "label": label} for code, label in states.items()],
        "icons": ICONS,
        "sample_refusal": RefusalsError([PictureFormatError(), PictureTooLargeError(limit_mb=20)]),
        "undo": Undo("/design/", (("line", "1"),)),
        "at": AT,
    }


def figures() -> dict[str, Any]:
    days = [f"{AT + timedelta(days=n):%m-%d}" for n in range(14)]
    paid = (12, 18, 15, 9, 22, 31, 27, 19, 24, 36, 41, 29, 33, 38)
    before = (10, 14, 16, 12, 15, 21, 25, 18, 17, 26, 30, 28, 24, 29)
    return {
        "ladder": [_step(128000, 20, 99), _step(115000, 100, 499, is_mine=True), _step(99900, 500, None)],
        "facts": [
            (_("Made of"), own_language("12 安纯棉帆布", "12 oz cotton canvas")),
            (_("Weight"), "180 g"),
            (_("Made in"), own_language("义乌", "Yiwu")),
            (_("Certificate"), ""),
        ],
        "bars": charts.bar_chart(title=_("Orders a day"), what=_("Day"), labels=days, series=(_("Orders"), paid)),
        "lines": charts.line_chart(
            title=_("Orders, and those of the weeks before"),
            what=_("Day"),
            labels=days,
            series=[(_("These weeks"), paid), (_("Weeks before"), before)],
        ),
        "faults": [
            _fault("C", 4, _("Price"), "十二", _("Not a number; write it like 12.50.")),
            _fault("F", 17, _("Weight"), "-20", _("A weight is above zero, in grams.")),
            _fault("A", 88, _("Title"), "", _("Every offer needs a title in Chinese or English.")),
        ],
    }


def _step(hao: int, least: int, most: int | None, *, is_mine: bool = False) -> Sample:
    return Sample(low_hao=hao, high_hao=hao, from_quantity=least, to_quantity=most, is_mine=is_mine)


def _fault(column: str, row: int, title: str, value: str, sentence: str) -> Sample:
    return Sample(column=column, row=row, title=title, value=value, sentence=sentence)


def ways() -> dict[str, Any]:
    names = [_("Placed"), _("Paid"), _("Accepted"), _("Shipped"), _("Delivered")]
    phases = ["done", "done", "now", "", ""]
    told = [
        (_("Collected"), own_language("义乌集散中心", "Yiwu hub")),
        (_("passed a hub"), own_language("杭州转运中心", "Hangzhou")),
        (_("on its way"), own_language("上海浦东", "Shanghai Pudong")),
    ]
    return {
        "way": [
            _stage(name, phase, n if phase else None) for n, (name, phase) in enumerate(zip(names, phases, strict=True))
        ],
        "way_stopped": [_stage(_("Placed"), "done", 0), _stage(_("Cancelled"), "stopped", 1)],
        "history": [
            Sample(
                label=label, phase="now" if n == len(told) - 1 else "done", at=AT + timedelta(hours=9 * n), note=note
            )
            for n, (label, note) in enumerate(told)
        ],
        "stages": [
            Sample(label=_("Choose the sheet"), phase="done", href="#of-steps"),
            Sample(label=_("Name the columns"), phase="now", href=""),
            Sample(label=_("Look it over"), phase="", href=""),
            Sample(label=_("Bring it in"), phase="", href=""),
        ],
        "tabs": [
            Sample(label=_("All"), href="#of-tabs", count=128, is_current=False),
            Sample(label=_("awaiting shipment"), href="#of-tabs", count=12, is_current=True),
            Sample(label=_("Shipped"), href="#of-tabs", count=0, is_current=False),
        ],
        "page": FoundPage(number=4, size=20, total=240, has_next=True),
    }


def _stage(label: str, phase: str, days: int | None) -> Sample:
    return Sample(label=label, phase=phase, at=None if days is None else AT + timedelta(days=days), note="")


def goods() -> dict[str, Any]:
    states = (SupplierOrder.State.AWAITING_ACCEPTANCE, SupplierOrder.State.IN_TRANSIT, SupplierOrder.State.COMPLETED)
    lines = [Sample(image="", spec={"": own_language("本白", "ecru")}, quantity=200, **BAG)]
    sizes = (("200", 230000), ("80", 96000), ("1,200", 936000))
    orders = [
        Sample(
            number=f"2609180000{n}",
            state=state,
            get_state_display=state.label,
            pieces=pieces,
            total_fen=fen,
            buyer=own_language(*BUYERS[n % 2]),
            placed_at=AT,
            lines=Sample(all=lines),
        )
        for n, (state, (pieces, fen)) in enumerate(zip(states, sizes, strict=True))
    ]
    card = {"offer_id": 1, "supplier_id": 1, "image": "", "price_kind": "ladder", "unit": "个", **MAKER, **PLACE}
    card |= {"is_in_stock": True, "lead_time_days": 3}
    cards = [Sample(**card, **BAG, from_price_hao=99900, moq=20), Sample(**card, **CUP, from_price_hao=385000, moq=50)]
    return {"orders": orders, "order": orders[0], "cards": cards}


def asking() -> dict[str, Any]:
    wide = [_Named("330000", own_language("浙江省", "Zhejiang")), _Named("440000", own_language("广东省", "Guangdong"))]
    near = [_Named("330700", own_language("金华市", "Jinhua"))]
    return {
        "group": _group("group"),
        "drawer_group": _group("drawer"),
        "choice": _choice("alone", _("Bags"), 31, is_chosen=True),
        "levels": [
            Level(f"{PREFIX}{n}", LABELS[n], places, chosen)  # type: ignore[arg-type]
            for n, (places, chosen) in enumerate(((wide, "330000"), (near, "")))
        ],
        "form": SampleForm({"title": "", "price": "-3", "unit": "pcs", "weight": "180"}),
        "plain_form": SampleForm(prefix="plain"),
    }


def _group(where: str) -> Sample:
    choices = [_choice(f"{where}-bags", _("Bags"), 31, is_chosen=True), _choice(f"{where}-flasks", _("Flasks"), 17)]
    return Sample(kind="check", key=f"design-{where}", title=_("Category"), first=choices, more=[])


def _choice(code: str, label: str, count: int, *, is_chosen: bool = False) -> Sample:
    named = {"field_id": f"design-{code}", "name": "kind", "value": code, "label": label, "address": ""}
    return Sample(**named, count=count, depth=0, is_chosen=is_chosen)


class _Named:
    """A division without its table."""

    def __init__(self, pk: str, name: str) -> None:
        self.pk = pk
        self.name = name

    def __str__(self) -> str:
        return self.name
