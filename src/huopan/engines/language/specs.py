"""What SKUs differ by, in English: the usual words of Chinese sellers, for readers who do not read Chinese."""

from __future__ import annotations

import re

AXES = {
    "颜色": "Colour", "颜色分类": "Colour", "尺寸": "Size", "尺码": "Size", "大小": "Size", "规格": "Specification",
    "款式": "Style", "图案": "Pattern", "花型": "Pattern", "容量": "Capacity", "材质": "Material", "面料": "Fabric",
    "型号": "Model", "适用型号": "Fits", "数量": "Count", "包装": "Packaging", "套餐": "Set", "长度": "Length",
    "宽度": "Width", "高度": "Height", "厚度": "Thickness", "直径": "Diameter", "口径": "Diameter", "重量": "Weight",
    "香味": "Scent", "味道": "Flavour", "口味": "Flavour", "开本": "Format", "笔芯": "Tip", "帽围": "Head size",
    "骨数": "Ribs", "功率": "Power", "电压": "Voltage", "插头": "Plug", "版本": "Version", "性别": "For",
}  # fmt: skip
VALUES = {
    "黑色": "Black", "白色": "White", "米白": "Off-white", "米色": "Beige", "灰色": "Grey", "浅灰": "Light grey",
    "深灰": "Dark grey", "红色": "Red", "酒红": "Burgundy", "砖红": "Brick red", "粉色": "Pink", "樱粉": "Cherry pink",
    "橙色": "Orange", "黄色": "Yellow", "姜黄": "Mustard", "绿色": "Green", "豆绿": "Sage", "军绿": "Olive",
    "墨绿": "Dark green", "蓝色": "Blue", "天蓝": "Sky blue", "雾蓝": "Mist blue", "藏青": "Navy", "紫色": "Purple",
    "香芋紫": "Taro purple", "咖啡色": "Coffee", "棕色": "Brown", "卡其": "Khaki", "焦糖": "Caramel", "金色": "Gold",
    "银色": "Silver", "透明": "Clear", "混色": "Mixed colours", "彩色": "Multicoloured", "本色": "Natural",
    "小号": "Small", "中号": "Medium", "大号": "Large", "加大": "Extra large", "特大": "XX large",
    "均码": "One size", "小": "Small", "中": "Medium", "大": "Large", "儿童": "Kids", "成人": "Adult", "男": "Men",
    "女": "Women", "爱心": "Heart", "星星": "Star", "小熊": "Bear", "条纹": "Stripes", "格子": "Check", "圆点": "Dots",
    "纯色": "Plain", "碎花": "Floral", "白茶": "White tea", "雪松": "Cedar", "柑橘": "Citrus", "薰衣草": "Lavender",
    "玫瑰": "Rose", "茉莉": "Jasmine", "原味": "Original", "单只": "Single", "一对": "Pair", "套装": "Set",
    "礼盒装": "Gift box",
}  # fmt: skip
COUNTED = {
    "寸": "in", "英寸": "in", "厘米": "cm", "毫米": "mm", "米": "m", "克": "g", "公斤": "kg", "毫升": "ml", "升": "l",
    "件": "pcs", "个": "pcs", "只": "pcs", "枚": "pcs", "条": "pcs", "支": "pcs", "片": "pcs", "双": "pairs",
    "套": "sets", "包": "packs", "盒": "boxes", "骨": "ribs", "码": "",
}  # fmt: skip
_NUMBER = re.compile(r"(\d[\d.\-–~×x*]*)\s*(\D+)")


def in_english(text: str) -> str:
    """An axis or a value of a specification: 颜色 is Colour, 14寸 is 14 in. What is not known stays as it is."""
    word = text.strip()
    counted = _NUMBER.fullmatch(word)
    if counted and counted[2] in COUNTED:
        return f"{counted[1]} {COUNTED[counted[2]]}".strip()
    return AXES.get(word) or VALUES.get(word) or VALUES.get(f"{word}色") or VALUES.get(word.removesuffix("色")) or text
