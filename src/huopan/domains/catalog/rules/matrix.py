"""What an offer and its SKU matrix must look like. Every fault carries `field`, where in the draft it lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from huopan.domains.catalog.rules.drafts import OfferDraft, SkuDraft, at_field
from huopan.domains.catalog.rules.ladders import DEAREST, MOST_PIECES, PriceOutOfRangeError, price_faults
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError, said

MOST_SKUS = 500
MOST_AXES = 3
LONGEST = {
    "code": 60,
    "title_zh": 200,
    "title_en": 200,
    "description_zh": 20_000,
    "description_en": 20_000,
    "unit": 20,
    "barcode": 40,
}
RANGES = {
    "moq": (1, MOST_PIECES),
    "order_multiple": (1, MOST_PIECES),
    "lead_time_days": (0, 365),
    "sample_days": (0, 365),
    "weight_grams": (0, 100_000_000),
    "on_hand": (0, MOST_PIECES),
}

# Control characters but tabs and line breaks, halves of surrogate pairs, and what Unicode never assigns.
_NEVER = "".join(chr((plane << 16) | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNSTORABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NEVER}]")


class MissingTextError(RefusedError):
    kind = "invalid"
    sentence = said("This is empty but must be filled in.")


class TextTooLongError(RefusedError):
    kind = "invalid"
    sentence = said("This has {length} characters, at most {most} fit; shorten it.")


class UnstorableTextError(RefusedError):
    kind = "invalid"
    sentence = said("This holds invisible control characters; type it anew instead of pasting it.")


class NumberOutOfRangeError(RefusedError):
    kind = "invalid"
    sentence = said("{value} is not between {least} and {most}.")


class MoqMultipleError(RefusedError):
    kind = "invalid"
    sentence = said("The MOQ of {moq} is no multiple of the order multiple {multiple}; {better} would be.")


class SamplePriceOutOfRangeError(RefusedError):
    kind = "invalid"
    sentence = said("A sample costs between 0 (free) and {most}; {price} does not lie between them.")


class SampleUnpricedError(RefusedError):
    kind = "invalid"
    sentence = said("You say when a sample leaves but not what it costs; write its price, 0 for a free one.")


class SampleUndatedError(RefusedError):
    kind = "invalid"
    sentence = said("You say what a sample costs but not when it leaves; write within how many days.")


class NoSkuError(RefusedError):
    kind = "invalid"
    sentence = said("An offer needs at least one SKU on sale.")


class TooManySkusError(RefusedError):
    kind = "invalid"
    sentence = said("An offer has at most {most} SKUs, this one has {count}; split it into several offers.")


class SkuCodeTwiceError(RefusedError):
    kind = "invalid"
    sentence = said("The SKU code “{code}” is used more than once in this offer; give each SKU its own.")


class SameSpecError(RefusedError):
    kind = "invalid"
    sentence = said("“{spec}” is specified more than once in this offer; remove one or tell them apart.")


class AxesDifferError(RefusedError):
    kind = "invalid"
    sentence = said("All SKUs of an offer vary in the same ways: this one states {stated}, the first {expected}.")


class TooManyAxesError(RefusedError):
    kind = "invalid"
    sentence = said("SKUs vary in at most {most} ways, such as colour and size; here are {count}.")


def offer_faults(draft: OfferDraft) -> list[RefusedError]:
    """Everything wrong with `draft` except its attributes, which need the category. Empty when it may be stored."""
    return [*_own_faults(draft), *_matrix_faults(draft), *price_faults(draft)]


def text_faults(field: str, text: str, *, most: int, is_required: bool = False) -> Iterator[RefusedError]:
    if is_required and not text.strip():
        yield MissingTextError(field=field)
    if len(text) > most:
        yield TextTooLongError(length=len(text), most=most, field=field)
    if _UNSTORABLE.search(text):
        yield UnstorableTextError(field=field)


def _own_faults(draft: OfferDraft) -> Iterator[RefusedError]:
    for name in ("code", "title_zh", "unit", "title_en", "description_zh", "description_en"):
        required = name in ("code", "title_zh", "unit")
        yield from text_faults(name, getattr(draft, name), most=LONGEST[name], is_required=required)
    for name in ("moq", "order_multiple", "lead_time_days", "weight_grams"):
        yield from _range_faults(name, name, getattr(draft, name))
    if draft.order_multiple > 0 and draft.moq % draft.order_multiple:
        better = -(-draft.moq // draft.order_multiple) * draft.order_multiple
        yield MoqMultipleError(moq=draft.moq, multiple=draft.order_multiple, better=better, field="moq")
    if draft.dropship_price is not None and not UnitPrice(0) < draft.dropship_price <= DEAREST:
        yield PriceOutOfRangeError(price=draft.dropship_price, most=DEAREST, field="dropship_price")
    yield from _sample_faults(draft.sample_price, draft.sample_days)


def _sample_faults(price: UnitPrice | None, days: int | None) -> Iterator[RefusedError]:
    if price is None and days is not None:
        yield SampleUnpricedError(field="sample_price")
    if price is not None and days is None:
        yield SampleUndatedError(field="sample_days")
    if price is not None and not UnitPrice(0) <= price <= DEAREST:
        yield SamplePriceOutOfRangeError(price=price, most=DEAREST, field="sample_price")
    if days is not None:
        yield from _range_faults("sample_days", "sample_days", days)


def _matrix_faults(draft: OfferDraft) -> Iterator[RefusedError]:
    if not any(sku.is_active for sku in draft.skus):
        yield NoSkuError(field="skus")
        return
    if len(draft.skus) > MOST_SKUS:
        yield TooManySkusError(most=MOST_SKUS, count=len(draft.skus), field="skus")
    codes = Counter(sku.code for sku in draft.skus)
    specs = Counter(_spec(sku) for sku in draft.skus)
    for index, sku in enumerate(draft.skus):
        yield from _sku_faults(sku, index)
        if codes[sku.code] > 1:
            yield SkuCodeTwiceError(code=sku.code, field=at_field("skus", index, "code"))
        if specs[_spec(sku)] > 1:
            spec = " / ".join(sku.spec.values()) or "–"
            yield SameSpecError(spec=spec, field=at_field("skus", index, "spec"))
        if set(sku.spec) != set(draft.skus[0].spec):
            stated, expected = ("、".join(one.spec) or "–" for one in (sku, draft.skus[0]))
            yield AxesDifferError(stated=stated, expected=expected, field=at_field("skus", index, "spec"))


def _sku_faults(sku: SkuDraft, index: int) -> Iterator[RefusedError]:
    yield from text_faults(at_field("skus", index, "code"), sku.code, most=LONGEST["code"], is_required=True)
    yield from text_faults(at_field("skus", index, "barcode"), sku.barcode, most=LONGEST["barcode"])
    spec = at_field("skus", index, "spec")
    if len(sku.spec) > MOST_AXES:
        yield TooManyAxesError(most=MOST_AXES, count=len(sku.spec), field=spec)
    for axis, value in sku.spec.items():
        yield from text_faults(spec, axis, most=20, is_required=True)
        yield from text_faults(spec, value, most=60, is_required=True)
    for name in ("weight_grams", "on_hand"):
        if (number := getattr(sku, name)) is not None:
            yield from _range_faults(at_field("skus", index, name), name, number)


def _range_faults(field: str, name: str, number: int) -> Iterator[RefusedError]:
    least, most = RANGES[name]
    if not least <= number <= most:
        yield NumberOutOfRangeError(value=number, least=least, most=most, field=field)


def _spec(sku: SkuDraft) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(sku.spec.items()))
