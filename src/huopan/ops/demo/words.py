"""Who trades on the demo market: belts, suppliers, buyers. Plain lists, no logic."""

from __future__ import annotations

from dataclasses import dataclass


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
    about_zh: str
    about_en: str

    @property
    def brand(self) -> str:
        """华鑫 of 义乌市华鑫箱包厂: what stands behind the place."""
        return self.name_zh[2:].removeprefix("市")[:2]


@dataclass(frozen=True, slots=True)
class Buyer:
    """`trade` is a key of TRADES; `contact` is who signs for the parcels."""

    name_zh: str
    name_en: str
    trade: str
    contact: str


BELTS = (
    Belt("yiwu-small-goods", "义乌小商品", "Yiwu small commodities", "330782", "小商品"),
    Belt("guangzhou-womenswear", "广州女装", "Guangzhou womenswear", "440105", "女装"),
    Belt("chaozhou-ceramics", "潮州陶瓷", "Chaozhou ceramics", "445102", "陶瓷"),
)
YIWU, GUANGZHOU, CHAOZHOU = (belt.code for belt in BELTS)

MAKERS = (
    Maker("huaxin", "义乌市华鑫箱包厂", "Huaxin Bags", "factory", YIWU, ("tote", "backpack", "keyring"), "做帆布袋和双肩包十五年，三条缝纫线、两台丝印机，五十只起定做。", "Fifteen years of totes and backpacks; three sewing lines and two screen printers; custom from fifty pieces."),
    Maker("qinglan", "义乌青蓝水具有限公司", "Qinglan Drinkware", "factory", YIWU, ("bottle", "lunchbox"), "不锈钢保温杯与便当盒，UV 彩印当天打样。", "Steel bottles and lunch boxes; printed samples the same day."),
    Maker("zhimo", "义乌纸墨文创有限公司", "Zhimo Stationery", "factory", YIWU, ("notebook", "stickers", "pen", "giftbox"), "文具与包装一站配齐，小批量拼单印刷。", "Stationery and packaging from one place; small lots share a print run."),
    Maker("wanhe", "义乌万和百货商行", "Wanhe General Trading", "trader", YIWU, ("umbrella", "keyring", "hairclip", "phonecase"), "国际商贸城档口，现货上千款，可混批。", "A stall in the trade city: a thousand items in stock, mix as you like."),
    Maker("yunshang", "广州云裳服饰有限公司", "Yunshang Apparel", "factory", GUANGZHOU, ("dress", "skirt", "scarf"), "连衣裙与半身裙，自有版房，七天出样。", "Dresses and skirts with our own pattern room; samples in seven days."),
    Maker("muyou", "广州木柚制衣厂", "Muyou Garments", "factory", GUANGZHOU, ("tshirt", "hoodie", "sweater"), "针织衫专做：T恤、卫衣、毛衣，十件起批。", "Knitwear only: T-shirts, hoodies, sweaters, from ten pieces."),
    Maker("zuyin", "广州足音袜业", "Zuyin Hosiery", "factory", GUANGZHOU, ("socks", "trousers"), "袜机四十台，另有裤装车间。", "Forty sock machines, and a workshop for trousers."),
    Maker("shangguan", "广州尚冠帽饰商行", "Shangguan Headwear", "trader", GUANGZHOU, ("cap", "scarf", "shirt"), "帽子、丝巾、衬衫现货，一件代发。", "Caps, scarves and shirts in stock; single pieces shipped for you."),
    Maker("cixing", "潮州瓷行陶瓷厂", "Cixing Ceramics", "factory", CHAOZHOU, ("mug", "bowl", "canister"), "两座梭式窑，马克杯烤花定制。", "Two shuttle kilns; mugs decorated to order."),
    Maker("nanyao", "潮州南窑艺术陶瓷", "Nanyao Art Ceramics", "factory", CHAOZHOU, ("vase", "candle", "planter"), "花瓶、花盆与香薰杯，手工上釉。", "Vases, pots and candle cups, glazed by hand."),
    Maker("fengxi", "潮州枫溪茶器厂", "Fengxi Teaware", "factory", CHAOZHOU, ("teapot", "mug", "canister"), "茶壶与茶叶罐，可刻字。", "Teapots and tea jars, engraved on request."),
    Maker("baici", "潮州白瓷餐具有限公司", "Baici Tableware", "factory", CHAOZHOU, ("plate", "bowl", "planter"), "酒店餐具整案配货，白瓷为主。", "Whole sets for hotels and restaurants, mostly white porcelain."),
)  # fmt: skip

# What the buyers say of themselves, by trade.
TRADES: dict[str, tuple[str, str]] = {
    "streamer": ("抖音主播，每晚一场，小批量快反。", "A livestreamer: a show every night, small lots, quickly."),
    "leader": ("社区团长，三个群一千二百户。", "A group-buy leader: three chats, twelve hundred households."),
    "shop": ("线下店，常年补货。", "A shop that restocks all year."),
    "online": ("网店掌柜，上新勤。", "An online shop with new things every week."),
    "cross-border": ("跨境卖家，发海外仓。", "A cross-border seller shipping to warehouses abroad."),
    "novice": ("刚开店，边学边卖。", "New to the trade, learning while selling."),
    "distributor": ("分销商，一件代发，先卖后采。", "A distributor: sells first, has single pieces shipped."),
}

BUYERS = tuple(
    Buyer(*line.split("/"))
    for line in """晓雨百货店/Xiaoyu General Store/shop/林晓雨; 小满杂货铺/Xiaoman Sundries/shop/周小满; 团长阿芳/Afang Group Buys/leader/陈芳;
主播小鹿工作室/Xiaolu Livestream Studio/streamer/陆小鹿; 拾光文创馆/Shiguang Design Shop/shop/程拾光; 青禾母婴店/Qinghe Mother & Baby/shop/何青;
安安家居/An'an Home/online/安宁; 木子女装/Muzi Womenswear/online/李木; 橘子好物社/Orange Finds/online/鞠子; 北巷咖啡馆/North Lane Café/shop/向北;
云朵花店/Cloud Florist/shop/云朵; 老周超市/Zhou's Supermarket/shop/周建国; 星河礼品/Galaxy Gifts/distributor/江星河; 南风集/Nanfeng Market/online/南风;
暖暖家饰/Nuannuan Home Décor/online/温暖; 半夏书房/Banxia Books/shop/夏半; 跨境优选贸易/Crossborder Select Trading/cross-border/赵越; 海豚出海/Dolphin Overseas/cross-border/洪涛;
Lina 海外店/Lina Overseas/cross-border/Lina; 四季民宿/Four Seasons Guest House/shop/季春; 麦田烘焙/Wheatfield Bakery/shop/麦田; 甜甜圈社区团购/Doughnut Community Buys/leader/田甜;
街角便利/Corner Convenience/shop/高街; 阿杰数码/Ajie Digital/online/钱杰; 蓝山茶舍/Blue Mountain Tea House/shop/蓝山; 苏苏穿搭/Susu Outfits/streamer/苏苏;
一米阳光/Metre of Sunshine/online/米阳; 花间服饰/Huajian Apparel/online/花简; 旅人背包/Traveller Bags/online/吕仁; 小城故事/Small Town Story/shop/成晓;
主播大力/Dali Live/streamer/王大力; 主播可可/Coco Live/streamer/可可; 团长李姐/Sister Li's Group/leader/李桂英; 团长老吴/Wu's Neighbourhood Buys/leader/吴建华;
小白开店记/First Shop Diary/novice/白小开; 新手阿明/Aming Begins/novice/黄明; 周末摆摊/Weekend Stall/novice/周末; 大学城小铺/Campus Corner/novice/薛城;
深蓝跨境/Deep Blue Export/cross-border/申澜; 丝路良品/Silk Road Goods/cross-border/路良; 东南亚优品/ASEAN Select/cross-border/阮文; 北美家居仓/North America Home Depot Co./cross-border/贝美;
一件代发小站/Dropship Station/distributor/戴发; 云仓分销/Cloud Stock Distribution/distributor/云苍; 爱分享微店/Share & Sell Micro Shop/distributor/艾芬; 好物分销联盟/Good Things Alliance/distributor/郝武;
小红薯买手店/Sweet Potato Picks/streamer/洪舒; 快手二姐/Second Sister Live/streamer/张二妹; 视频号阿伟/Awei Channels/streamer/魏伟; 陶然居/Taoran Living/shop/陶然;
瓷语/Porcelain Words/online/慈雨; 茶香小院/Tea Courtyard/shop/查香; 童趣园/Tongqu Kids/shop/童曲; 文心书店/Wenxin Bookshop/shop/温馨;
喜事婚庆/Xishi Weddings/shop/喜诗; 公司福利采购/Staff Gifts Office/shop/宫福; 创意礼品工坊/Creative Gift Works/distributor/庄毅; 绿植控/Plant Lovers/online/卢植;
极简生活/Plain Living/online/简单; 夜市阿强/Night Market Aqiang/novice/强仔""".replace("\n", " ").split("; ")
)  # fmt: skip

# Sellers whom the operator has not approved yet: the console shows them.
APPLICANTS = (
    Maker("jinyu", "义乌锦羽饰品厂", "Jinyu Ornaments", "factory", YIWU, ("hairclip",), "发饰十年，想上货盘。", "Ten years of hair ornaments."),
    Maker("chaoyao", "潮州潮窑日用瓷商行", "Chaoyao Porcelain Trading", "trader", CHAOZHOU, ("bowl",), "日用瓷批发。", "Everyday porcelain, wholesale."),
)  # fmt: skip
