"""What single cells mean: numbers, prices, ladders, yes and no, however people type them."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from huopan.domains.catalog.rules.attributes import NO, YES
from huopan.domains.catalog.rules.drafts import Step
from huopan.domains.catalog.rules.ladders import PRICE_KINDS, UnknownPriceKindError
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError, said

LONGEST_NUMBER = 18
_STEP = re.compile(r"(?:≥|>=)?\s*(\d{1,10})\s*(?:[-~]\s*\d{1,10}|\+|以上|起)?\s*(?:件|个|pcs)?\s*:\s*(.+)")
_COUNTED = re.compile(r"\s*(?:件|个|只|套|盒|箱|双|条|台|pcs|天|日|days?)$", re.IGNORECASE)
_MONEY = re.compile(r"^\s*(?:¥|rmb|cny)\s*|\s*(?:元|yuan|rmb|cny)?\s*(?:/\s*(?:件|个|只|套|pcs?))?\s*$")
_WEIGHT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*(kg|kgs|千克|公斤|g|克)?", re.IGNORECASE)
GRAMS_PER_KG = 1000
_FREE = {"免费", "免費", "free"}
_KINDS = {
    "一口价": "fixed",
    "固定价": "fixed",
    "按规格": "per_sku",
    "按规格定价": "per_sku",
    "阶梯价": "ladder",
    "按数量": "ladder",
    "按规格阶梯价": "ladder_per_sku",
    "one price": "fixed",
    "a price per sku": "per_sku",
    "a price ladder": "ladder",
    "a price ladder per sku": "ladder_per_sku",
    **{kind: kind for kind in PRICE_KINDS},
}


class NotAWholeNumberError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is not a whole number; write digits only, such as 100.")


class NotAPriceError(RefusedError):
    kind = "invalid"
    sentence = said(
        "“{value}” is not a price; write 12.50, or a ladder such as 1:12.50;100:11 (from quantity, colon, price)."
    )


class NotAWeightError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is not a weight; write 350, 350g or 0.35kg.")


class NotYesOrNoCellError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is neither yes nor no; write 是 or 否 (yes or no).")


class SpecUnclearError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” does not say what varies; write it like 颜色:红;尺寸:M.")


def plain(text: str) -> str:
    """Full-width digits and letters as ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def whole_number(text: str) -> int:
    digits = _COUNTED.sub("", plain(text)).replace(",", "")
    digits = re.sub(r"\.0+$", "", digits)
    if not re.fullmatch(r"-?[0-9]+", digits) or len(digits) > LONGEST_NUMBER:
        raise NotAWholeNumberError(value=text)
    return int(digits)


def price(text: str) -> UnitPrice:
    """Raises NotAPriceError, or the kernel's refusal of too many decimals."""
    digits = _MONEY.sub("", plain(text).casefold())
    if not re.fullmatch(r"-?[0-9][0-9,]*(\.[0-9]+)?|-?\.[0-9]+", digits) or len(digits) > LONGEST_NUMBER:
        raise NotAPriceError(value=text)
    return UnitPrice.from_yuan(digits)


def price_or_free(text: str) -> UnitPrice:
    """As `price`; 免费 and free are 0."""
    return UnitPrice(0) if plain(text).casefold() in _FREE else price(text)


def grams(text: str, *, unit: int = 1) -> int:
    """Whole grams, half a gram up. `unit`: how many grams the column's numbers count when the cell does not say."""
    match = _WEIGHT.fullmatch(plain(text).replace(",", ""))
    if match is None:
        raise NotAWeightError(value=text)
    said_unit = (match[2] or "").casefold()
    per = unit if not said_unit else 1 if said_unit in ("g", "克") else GRAMS_PER_KG
    return int((Decimal(match[1]) * per).to_integral_value(ROUND_HALF_UP))


def ladder(text: str) -> tuple[Step, ...]:
    """`12.5`, or steps `1:12.5;100:11`, also written with full-width signs, on lines, as `1-99:12.5` or `≥100:11`."""
    parts = [part.strip() for part in re.split(r"[;\n|]", plain(text)) if part.strip()]
    if len(parts) == 1 and ":" not in parts[0]:
        return (Step(1, price(parts[0])),)
    return tuple(_step(part, text) for part in parts)


def ladder_text(steps: tuple[Step, ...]) -> str:
    """What `ladder` reads back as the same steps."""
    if len(steps) == 1 and steps[0].from_quantity == 1:
        return _yuan(steps[0].unit_price)
    return ";".join(f"{step.from_quantity}:{_yuan(step.unit_price)}" for step in steps)


def yes_or_no(text: str) -> bool:
    word = plain(text).casefold()
    if word not in YES | NO:
        raise NotYesOrNoCellError(value=text)
    return word in YES


def price_kind(text: str) -> str:
    kind = _KINDS.get(plain(text).casefold())
    if kind is None:
        raise UnknownPriceKindError(value=text)
    return kind


def spec(text: str) -> dict[str, str]:
    """`颜色:红;尺寸:M`; a lone `红` is a value of 规格."""
    parts = [part.strip() for part in re.split(r"[;；\n|]", text) if part.strip()]
    pairs = [re.split(r"[:：]", part, maxsplit=1) for part in parts]
    if len(pairs) == 1 and len(pairs[0]) == 1:
        return {"规格": pairs[0][0]}
    if any(len(pair) == 1 for pair in pairs):
        raise SpecUnclearError(value=text)
    return {axis.strip(): value.strip() for axis, value in pairs}


def _step(part: str, whole: str) -> Step:
    match = _STEP.fullmatch(part)
    if match is None:
        raise NotAPriceError(value=whole)
    return Step(int(match[1]), price(match[2]))


def _yuan(unit_price: UnitPrice) -> str:
    return f"{unit_price.yuan():f}"
