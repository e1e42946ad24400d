"""Write the repository's own judged sets (benchmarks/judged): what buyers ask of the demo market, graded by rule.

    python -m benchmarks.judging

The titles are those of the demo's offers and as many again of other trades. A query wants a kind of goods and perhaps
a style or a maker, in one of a buyer's spellings: other names, characters that sound alike, pinyin, traditional
characters, another order, words of the trade around it. The rules, whatever the spelling:

    3  the kind, and everything else that is asked
    2  the kind, and something of what else is asked, or nothing else is asked and the kind is near (a mug for a cup)
    1  the kind without anything else that is asked
    0  everything else (not written down)

Every second query is held out: whoever looks for weights looks at the first half only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huopan.ops.demo.items import item
from huopan.ops.demo.merchandise import GOODS
from huopan.ops.demo.titles import titles_of
from huopan.ops.demo.words import MAKERS
from huopan.ops.starting import start

FOLDER = Path(__file__).parent / "judged"
OFFERS_EACH = 25


@dataclass(frozen=True, slots=True)
class Spoken:
    """How buyers say a kind: two other names, one misspelt, in pinyin, in traditional characters; in English."""

    other: tuple[str, str]
    slip: str
    pinyin: str
    traditional: str
    english: tuple[str, ...]


SPOKEN = {
    "tote": Spoken(("帆布包", "布袋子"), "番布袋", "fanbudai", "帆布袋", ("canvas totes", "canvass tote", "tote bag canvas")),
    "bottle": Spoken(("保温壶", "保暖杯"), "保文杯", "baowenbei", "保溫杯", ("thermos bottles", "thermoss bottle", "thermosbottle")),
    "keyring": Spoken(("钥匙链", "钥匙圈"), "钥匙口", "yaoshikou", "鑰匙扣", ("keyring", "key-rings", "kee ring")),
    "notebook": Spoken(("记事本", "本子"), "笔计本", "bijiben", "筆記本", ("note book", "notebooks", "notbook")),
    "stickers": Spoken(("贴纸", "贴画"), "贴只包", "tiezhibao", "貼紙包", ("stickers", "sticker-pack", "stiker pack")),
    "umbrella": Spoken(("雨伞", "太阳伞"), "情雨伞", "qingyusan", "晴雨傘", ("umbrellas", "umbrela", "rain umbrella")),
    "tshirt": Spoken(("短袖", "棉t恤"), "纯绵T恤", "chunmian t恤", "純棉T恤", ("tshirt", "t shirts cotton", "cotton tee shirt")),
    "dress": Spoken(("裙子", "长裙"), "连衣群", "lianyiqun", "連衣裙", ("dresses", "women's dress", "dres")),
    "hoodie": Spoken(("卫衣", "带帽卫衣"), "连冒卫衣", "lianmaoweiyi", "連帽衛衣", ("hoodies", "hooded sweatshirt", "hoodi")),
    "socks": Spoken(("袜子", "中筒袜子"), "中统袜", "zhongtongwa", "中筒襪", ("sock", "crew sock", "crewsocks")),
    "cap": Spoken(("鸭舌帽", "帽子"), "棒球冒", "bangqiumao", "棒球帽", ("baseball caps", "baseballcap", "basebal cap")),
    "scarf": Spoken(("围巾", "方巾"), "丝金", "sijin", "絲巾", ("scarves", "scarfs", "scraf")),
    "mug": Spoken(("陶瓷杯", "水杯"), "马可杯", "makebei", "馬克杯", ("mugs", "coffee mug", "ceramic mugs")),
    "plate": Spoken(("盘子", "菜盘"), "餐盆盘", "canpan", "餐盤", ("plates", "dinner plate", "palte")),
    "bowl": Spoken(("拉面碗", "汤面碗"), "面宛", "mianwan", "麵碗", ("bowls", "noodle bowls", "noodel bowl")),
    "vase": Spoken(("花器", "花瓶摆件"), "花平", "huaping", "花瓶", ("vases", "flower vase", "vaze")),
    "teapot": Spoken(("泡茶壶", "小茶壶"), "茶胡", "chahu", "茶壺", ("tea pot", "teapots", "tepot")),
    "candle": Spoken(("香氛蜡烛", "香薰"), "香熏蜡烛", "xiangxunlazhu", "香薰蠟燭", ("candles", "candel", "scented candles")),
}  # fmt: skip
NEAR = {"mug": ("bottle",), "plate": ("bowl",), "bowl": ("plate",), "hoodie": ("tshirt",), "tshirt": ("hoodie",)}
OTHER_TRADES = tuple(
    line.split("/")
    for line in """不锈钢/饭盒/steel/lunch box; 双层/饭盒/two-layer/lunch box; 玻璃/水杯/glass/cup; 儿童/雨衣/kids/raincoat; 加厚/雨衣/heavy/raincoat;
磨砂/手机壳/matte/phone case; 透明/手机壳/clear/phone case; 编织/数据线/braided/cable; 快充/数据线/quick-charge/cable;
无线/耳机/wireless/earphone; 入耳式/耳机/in-ear/earphone; 竹制/收纳盒/bamboo/storage box; 布艺/收纳筐/fabric/basket;
亚麻/抱枕/linen/cushion; 绒面/抱枕/velvet/cushion; 四件套/床单/four-piece/sheet; 纯棉/毛巾/cotton/towel;
速干/浴巾/quick-dry/bath towel; 真皮/钱包/leather/wallet; 复古/皮带/vintage/belt; 尼龙/双肩包/nylon/backpack;
学生/双肩包/school/backpack; 铝框/行李箱/aluminium/suitcase; 软底/拖鞋/soft/slippers; 帆布/板鞋/canvas/sneakers;
合金/项链/alloy/necklace; 珍珠/耳环/pearl/earrings; 水钻/发夹/rhinestone/hair clip; 木质/相框/wooden/photo frame;
仿真/绿植/artificial/plant; 陶瓷/花盆/ceramic/flowerpot; 铁艺/烛台/iron/candle holder; 毛绒/公仔/plush/doll;
木制/积木/wooden/blocks; 硅胶/围兜/silicone/bib; 宝宝/奶瓶/baby/feeding bottle; 牛皮纸/手提袋/kraft/paper bag;
珍珠棉/快递袋/foam/mailer; 气泡/信封袋/bubble/envelope; 热敏/标签纸/thermal/label; 中性/签字笔/gel/pen; 彩色/铅笔/coloured/pencil;
磁吸/书签/magnetic/bookmark; 台式/日历/desk/calendar; 桌面/台灯/desk/lamp; 太阳能/路灯/solar/street light; 静音/风扇/silent/fan;
便携/榨汁机/portable/juicer; 保湿/面膜/moisturising/mask; 哑光/口红/matte/lipstick; 圆头/化妆刷/round/make-up brush;
天然/香皂/natural/soap; 男式/衬衫/men's/shirt; 条纹/衬衫/striped/shirt; 牛仔/长裤/denim/trousers; 加绒/打底裤/fleece/leggings;
男士/短裤/men's/shorts; 女童/公主裙/girl's/princess dress; 半身/短裙/half/skirt; 羊毛/大衣/wool/coat; 针织/毛衣/knitted/sweater;
保暖/手套/warm/gloves; 羊绒/披肩/cashmere/shawl; 渔夫/帽/bucket/hat; 遮阳/草帽/sun/straw hat; 骨瓷/咖啡具/bone china/coffee set;
竹木/砧板/bamboo/cutting board; 不粘/平底锅/non-stick/frying pan; 铸铁/茶盘/cast iron/tea tray; 玻璃/储物罐/glass/storage jar;
硅胶/锅铲/silicone/spatula; 陶瓷/汤勺/ceramic/spoon; 木/筷子/wooden/chopsticks """.replace("\n", " ").split("; ")
)
HOUSES = (("鸿达", "Hongda"), ("美居", "Meiju"), ("新航", "Xinhang"), ("同心", "Tongxin"), ("百灵", "Bailing"))


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    kind: str
    style: int
    maker: str


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    kind: str
    style: int | None = None
    maker: str | None = None

    def grade(self, title: Title) -> int:
        if title.kind != self.kind:
            is_near = title.kind in NEAR.get(self.kind, ()) and self.style is None and self.maker is None
            return 2 if is_near and self.text in {GOODS[title.kind].name_zh, *SPOKEN[self.kind].other} else 0
        asked = [(self.style, title.style), (self.maker, title.maker)]
        met = [wanted == there for wanted, there in asked if wanted is not None]
        return 3 if all(met) else 2 if any(met) else 1


def titles(language: str) -> list[Title]:
    """Each title once: the demo's, then those of other trades."""
    found = {}
    for maker in MAKERS:
        for place in range(OFFERS_EACH):
            shown = item(maker, place)
            zh, en = titles_of(shown)
            text = zh if language == "zh" else en
            found.setdefault(text, Title(text, shown.kind, shown.style, maker.key))
    for number, (style_zh, name_zh, style_en, name_en) in enumerate(OTHER_TRADES):
        for house_zh, house_en in (HOUSES[number % 5], HOUSES[(number + 2) % 5]):
            zh = f"{style_zh}{name_zh} {house_zh}工厂直供 支持定制"
            en = f"{style_en.capitalize()} {name_en}, made by {house_en}, custom logo"
            found.setdefault(
                zh if language == "zh" else en, Title(zh if language == "zh" else en, name_zh, 0, house_en)
            )
    return list(found.values())


def queries_zh() -> Iterator[Query]:
    for kind, spoken in SPOKEN.items():
        name, styles = GOODS[kind].name_zh, [style for style, _ in GOODS[kind].styles]
        maker = next(maker for maker in MAKERS if kind in maker.kinds)
        house = maker.brand
        yield Query(name, kind)
        yield Query(styles[0] + name, kind, style=0)
        yield Query(f"{name} {styles[1]}", kind, style=1)
        yield Query(spoken.other[0], kind)
        yield Query(styles[2] + spoken.other[1], kind, style=2)
        yield Query(spoken.slip, kind)
        yield Query(spoken.pinyin, kind)
        yield Query(styles[1] + spoken.traditional, kind, style=1)
        yield Query(f"{house} {name}", kind, maker=maker.key)
        yield Query(f"{name}厂家直销 一件代发 小批量", kind)
        yield Query(f"{house}{styles[2]}{name}定制logo", kind, style=2, maker=maker.key)
    yield Query("送客户的保温杯", "bottle")
    yield Query("给员工定做纯棉短袖T恤", "tshirt")


def queries_en() -> Iterator[Query]:
    for kind, spoken in SPOKEN.items():
        name, styles = GOODS[kind].name_en, [style for _, style in GOODS[kind].styles]
        maker = next(maker for maker in MAKERS if kind in maker.kinds)
        yield from (Query(said, kind) for said in spoken.english)
        yield Query(f"{styles[0]} {name}", kind, style=0)
        yield Query(f"{name}s {styles[1]} wholesale", kind, style=1)
        yield Query(f"{name} by {maker.name_en}", kind, maker=maker.key)


def main() -> None:
    start()
    FOLDER.mkdir(exist_ok=True)
    for language, queries in (("zh", queries_zh()), ("en", queries_en())):
        shelf = titles(language)
        (FOLDER / f"{language}_titles.txt").write_text("".join(f"{title.text}\n" for title in shelf))
        (FOLDER / f"{language}.tsv").write_text("".join(lines(queries, shelf)))


def lines(queries: Iterator[Query], shelf: list[Title]) -> Iterator[str]:
    """A head, then what is worth finding for each query."""
    yield "query\ttitle\tgrade\n"
    for query in dict.fromkeys(queries):
        yield from (f"{query.text}\t{title.text}\t{grade}\n" for title in shelf if (grade := query.grade(title)))


if __name__ == "__main__":
    main()
