"""Words of the trade: what says little in a query, and what is called by several names."""

from __future__ import annotations

LITTLE = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for",
        "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not",
        "of", "on", "or", "our", "s", "should", "so", "than", "that", "the", "their", "them", "then", "there",
        "these", "they", "this", "to", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom",
        "why", "will", "with", "would", "you", "your",
    }
)  # fmt: skip
LITTLE_HAN = frozenset("的了和与是在就都而及或一也很还吗呢吧啊着到把被为对从以等之个")

SAME_THING = (
    ("保温杯", "保温壶", "thermos", "vacuum flask"),
    ("马克杯", "陶瓷杯", "mug"),
    ("帆布袋", "帆布包", "tote", "canvas bag"),
    ("双肩包", "背包", "书包", "backpack"),
    ("行李箱", "拉杆箱", "旅行箱", "suitcase", "luggage"),
    ("t恤", "短袖", "tshirt"),
    ("卫衣", "连帽衫", "hoodie", "sweatshirt"),
    ("连衣裙", "裙子", "dress"),
    ("丝巾", "围巾", "scarf"),
    ("棒球帽", "鸭舌帽", "帽子", "baseball cap"),
    ("雨伞", "晴雨伞", "遮阳伞", "umbrella"),
    ("钥匙扣", "钥匙链", "挂件", "keychain", "key ring"),
    ("笔记本", "记事本", "本子", "notebook"),
    ("贴纸", "不干胶", "sticker"),
    ("蜡烛", "香薰", "candle"),
    ("餐盘", "盘子", "碟子", "plate"),
    ("充电宝", "移动电源", "power bank"),
    ("数据线", "充电线", "charging cable"),
    ("耳机", "earphone", "headphone"),
    ("手机壳", "手机套", "phone case"),
    ("袜子", "中筒袜", "socks"),
    ("拖鞋", "凉拖", "slippers"),
    ("抱枕", "靠枕", "cushion", "pillow"),
    ("收纳盒", "整理盒", "储物盒", "storage box"),
    ("垃圾袋", "塑料袋", "bin bag", "trash bag"),
    ("毛绒玩具", "公仔", "玩偶", "plush toy", "stuffed toy"),
    ("饭盒", "便当盒", "lunch box", "bento box"),
    ("发夹", "发卡", "hair clip"),
    ("口红", "唇膏", "lipstick"),
    ("sofa", "couch"),
    ("rug", "carpet"),
    ("trousers", "pants"),
    ("torch", "flashlight"),
    ("rubbish bin", "trash can"),
    ("定制", "订制", "定做", "custom"),
    ("一件代发", "代发", "dropship"),
)


def other_names(text: str) -> tuple[str, ...]:
    """What else the things named in normalised `text` are called; empty for most text."""
    padded = f" {text} "
    return tuple(
        name
        for group in SAME_THING
        for said in group
        if (said in text if not said.isascii() else f" {said} " in padded)
        for name in group
        if name != said and name not in text
    )
