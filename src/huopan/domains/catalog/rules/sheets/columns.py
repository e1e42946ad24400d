"""Which columns a sheet of offers has, found by what people call them in Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huopan.kernel.refusal import RefusedError, said

HEADING_WITHIN = 15
FEWEST_KNOWN = 2


class NoHeadingError(RefusedError):
    kind = "invalid"
    sentence = said(
        "No row of column names was found in the first {rows} rows; name at least 货号, 标题, 类目 and 价格 "
        "(item code, title, category, price), or start from the template."
    )


class ColumnMissingError(RefusedError):
    kind = "invalid"
    sentence = said("There is no column “{zh}” ({en}); add it.")


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the draft's field; the names are those of the template, `others` what else people write."""

    key: str
    zh: str
    en: str
    others: tuple[str, ...] = ()
    is_of_sku: bool = False


# ruff: noqa: E501 - one column, one line
COLUMNS = (
    Column("code", "货号", "Item code", ("商品编码", "产品编号", "货品编号", "款号", "code", "product code", "item no")),
    Column("category", "类目", "Category", ("分类", "品类", "商品类目", "产品类别", "category code")),
    Column("title_zh", "标题", "Chinese title", ("中文标题", "商品名称", "产品名称", "品名", "名称", "title", "title zh")),
    Column("title_en", "英文标题", "English title", ("英文名称", "english name", "title en")),
    Column("price_kind", "定价方式", "Price kind", ("价格类型", "报价方式")),
    Column("price", "价格", "Price", ("单价", "阶梯价", "批发价", "售价", "价格阶梯", "unit price", "price ladder"), is_of_sku=True),
    Column("sku_code", "规格编码", "SKU code", ("sku", "sku编码", "规格编号", "商家编码"), is_of_sku=True),
    Column("spec", "规格", "Specification", ("规格名称", "销售属性", "spec", "variant"), is_of_sku=True),
    Column("stock", "库存", "Stock", ("库存数量", "可售数量", "数量", "on hand", "quantity", "inventory"), is_of_sku=True),
    Column("barcode", "条形码", "Barcode", ("条码", "国际条码", "ean", "gtin"), is_of_sku=True),
    Column("sku_weight", "规格重量(克)", "SKU weight, grams", ("规格重量",), is_of_sku=True),
    Column("on_sale", "在售", "On sale", ("是否在售", "上架", "active"), is_of_sku=True),
    Column("unit", "单位", "Unit", ("计量单位",)),
    Column("moq", "起订量", "MOQ", ("最小起订量", "起批量", "起订数量", "minimum order quantity")),
    Column("order_multiple", "起批倍数", "Order multiple", ("倍数", "装箱数", "multiple")),
    Column("is_mixable", "参与混批", "Joins mix-batch", ("混批", "支持混批", "mixable")),
    Column("dropship_price", "代发价", "Dropship price", ("一件代发价",)),
    Column("lead_time_days", "备货天数", "Lead time, days", ("发货天数", "货期", "交期", "lead time")),
    Column("weight_grams", "重量(克)", "Weight, grams", ("重量", "毛重", "weight")),
    Column("description_zh", "描述", "Chinese description", ("中文描述", "商品描述", "详情", "description")),
    Column("description_en", "英文描述", "English description", ("description en",)),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
REQUIRED = ("code", "category", "title_zh", "price")
AXES = ("颜色", "尺寸", "尺码", "款式", "型号", "口味", "容量", "材质规格", "color", "colour", "size", "style", "model")
_AXIS = re.compile(r"(?:规格|spec(?:ification)?)[:：/\-](.+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?:属性|attribute)[:：/\-](.+)", re.IGNORECASE)


def told(text: str) -> str:
    """A column's name without what people vary: width, case, blanks, stars, remarks in brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"\(.*?\)|\[.*?\]|[*\s_,.。:：]+$|^[*\s]+", "", plain)
    return re.sub(r"[\s_,]+", " ", plain).strip()


_KEY_OF = {told(name): column.key for column in COLUMNS for name in (column.zh, column.en, column.key, *column.others)}
_KEY_OF |= {"规格重量": "sku_weight", "sku weight": "sku_weight", "sku weight grams": "sku_weight"}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each thing stands: positions by column key, by axis of the specification, by attribute's name."""

    last_row: int
    titles: tuple[str, ...]
    columns: dict[str, int]
    axes: dict[str, int]
    attributes: dict[str, int]

    @property
    def known(self) -> int:
        return len(self.columns) + len(self.axes) + len(self.attributes)


def guess_heading(rows: Sequence[tuple[int, Sequence[str]]]) -> Heading:
    """The heading among the first rows, given as (number, cells); titles above it are skipped, and a second heading
    row (规格 over 颜色 and 尺寸) is merged. Raises NoHeadingError."""
    headings = [_heading(number, cells) for number, cells in rows[:HEADING_WITHIN]]
    best = max(headings, key=lambda heading: (heading.known, heading.last_row), default=None)
    if best is None or best.known < FEWEST_KNOWN:
        raise NoHeadingError(rows=HEADING_WITHIN)
    below = next((heading for heading in headings if heading.last_row == best.last_row + 1), None)
    if below is not None and 0 < sum(bool(title) for title in below.titles) == below.known:
        return _heading(below.last_row, _merged(best.titles, below.titles))
    return best


def columns_missing(heading: Heading) -> list[RefusedError]:
    return [ColumnMissingError(zh=BY_KEY[key].zh, en=BY_KEY[key].en) for key in REQUIRED if key not in heading.columns]


def _heading(number: int, cells: Iterable[str]) -> Heading:
    heading = Heading(number, tuple(cells), {}, {}, {})
    for position, title in enumerate(heading.titles):
        name = told(title)
        if (key := _KEY_OF.get(name)) is not None:
            heading.columns.setdefault(key, position)
        elif name in AXES:
            heading.axes.setdefault(title.strip(), position)
        elif match := _AXIS.fullmatch(title.strip()):
            heading.axes.setdefault(match[1].strip(), position)
        elif match := _ATTRIBUTE.fullmatch(title.strip()):
            heading.attributes.setdefault(match[1].strip(), position)
    return heading


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return [low or high for low, high in zip(below, above, strict=True)]
