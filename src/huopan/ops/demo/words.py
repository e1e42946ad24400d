"""What the demo market sells and who sells it: plain lists, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Belt:
    code: str
    name_zh: str
    name_en: str
    division: str
    cluster: str


@dataclass(frozen=True, slots=True)
class Maker:
    """A supplier of the demo: `kinds` are keys of GOODS."""

    key: str
    name_zh: str
    name_en: str
    kind: str
    belt: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Good:
    """A kind of product: its category code, words, axis of specification, factory price in hao and weight in grams."""

    category: str
    name_zh: str
    name_en: str
    styles: tuple[tuple[str, str], ...]
    axis: str
    values: tuple[str, ...]
    price_hao: int
    weight_grams: int
    moq: int


BELTS = (
    Belt("yiwu-small-goods", "义乌小商品", "Yiwu small commodities", "330782", "小商品"),
    Belt("guangzhou-womenswear", "广州女装", "Guangzhou womenswear", "440105", "女装"),
    Belt("chaozhou-ceramics", "潮州陶瓷", "Chaozhou ceramics", "445102", "陶瓷"),
)

MAKERS = (
    Maker("huaxin", "义乌市华鑫箱包厂", "Huaxin Bags", "factory", "yiwu-small-goods", ("tote", "keyring")),
    Maker("qinglan", "义乌青蓝水具有限公司", "Qinglan Drinkware", "factory", "yiwu-small-goods", ("bottle",)),
    Maker("zhimo", "义乌纸墨文创有限公司", "Zhimo Stationery", "factory", "yiwu-small-goods", ("notebook", "stickers")),
    Maker("wanhe", "义乌万和百货商行", "Wanhe General Trading", "trader", "yiwu-small-goods", ("umbrella", "keyring")),
    Maker(
        "yunshang", "广州云裳服饰有限公司", "Yunshang Apparel", "factory", "guangzhou-womenswear", ("dress", "scarf")
    ),
    Maker("muyou", "广州木柚制衣厂", "Muyou Garments", "factory", "guangzhou-womenswear", ("tshirt", "hoodie")),
    Maker("zuyin", "广州足音袜业", "Zuyin Hosiery", "factory", "guangzhou-womenswear", ("socks",)),
    Maker("shangguan", "广州尚冠帽饰商行", "Shangguan Headwear", "trader", "guangzhou-womenswear", ("cap", "scarf")),
    Maker("cixing", "潮州瓷行陶瓷厂", "Cixing Ceramics", "factory", "chaozhou-ceramics", ("mug", "bowl")),
    Maker("nanyao", "潮州南窑艺术陶瓷", "Nanyao Art Ceramics", "factory", "chaozhou-ceramics", ("vase", "candle")),
    Maker("fengxi", "潮州枫溪茶器厂", "Fengxi Teaware", "factory", "chaozhou-ceramics", ("teapot", "mug")),
    Maker("baici", "潮州白瓷餐具有限公司", "Baici Tableware", "factory", "chaozhou-ceramics", ("plate", "bowl")),
)

COLOURS = ("米白", "黑色", "雾蓝", "豆绿", "焦糖")
SIZES = ("S", "M", "L", "XL")

GOODS = {
    "tote": Good(
        "handbags",
        "帆布袋",
        "canvas tote",
        (("加厚", "heavy"), ("便携折叠", "folding"), ("学院风", "campus")),
        "颜色",
        COLOURS,
        68_000,
        180,
        50,
    ),
    "bottle": Good(
        "mugs",
        "保温杯",
        "thermos bottle",
        (("316不锈钢", "316 steel"), ("弹盖", "flip-lid"), ("车载", "car")),
        "容量",
        ("350ml", "500ml", "750ml"),
        185_000,
        380,
        24,
    ),
    "keyring": Good(
        "accessories",
        "钥匙扣",
        "key ring",
        (("滴胶", "resin"), ("金属", "metal"), ("毛绒", "plush")),
        "款式",
        ("爱心", "小熊", "星星"),
        12_500,
        25,
        100,
    ),
    "notebook": Good(
        "stationery",
        "笔记本",
        "notebook",
        (("布面", "cloth-bound"), ("活页", "loose-leaf"), ("点阵", "dotted")),
        "开本",
        ("A5", "A6", "B5"),
        52_000,
        260,
        40,
    ),
    "stickers": Good(
        "stationery",
        "贴纸包",
        "sticker pack",
        (("手账", "journal"), ("防水", "waterproof"), ("烫金", "foil")),
        "数量",
        ("30枚", "60枚"),
        3_250,
        30,
        200,
    ),
    "umbrella": Good(
        "home",
        "晴雨伞",
        "umbrella",
        (("全自动", "automatic"), ("黑胶防晒", "UV-proof"), ("迷你", "mini")),
        "颜色",
        COLOURS,
        158_000,
        340,
        20,
    ),
    "tshirt": Good(
        "womens-tops",
        "纯棉T恤",
        "cotton T-shirt",
        (("宽松", "loose"), ("重磅", "heavyweight"), ("圆领", "crew-neck")),
        "尺码",
        SIZES,
        195_000,
        210,
        10,
    ),
    "dress": Good(
        "dresses",
        "连衣裙",
        "dress",
        (("法式碎花", "floral"), ("收腰", "waisted"), ("通勤", "office")),
        "尺码",
        SIZES,
        420_000,
        320,
        5,
    ),
    "hoodie": Good(
        "womens-tops",
        "连帽卫衣",
        "hoodie",
        (("加绒", "fleece"), ("宽松", "oversized"), ("撞色", "two-tone")),
        "尺码",
        SIZES,
        385_000,
        520,
        6,
    ),
    "socks": Good(
        "underwear",
        "中筒袜",
        "crew socks",
        (("精梳棉", "combed cotton"), ("防滑", "grip"), ("条纹", "ribbed")),
        "颜色",
        COLOURS,
        21_500,
        55,
        100,
    ),
    "cap": Good(
        "scarves-hats",
        "棒球帽",
        "baseball cap",
        (("刺绣", "embroidered"), ("速干", "quick-dry"), ("做旧", "washed")),
        "颜色",
        COLOURS,
        98_000,
        90,
        20,
    ),
    "scarf": Good(
        "scarves-hats",
        "丝巾",
        "scarf",
        (("真丝", "silk"), ("印花", "printed"), ("加长", "long")),
        "颜色",
        COLOURS,
        145_000,
        60,
        20,
    ),
    "mug": Good(
        "mugs",
        "马克杯",
        "mug",
        (("骨瓷", "bone china"), ("手绘", "hand-painted"), ("带盖", "lidded")),
        "颜色",
        COLOURS,
        78_000,
        360,
        36,
    ),
    "plate": Good(
        "tableware",
        "餐盘",
        "plate",
        (("釉下彩", "underglaze"), ("浮雕", "embossed"), ("哑光", "matte")),
        "尺寸",
        ("7寸", "8寸", "10寸"),
        62_000,
        480,
        48,
    ),
    "bowl": Good(
        "tableware",
        "面碗",
        "noodle bowl",
        (("日式", "Japanese"), ("加深", "deep"), ("窑变", "kiln-glazed")),
        "尺寸",
        ("6寸", "7寸", "8寸"),
        69_000,
        520,
        48,
    ),
    "vase": Good(
        "decor",
        "花瓶",
        "vase",
        (("素烧", "bisque"), ("侘寂", "wabi-sabi"), ("描金", "gilded")),
        "尺寸",
        ("小号", "大号"),
        235_000,
        900,
        12,
    ),
    "teapot": Good(
        "tableware",
        "茶壶",
        "teapot",
        (("紫砂", "zisha"), ("侧把", "side-handle"), ("功夫", "gongfu")),
        "容量",
        ("150ml", "220ml"),
        320_000,
        420,
        10,
    ),
    "candle": Good(
        "candles",
        "香薰蜡烛",
        "scented candle",
        (("大豆蜡", "soy wax"), ("礼盒", "gift-boxed"), ("手工", "handmade")),
        "香味",
        ("白茶", "雪松", "柑橘"),
        128_000,
        300,
        24,
    ),
}

# What offers of each kind state, by codes of the category's attributes; several values take turns.
STATED: dict[str, dict[str, tuple[Any, ...]]] = {
    "tote": {"material": ("canvas", "canvas", "nylon", "pu")},
    "keyring": {"material": ("alloy", "acrylic", "steel")},
    "bottle": {"material": ("steel",), "capacity": (500, 350, 750), "food-safe": (True,)},
    "mug": {"material": ("ceramic", "ceramic", "glass"), "capacity": (350, 400), "food-safe": (True, True, False)},
    "notebook": {"customizable": (True, True, False)},
    "stickers": {"customizable": (True,)},
    "dress": {"fabric": ("cotton", "linen", "silk"), "season": ("summer", "spring"), "length": (110, 95)},
    "tshirt": {"fabric": ("cotton", "blend"), "season": ("summer", "all"), "fabric-weight": (180, 220)},
    "hoodie": {"fabric": ("cotton", "polyester"), "season": ("autumn", "winter"), "fabric-weight": (320, 380)},
    "socks": {"fabric": ("cotton", "wool"), "season": ("all", "winter")},
    "plate": {"material": ("ceramic",), "food-safe": (True,)},
    "bowl": {"material": ("ceramic", "ceramic", "wood"), "food-safe": (True, False)},
    "teapot": {"material": ("ceramic", "glass"), "food-safe": (True,)},
    "candle": {"customizable": (False, True)},
}

BUYERS = (
    "晓雨百货店",
    "小满杂货铺",
    "团长阿芳",
    "主播小鹿工作室",
    "拾光文创馆",
    "青禾母婴店",
    "安安家居",
    "木子女装",
    "橘子好物社",
    "北巷咖啡馆",
    "云朵花店",
    "老周超市",
    "星河礼品",
    "南风集",
    "暖暖家饰",
    "半夏书房",
    "跨境优选贸易",
    "海豚出海",
    "Lina 海外店",
    "四季民宿",
    "麦田烘焙",
    "甜甜圈社区团购",
    "街角便利",
    "阿杰数码",
    "蓝山茶舍",
    "苏苏穿搭",
    "一米阳光",
    "花间服饰",
    "旅人背包",
    "小城故事",
)
