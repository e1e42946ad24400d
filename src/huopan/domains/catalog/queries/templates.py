"""The empty sheet to start from: every column, an example, lists to choose from, and how to fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from huopan.domains.catalog.queries.categories import CategoryNode
from huopan.domains.catalog.queries.exporting import SHEET_TITLE
from huopan.domains.catalog.rules.attributes import AttributeType
from huopan.domains.catalog.rules.sheets import COLUMNS, EXAMPLE_CODE, REQUIRED, Column
from huopan.infra.files.tables import Cell, Sheet, xlsx_book
from huopan.infra.languages import is_english, own_language
from huopan.kernel.refusal import UnknownError

HELP_TITLE = "说明 How to fill in"
YES_OR_NO = ("是", "否")
PRICE_KINDS = ("一口价", "按规格", "阶梯价", "按规格阶梯价")
# zh, en, example: what a cell of each column says
HELP: dict[str, tuple[str, str, Cell]] = {
    "code": ("同一货号的各行是同一货品，每行一个规格", "Rows with one code are one offer", EXAMPLE_CODE),
    "category": ("类目的名称或编码", "A category's name or code", ""),
    "title_zh": ("2–60 字", "2 to 60 characters", "北欧风陶瓷马克杯 350ml"),
    "title_en": ("可不填", "May stay empty", "Nordic ceramic mug 350 ml"),
    "price_kind": ("不填则按价格列判断", "Empty: told by the prices", ""),
    "price": ("12.50，或阶梯 1:12.50;100:11", "12.50, or a ladder 1:12.50;100:11", "1:12.50;100:11"),
    "sku_code": ("不填则由规格组成", "Empty: made of the variant", "MUG-WHITE"),
    "spec": ("颜色:白;尺寸:大", "颜色:白;尺寸:大 (what varies: value)", "颜色:白"),
    "stock": ("不填则库存不变", "Empty: stock stays as it is", 500),
    "barcode": ("请设为文本格式", "Format as text", ""),
    "sku_weight": ("与货品重量不同时填写", "Where it differs from the offer's", None),
    "on_sale": ("是 / 否；不填为是", "是 / 否 (yes / no); empty: yes", "是"),
    "unit": ("不填为件", "Empty: 件 (piece)", "件"),
    "moq": ("整数，不填为 1", "A whole number; empty: 1", 2),
    "order_multiple": ("整数，不填为 1", "A whole number; empty: 1", 1),
    "is_mixable": ("是 / 否；不填为是", "是 / 否 (yes / no); empty: yes", "是"),
    "dropship_price": ("不填为不代发", "Empty: no dropshipping", 15.8),
    "sample_price": ("免费写 0，不填为不提供样品", "0: free; empty: no samples", 20),
    "sample_days": ("几天内寄出；有样品价时必填", "Leaves within so many days; with a sample price", 3),
    "lead_time_days": ("整数，不填为 2", "A whole number; empty: 2", 2),
    "weight_grams": ("350、350g 或 0.35kg", "350, 350g or 0.35kg", 350),
    "description_zh": ("可多行", "Several lines are fine", ""),
    "description_en": ("可不填", "May stay empty", ""),
}  # fmt: skip


def template_book(nodes: Sequence[CategoryNode], code: str = "") -> IO[bytes]:
    """An .xlsx to fill in, for one category with its attributes or, without `code`, for any. Raises UnknownError."""
    category = next((node for node in nodes if node.code == code), None)
    if code and category is None:
        raise UnknownError(what="category")
    attributes = category.attributes if category else ()
    offers = Sheet(
        SHEET_TITLE,
        [_titles(attributes), _example(category)],
        choices=_choices(nodes, category),
        example=frozenset({1}),
    )
    return xlsx_book([offers, Sheet(HELP_TITLE, _help(attributes), width=40)])


def _titles(attributes: Sequence[AttributeType]) -> list[Cell]:
    return [*map(_title, COLUMNS), *(_attribute_title(each) for each in attributes)]


def _title(column: Column) -> str:
    name = column.en if is_english() else column.zh
    return f"{name} *" if column.key in REQUIRED else name


def _attribute_title(each: AttributeType) -> str:
    return f"Attribute: {each.name_en}" if is_english() else f"属性:{each.name_zh}"


def _example(category: CategoryNode | None) -> list[Cell]:
    known = {"category": own_language(category.name_zh, category.name_en) if category else "mugs"}
    attributes = category.attributes if category else ()
    return [known.get(column.key, HELP[column.key][2]) for column in COLUMNS] + [
        _sample_of(each) for each in attributes
    ]


def _sample_of(each: AttributeType) -> Cell:
    if each.type == "choice":
        return _words(each)[0]
    samples: dict[str, Cell] = {"number": 1, "boolean": "是"}
    return samples.get(each.type, "")


def _words(each: AttributeType) -> list[str]:
    return [own_language(choice.zh, choice.en) for choice in each.choices]


def _choices(nodes: Sequence[CategoryNode], category: CategoryNode | None) -> dict[int, Sequence[str]]:
    offered = [category] if category else nodes
    by_key: dict[str, Sequence[str]] = {
        "category": [own_language(node.name_zh, node.name_en) for node in offered],
        "price_kind": PRICE_KINDS,
        "on_sale": YES_OR_NO,
        "is_mixable": YES_OR_NO,
    }
    at = {position: by_key[column.key] for position, column in enumerate(COLUMNS) if column.key in by_key}
    for position, each in enumerate(category.attributes if category else (), start=len(COLUMNS)):
        if each.type in ("choice", "boolean"):
            at[position] = _words(each) if each.type == "choice" else YES_OR_NO
    return {position: words for position, words in at.items() if words}


def _help(attributes: Sequence[AttributeType]) -> list[list[Cell]]:
    """Both languages side by side, whoever opens it."""
    return [
        ["列 Column", "说明", "Explanation", "示例 Example"],
        [EXAMPLE_CODE, "示例行不会导入", "The example row is never brought in", ""],
        *([f"{column.zh} {column.en}{' *' * (column.key in REQUIRED)}", *HELP[column.key]] for column in COLUMNS),
        *([f"{each.name_zh} {each.name_en}{' *' * each.is_required}", *_kind_of(each)] for each in attributes),
    ]


def _kind_of(each: AttributeType) -> tuple[str, str, Cell]:
    unit = f" ({each.unit})" if each.unit else ""
    zh = {"number": "数字", "boolean": "是 / 否", "choice": "从列表中选择"}.get(each.type, "文字")
    en = {"number": "A number", "boolean": "是 / 否 (yes / no)", "choice": "One of the list"}.get(each.type, "Text")
    return zh + unit, en + unit, _sample_of(each)
