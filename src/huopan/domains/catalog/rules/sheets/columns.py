"""The columns a sheet of offers may have, as the template names them and as other people do."""

from __future__ import annotations

from dataclasses import dataclass

HEADING_WITHIN = 15


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
    Column("code", "货号", "Item code", ("商品编码", "产品编号", "货品编号", "产品货号", "商品货号", "款号", "编号", "编码", "code", "product code", "item no", "item number", "article", "article no", "style no", "product id")),
    Column("category", "类目", "Category", ("分类", "品类", "商品类目", "产品类别", "所属类目", "产品分类", "category code", "product category")),
    Column("title_zh", "标题", "Chinese title", ("中文标题", "商品标题", "商品名称", "产品名称", "货品名称", "品名", "名称", "中文名称", "title", "title zh", "name", "product name", "item name")),
    Column("title_en", "英文标题", "English title", ("英文名称", "英文品名", "english name", "title en")),
    Column("price_kind", "定价方式", "Price kind", ("价格类型", "报价方式")),
    Column("price", "价格", "Price", ("单价", "阶梯价", "批发价", "售价", "出厂价", "供货价", "含税价", "价格阶梯", "unit price", "price ladder", "wholesale price", "cost"), is_of_sku=True),
    Column("sku_code", "规格编码", "SKU code", ("sku", "sku编码", "sku id", "规格编号", "商家编码", "variant sku"), is_of_sku=True),
    Column("spec", "规格", "Specification", ("规格名称", "规格型号", "销售属性", "spec", "variant", "variation"), is_of_sku=True),
    Column("stock", "库存", "Stock", ("库存数量", "可售数量", "可售库存", "现货数量", "数量", "on hand", "quantity", "qty", "inventory"), is_of_sku=True),
    Column("barcode", "条形码", "Barcode", ("条码", "国际条码", "商品条码", "69码", "ean", "gtin", "upc"), is_of_sku=True),
    Column("sku_weight", "规格重量(克)", "SKU weight, grams", ("规格重量", "sku weight"), is_of_sku=True),
    Column("on_sale", "在售", "On sale", ("是否在售", "是否上架", "上架", "active"), is_of_sku=True),
    Column("unit", "单位", "Unit", ("计量单位", "销售单位")),
    Column("moq", "起订量", "MOQ", ("最小起订量", "起批量", "起订数量", "起订", "minimum order quantity", "minimum order", "min order")),
    Column("order_multiple", "起批倍数", "Order multiple", ("倍数", "装箱数", "multiple", "carton quantity")),
    Column("is_mixable", "参与混批", "Joins mix-batch", ("混批", "支持混批", "mixable")),
    Column("dropship_price", "代发价", "Dropship price", ("一件代发价",)),
    Column("sample_price", "样品价", "Sample price", ("样品价格", "样品费", "样品费用", "样品单价", "打样费", "打样价", "拿样价", "sample cost", "sample fee", "sample charge")),
    Column("sample_days", "打样天数", "Sample days", ("样品天数", "样品交期", "样品货期", "打样时间", "打样周期", "打样交期", "sample lead time", "sample time")),
    Column("lead_time_days", "备货天数", "Lead time, days", ("发货天数", "货期", "交期", "发货时间", "lead time", "lead days")),
    Column("weight_grams", "重量(克)", "Weight, grams", ("重量", "毛重", "净重", "单件重量", "weight", "gross weight")),
    Column("description_zh", "描述", "Chinese description", ("中文描述", "商品描述", "产品描述", "详情", "description")),
    Column("description_en", "英文描述", "English description", ("description en",)),
)  # fmt: skip
IN_OTHER_UNITS = (
    Column("weight_kg", "重量(千克)", "Weight, kilograms"),
    Column("sku_weight_kg", "规格重量(千克)", "SKU weight, kilograms", is_of_sku=True),
)
BY_KEY = {column.key: column for column in (*COLUMNS, *IN_OTHER_UNITS)}
REQUIRED = ("code", "category", "title_zh", "price")
IN_KILOGRAMS = {"weight_grams": "weight_kg", "sku_weight": "sku_weight_kg"}
AXES = ("颜色", "尺寸", "尺码", "款式", "型号", "口味", "容量", "材质规格", "color", "colour", "size", "style", "model")
