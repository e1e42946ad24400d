"""One change to many offers at once, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from huopan.domains.catalog.rules.drafts import OfferDraft, SkuDraft, Step
from huopan.kernel.money import UnitPrice

VERBS = ("price_pct", "price_by", "stock_set", "stock_add", "lead_time", "category", "publish", "withdraw")
PRICES, STOCK, STATES = ("price_pct", "price_by"), ("stock_set", "stock_add"), ("publish", "withdraw")
WHOLE = 10_000
FEN = 100  # hao


def changed_draft(draft: OfferDraft, verb: str, value: Any) -> OfferDraft:
    """`value`: 1/10,000 of the price for price_pct, hao for price_by, pieces, days, or the code of a category."""
    if verb in PRICES:
        return _repriced(draft, lambda hao: _moved(hao, verb, value))
    if verb in STOCK:
        return replace(draft, skus=tuple(_restocked(sku, verb, value) for sku in draft.skus))
    return replace(
        draft, **{"lead_time": {"lead_time_days": value}, "category": {"category_code": value}}.get(verb, {})
    )


def snapshot(draft: OfferDraft, verb: str) -> Any:
    """What `verb` changes of a draft, as JSON keeps it."""
    if verb in PRICES:
        return {"": _pairs(draft.ladder), **{sku.code: _pairs(sku.ladder) for sku in draft.skus}}
    if verb in STOCK:
        return {sku.code: sku.on_hand or 0 for sku in draft.skus if sku.is_active}
    return draft.lead_time_days if verb == "lead_time" else draft.category_code


def restored(draft: OfferDraft, verb: str, *, before: Any, after: Any) -> OfferDraft | None:
    """`draft` with what `verb` had changed from `before` to `after` put back; None when it has changed since. Stock has
    always moved since: the difference is taken back."""
    if verb in STOCK:
        return replace(draft, skus=tuple(_taken_back(sku, before, after) for sku in draft.skus))
    if snapshot(draft, verb) != after:
        return None
    if verb in PRICES:
        skus = tuple(replace(sku, ladder=_steps(before.get(sku.code, []))) for sku in draft.skus)
        return replace(draft, ladder=_steps(before[""]), skus=skus)
    return changed_draft(draft, verb, before)


def _moved(hao: int, verb: str, value: int) -> int:
    """Prices in whole fen stay so, unless nothing would be left of them."""
    if verb == "price_by":
        return hao + value
    moved = (hao * (WHOLE + value) * 2 + WHOLE) // (2 * WHOLE)
    return (moved + FEN // 2) // FEN * FEN if hao % FEN == 0 and moved >= FEN else moved


def _repriced(draft: OfferDraft, move: Callable[[int], int]) -> OfferDraft:
    def ladder(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(replace(step, unit_price=UnitPrice(move(step.unit_price.hao))) for step in steps)

    skus = tuple(replace(sku, ladder=ladder(sku.ladder)) for sku in draft.skus)
    return replace(draft, ladder=ladder(draft.ladder), skus=skus)


def _restocked(sku: SkuDraft, verb: str, value: int) -> SkuDraft:
    if not sku.is_active:
        return replace(sku, on_hand=None)
    return replace(sku, on_hand=value if verb == "stock_set" else (sku.on_hand or 0) + value)


def _taken_back(sku: SkuDraft, before: dict[str, int], after: dict[str, int]) -> SkuDraft:
    if sku.code not in after:
        return replace(sku, on_hand=None)
    return replace(sku, on_hand=(sku.on_hand or 0) - after[sku.code] + before[sku.code])


def _pairs(ladder: tuple[Step, ...]) -> list[list[int]]:
    return [[step.from_quantity, step.unit_price.hao] for step in ladder]


def _steps(pairs: list[list[int]]) -> tuple[Step, ...]:
    return tuple(Step(quantity, UnitPrice(hao)) for quantity, hao in pairs)
