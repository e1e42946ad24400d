"""The kinds of goods on the demo market: plain tables, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Words = tuple[tuple[str, str], ...]
SIZES = ("S", "M", "L", "XL")

# What sellers say of their goods, and for whom they are, by family.
TRAITS: dict[str, Words] = {
    "bag": (("大容量", "roomy"), ("加厚耐磨", "hard-wearing"), ("轻便", "lightweight"), ("防泼水", "splash-proof"), ("内袋分层", "with inner pockets"), ("车线加固", "double-stitched")),
    "drink": (("长效保温", "stays warm 12 hours"), ("密封不漏", "leak-proof"), ("食品级", "food-grade"), ("防摔", "shock-resistant"), ("一键开盖", "one-touch lid"), ("轻量", "lightweight")),
    "paper": (("加厚纸张", "thick paper"), ("环保油墨", "eco ink"), ("可爱插画", "cute drawings"), ("顺滑书写", "smooth to write on"), ("礼盒装", "in a gift box"), ("ins风", "minimal style")),
    "small": (("精致做工", "finely made"), ("可爱百搭", "cute with anything"), ("轻巧便携", "pocket-sized"), ("独立包装", "packed one by one"), ("不易掉色", "colour-fast"), ("网红同款", "seen on social media")),
    "wear": (("透气亲肤", "soft and breathable"), ("不起球", "pill-free"), ("显瘦", "slimming"), ("宽松显高", "relaxed fit"), ("弹力舒适", "stretchy"), ("不易变形", "keeps its shape")),
    "clay": (("高温烧制", "high-fired"), ("釉面温润", "soft glaze"), ("可进微波炉", "microwave-safe"), ("手工拉坯", "wheel-thrown"), ("简约北欧", "Nordic style"), ("防烫加厚", "thick-walled")),
    "scent": (("无烟", "smokeless"), ("留香持久", "long-lasting scent"), ("植物蜡", "plant wax"), ("礼盒装", "in a gift box"), ("安神助眠", "calming"), ("手工浇注", "hand-poured")),
}  # fmt: skip
USES: dict[str, Words] = {
    "bag": (("通勤", "commuting"), ("学生", "students"), ("展会赠品", "trade-fair gifts"), ("旅行", "travel"), ("超市购物", "groceries")),
    "drink": (("办公室", "the office"), ("学生", "students"), ("户外", "outdoors"), ("车载", "the car"), ("伴手礼", "gifts")),
    "paper": (("学生", "students"), ("手账", "journals"), ("企业定制", "company gifts"), ("文创店", "design shops"), ("办公", "the office")),
    "small": (("地摊", "market stalls"), ("直播间", "livestreams"), ("伴手礼", "gifts"), ("女生", "girls"), ("精品店", "boutiques")),
    "wear": (("春夏", "spring and summer"), ("通勤", "the office"), ("直播爆款", "livestreams"), ("大码", "plus sizes"), ("情侣", "couples")),
    "clay": (("家用", "homes"), ("餐厅", "restaurants"), ("酒店民宿", "hotels"), ("咖啡馆", "cafés"), ("乔迁礼", "housewarmings")),
    "scent": (("卧室", "bedrooms"), ("婚礼伴手礼", "wedding favours"), ("民宿", "guest houses"), ("节日礼品", "holidays"), ("香氛店", "scent shops")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Good:
    """A kind of product: its category code, family of TRAITS, words, the values of its second axis of specification,
    factory price in hao, weight in grams and what is usually the least bought."""

    category: str
    family: str
    name_zh: str
    name_en: str
    styles: Words
    axis: str
    values: tuple[str, ...]
    price_hao: int
    weight_grams: int
    moq: int


GOODS: dict[str, Good] = {
    "tote": Good("handbags", "bag", "帆布袋", "canvas tote", (("加厚", "heavy"), ("便携折叠", "folding"), ("学院风", "campus"), ("拉链", "zipped"), ("束口", "drawstring"), ("印花", "printed")), "尺寸", ("小号", "中号", "大号"), 68_000, 180, 50),
    "backpack": Good("backpacks", "bag", "双肩包", "backpack", (("牛津布", "oxford"), ("电脑", "laptop"), ("儿童", "kids"), ("轻户外", "hiking"), ("迷你", "mini"), ("撞色", "two-tone")), "尺寸", ("14寸", "16寸"), 365_000, 560, 10),
    "bottle": Good("mugs", "drink", "保温杯", "thermos bottle", (("316不锈钢", "316 steel"), ("弹盖", "flip-lid"), ("车载", "car"), ("大肚", "wide-body"), ("显温", "temperature-display"), ("磨砂", "frosted")), "容量", ("350ml", "500ml", "750ml"), 185_000, 380, 24),
    "lunchbox": Good("kitchen", "drink", "便当盒", "lunch box", (("304不锈钢", "304 steel"), ("双层", "two-tier"), ("分格", "divided"), ("可微波", "microwave"), ("儿童", "kids"), ("日式", "Japanese")), "容量", ("800ml", "1200ml"), 142_000, 420, 20),
    "keyring": Good("accessories", "small", "钥匙扣", "key ring", (("滴胶", "resin"), ("金属", "metal"), ("毛绒", "plush"), ("皮革", "leather"), ("亚克力", "acrylic"), ("编织", "braided")), "款式", ("爱心", "小熊", "星星"), 12_500, 25, 100),
    "hairclip": Good("hair-accessories", "small", "发夹", "hair clip", (("蝴蝶结", "bow"), ("缎面", "satin"), ("珍珠", "pearl"), ("丝绒", "velvet"), ("碎花", "floral"), ("复古", "vintage")), "尺寸", ("小号", "大号"), 16_500, 20, 100),
    "phonecase": Good("phone-accessories", "small", "手机壳", "phone case", (("磨砂", "matte"), ("液态硅胶", "silicone"), ("磁吸", "magnetic"), ("防摔", "shock-proof"), ("透明", "clear"), ("支架", "stand")), "型号", ("6.1寸", "6.7寸"), 58_000, 45, 30),
    "notebook": Good("stationery", "paper", "笔记本", "notebook", (("布面", "cloth-bound"), ("活页", "loose-leaf"), ("点阵", "dotted"), ("皮面", "leather-bound"), ("绑带", "strapped"), ("线圈", "spiral")), "开本", ("A5", "A6", "B5"), 52_000, 260, 40),
    "stickers": Good("stationery", "paper", "贴纸包", "sticker pack", (("手账", "journal"), ("防水", "waterproof"), ("烫金", "foil"), ("复古", "vintage"), ("卡通", "cartoon"), ("和纸", "washi")), "数量", ("30枚", "60枚"), 3_250, 30, 200),
    "pen": Good("stationery", "paper", "中性笔", "gel pen", (("按动", "retractable"), ("速干", "quick-dry"), ("金属杆", "metal-barrel"), ("彩色", "coloured"), ("可擦", "erasable"), ("细头", "fine-tip")), "笔芯", ("0.38mm", "0.5mm"), 7_200, 14, 200),
    "giftbox": Good("packaging", "paper", "礼品盒", "gift box", (("天地盖", "lift-lid"), ("抽屉式", "drawer"), ("磁吸翻盖", "magnetic-flap"), ("丝带", "ribboned"), ("牛皮纸", "kraft"), ("烫金", "foil-stamped")), "尺寸", ("小号", "中号", "大号"), 41_000, 150, 50),
    "umbrella": Good("home", "small", "晴雨伞", "umbrella", (("全自动", "automatic"), ("黑胶防晒", "UV-proof"), ("迷你", "mini"), ("反向", "reverse"), ("长柄", "long-handled"), ("加固十骨", "ten-rib")), "骨数", ("8骨", "10骨"), 158_000, 340, 20),
    "tshirt": Good("womens-tops", "wear", "纯棉T恤", "cotton T-shirt", (("宽松", "loose"), ("重磅", "heavyweight"), ("圆领", "crew-neck"), ("短款", "cropped"), ("印花", "printed"), ("条纹", "striped")), "尺码", SIZES, 195_000, 210, 10),
    "shirt": Good("womens-tops", "wear", "衬衫", "shirt", (("雪纺", "chiffon"), ("牛津纺", "oxford"), ("泡泡袖", "puff-sleeve"), ("条纹", "striped"), ("职业", "office"), ("法式", "French")), "尺码", SIZES, 268_000, 190, 8),
    "dress": Good("dresses", "wear", "连衣裙", "dress", (("法式碎花", "floral"), ("收腰", "waisted"), ("通勤", "office"), ("吊带", "slip"), ("针织", "knitted"), ("茶歇", "tea")), "尺码", SIZES, 420_000, 320, 5),
    "skirt": Good("womens-wear", "wear", "半身裙", "skirt", (("百褶", "pleated"), ("高腰", "high-waisted"), ("A字", "A-line"), ("牛仔", "denim"), ("缎面", "satin"), ("包臀", "pencil")), "尺码", SIZES, 245_000, 280, 8),
    "trousers": Good("womens-wear", "wear", "阔腿裤", "wide-leg trousers", (("垂感", "draped"), ("冰丝", "ice-silk"), ("西装", "tailored"), ("高腰", "high-waisted"), ("束脚", "cuffed"), ("亚麻", "linen")), "尺码", SIZES, 298_000, 360, 6),
    "hoodie": Good("womens-tops", "wear", "连帽卫衣", "hoodie", (("加绒", "fleece"), ("宽松", "oversized"), ("撞色", "two-tone"), ("拉链", "zip-up"), ("短款", "cropped"), ("印花", "printed")), "尺码", SIZES, 385_000, 520, 6),
    "sweater": Good("womens-tops", "wear", "针织毛衣", "knit sweater", (("麻花", "cable-knit"), ("羊毛", "wool"), ("V领", "V-neck"), ("马海毛", "mohair"), ("开衫", "open-front"), ("高领", "turtleneck")), "尺码", SIZES, 452_000, 430, 5),
    "socks": Good("underwear", "wear", "中筒袜", "crew socks", (("精梳棉", "combed cotton"), ("防滑", "grip"), ("条纹", "ribbed"), ("加厚", "thick"), ("刺绣", "embroidered"), ("运动", "sports")), "尺码", ("36-39", "40-43"), 21_500, 55, 100),
    "cap": Good("scarves-hats", "small", "棒球帽", "baseball cap", (("刺绣", "embroidered"), ("速干", "quick-dry"), ("做旧", "washed"), ("大檐", "wide-brim"), ("灯芯绒", "corduroy"), ("儿童", "kids")), "帽围", ("55-58cm", "58-61cm"), 98_000, 90, 20),
    "scarf": Good("scarves-hats", "wear", "丝巾", "scarf", (("真丝", "silk"), ("印花", "printed"), ("加长", "long"), ("小方", "square"), ("羊毛", "wool"), ("雪纺", "chiffon")), "尺寸", ("70×70cm", "90×180cm"), 145_000, 60, 20),
    "mug": Good("mugs", "clay", "马克杯", "mug", (("骨瓷", "bone china"), ("手绘", "hand-painted"), ("带盖", "lidded"), ("大口", "wide-mouthed"), ("磨砂", "matte"), ("情侣", "paired")), "容量", ("300ml", "400ml"), 78_000, 360, 36),
    "plate": Good("tableware", "clay", "餐盘", "plate", (("釉下彩", "underglaze"), ("浮雕", "embossed"), ("哑光", "matte"), ("异形", "freeform"), ("描边", "rimmed"), ("深口", "deep")), "尺寸", ("7寸", "8寸", "10寸"), 62_000, 480, 48),
    "bowl": Good("tableware", "clay", "面碗", "noodle bowl", (("日式", "Japanese"), ("加深", "deep"), ("窑变", "kiln-glazed"), ("斗笠", "conical"), ("双耳", "two-eared"), ("青花", "blue-and-white")), "尺寸", ("6寸", "7寸", "8寸"), 69_000, 520, 48),
    "vase": Good("decor", "clay", "花瓶", "vase", (("素烧", "bisque"), ("侘寂", "wabi-sabi"), ("描金", "gilded"), ("细颈", "slim-necked"), ("开片", "crackle"), ("落地", "floor")), "尺寸", ("小号", "大号"), 235_000, 900, 12),
    "teapot": Good("tableware", "clay", "茶壶", "teapot", (("紫砂", "zisha"), ("侧把", "side-handle"), ("功夫", "gongfu"), ("提梁", "overhead-handle"), ("汝窑", "ru-ware"), ("耐热", "heatproof")), "容量", ("150ml", "220ml"), 320_000, 420, 10),
    "canister": Good("storage", "clay", "密封罐", "storage jar", (("竹盖", "bamboo-lid"), ("茶叶", "tea"), ("咖啡豆", "coffee-bean"), ("大口", "wide-mouth"), ("旅行", "travel"), ("粗陶", "stoneware")), "容量", ("400ml", "800ml"), 118_000, 560, 20),
    "planter": Good("decor", "clay", "花盆", "flower pot", (("红陶", "terracotta"), ("带托", "with saucer"), ("多肉", "succulent"), ("挂壁", "wall-hung"), ("自吸水", "self-watering"), ("方形", "square")), "口径", ("10cm", "14cm", "18cm"), 54_000, 640, 30),
    "candle": Good("candles", "scent", "香薰蜡烛", "scented candle", (("大豆蜡", "soy wax"), ("礼盒", "gift-boxed"), ("手工", "handmade"), ("陶瓷杯", "ceramic-cup"), ("双芯", "two-wick"), ("迷你", "mini")), "香味", ("白茶", "雪松", "柑橘"), 128_000, 300, 24),
}  # fmt: skip

# What offers of each kind state, by codes of the category's attributes; several values take turns.
STATED: dict[str, dict[str, tuple[Any, ...]]] = {
    "tote": {"material": ("canvas", "canvas", "nylon", "pu")},
    "backpack": {"material": ("nylon", "canvas"), "volume": (20, 14, 26)},
    "keyring": {"material": ("alloy", "acrylic", "steel")},
    "hairclip": {"material": ("alloy", "acrylic")},
    "bottle": {"material": ("steel",), "capacity": (500, 350, 750), "food-safe": (True,)},
    "lunchbox": {"material": ("steel", "plastic"), "food-safe": (True,)},
    "mug": {"material": ("ceramic", "ceramic", "glass"), "capacity": (350, 400), "food-safe": (True, True, False)},
    "notebook": {"customizable": (True, True, False)},
    "pen": {"customizable": (True, False)},
    "giftbox": {"customizable": (True,)},
    "stickers": {"customizable": (True,)},
    "dress": {"fabric": ("cotton", "linen", "silk"), "season": ("summer", "spring"), "length": (110, 95)},
    "skirt": {"fabric": ("polyester", "cotton"), "season": ("summer", "autumn")},
    "trousers": {"fabric": ("blend", "linen"), "season": ("summer", "spring")},
    "shirt": {"fabric": ("cotton", "polyester"), "season": ("spring", "all")},
    "tshirt": {"fabric": ("cotton", "blend"), "season": ("summer", "all"), "fabric-weight": (180, 220)},
    "hoodie": {"fabric": ("cotton", "polyester"), "season": ("autumn", "winter"), "fabric-weight": (320, 380)},
    "sweater": {"fabric": ("wool", "blend"), "season": ("winter", "autumn")},
    "socks": {"fabric": ("cotton", "wool"), "season": ("all", "winter")},
    "plate": {"material": ("ceramic",), "food-safe": (True,)},
    "bowl": {"material": ("ceramic", "ceramic", "wood"), "food-safe": (True, False)},
    "teapot": {"material": ("ceramic", "glass"), "food-safe": (True,)},
    "candle": {"customizable": (False, True)},
}
