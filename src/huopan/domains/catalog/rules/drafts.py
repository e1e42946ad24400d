"""An offer as its seller writes it down, before and apart from any row."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from huopan.kernel.money import UnitPrice


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One step of a price ladder."""

    from_quantity: int
    unit_price: UnitPrice


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """`spec` maps axis to value; `ladder` is used by the per-SKU price kinds; `on_hand` None leaves the stock alone."""

    code: str
    spec: dict[str, str] = field(default_factory=dict)
    barcode: str = ""
    weight_grams: int | None = None
    is_active: bool = True
    ladder: tuple[Step, ...] = ()
    on_hand: int | None = None


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """A whole offer. `ladder` is used by the price kinds `fixed` and `ladder`. `sample_price` 0: free; a sample has a
    price and `sample_days`, in which it leaves, or neither."""

    code: str
    category_code: str
    title_zh: str
    price_kind: str
    skus: tuple[SkuDraft, ...]
    ladder: tuple[Step, ...] = ()
    title_en: str = ""
    description_zh: str = ""
    description_en: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    unit: str = "件"
    moq: int = 1
    order_multiple: int = 1
    is_mixable: bool = True
    dropship_price: UnitPrice | None = None
    sample_price: UnitPrice | None = None
    sample_days: int | None = None
    lead_time_days: int = 2
    weight_grams: int = 0


def tidied(draft: OfferDraft) -> OfferDraft:
    """`draft` as it is stored and as a sheet gives it back: codes in ordinary letters, lines without stray blanks."""
    return replace(
        draft,
        code=_code(draft.code),
        title_zh=_line(draft.title_zh),
        title_en=_line(draft.title_en),
        unit=_line(draft.unit),
        description_zh=_text(draft.description_zh),
        description_en=_text(draft.description_en),
        attributes={
            name: _line(value) if isinstance(value, str) else value for name, value in draft.attributes.items()
        },
        skus=tuple(_tidied_sku(sku) for sku in draft.skus),
    )


def _tidied_sku(sku: SkuDraft) -> SkuDraft:
    spec = {_line(axis): _line(value) for axis, value in sku.spec.items()}
    return replace(sku, code=_code(sku.code), barcode=_code(sku.barcode), spec=spec)


def _code(text: str) -> str:
    return _line(unicodedata.normalize("NFKC", text))


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def at_field(place: str, index: int, name: str) -> str:
    """`skus.2.code`: where in a draft a fault lies."""
    return f"{place}.{index}.{name}"
