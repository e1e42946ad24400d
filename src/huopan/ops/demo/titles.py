"""How the demo's sellers call and describe their goods, in both languages."""

from __future__ import annotations

from huopan.ops.demo.items import Item
from huopan.ops.demo.merchandise import TRAITS, USES


def titles_of(item: Item) -> tuple[str, str]:
    """As sellers of each kind write them: five patterns, six styles, what is special, for whom."""
    good, maker = item.good, item.maker
    style_zh, style_en = good.styles[item.style]
    name_zh, name_en = f"{style_zh}{good.name_zh}", f"{style_en} {good.name_en}"
    if item.is_common:
        return f"{name_zh} 产地通货 可定制logo", f"{_capital(name_en)}, common goods, custom logo"
    trait_zh, trait_en, use_zh, use_en = _said(item)
    source_zh, source_en = ("工厂直供", "made by") if maker.kind == "factory" else ("商行现货", "stocked by")
    match item.place % 5:
        case 0:
            return (
                f"{name_zh} {trait_zh} {maker.brand}{source_zh} 可定制logo",
                f"{_capital(name_en)}, {trait_en}, {source_en} {maker.name_en}, custom logo",
            )
        case 1:
            return (
                f"{trait_zh}{name_zh} {use_zh} {maker.brand}{source_zh}",
                f"{_capital(name_en)} for {use_en}, {trait_en}, {maker.name_en}",
            )
        case 2:
            return f"{maker.brand} {name_zh} {use_zh} 现货批发", f"{maker.name_en} {name_en} for {use_en}, in stock"
        case 3:
            return (
                f"新款{name_zh} {trait_zh} {use_zh} {maker.brand}",
                f"New {name_en}, {trait_en}, for {use_en}, {maker.name_en}",
            )
        case _:
            return (
                f"{name_zh} {trait_zh} 支持小批量 {maker.brand}{source_zh}",
                f"{_capital(name_en)}, {trait_en}, small lots welcome, {maker.name_en}",
            )


def _said(item: Item) -> tuple[str, str, str, str]:
    traits, uses = TRAITS[item.good.family], USES[item.good.family]
    trait, use = traits[(item.place // 5 + item.style) % len(traits)], uses[(item.place // 3) % len(uses)]
    return (*trait, *use)


def told_zh(item: Item) -> str:
    trait, _, use, _ = _said(item)
    good, style = item.good, item.good.styles[item.style][0]
    return (
        f"{style}{good.name_zh}，{trait}，适合{use}。\n"
        f"{item.maker.about_zh}\n"
        f"单件约 {good.weight_grams} 克，{good.moq} 件起批，可混批；支持定制 logo 与包装，打样后确认再做大货。"
    )


def told_en(item: Item) -> str:
    _, trait, _, use = _said(item)
    good, style = item.good, item.good.styles[item.style][1]
    return (
        f"{_capital(style)} {good.name_en}: {trait}, for {use}.\n"
        f"{item.maker.about_en}\n"
        f"About {good.weight_grams} g each, usually from {good.moq} pieces, mixed lots welcome; "
        "your logo and packaging on request, after a sample you approve."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
