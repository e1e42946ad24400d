"""The shape prices must have for each price kind. Every fault carries `field`, where in the draft it lies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from huopan.domains.catalog.rules.drafts import OfferDraft, Step, at_field
from huopan.domains.catalog.rules.pricing import COUNTED_PER_SKU
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError, said

PRICE_KINDS = ("fixed", "per_sku", "ladder", "ladder_per_sku")
ONE_STEP_KINDS = ("fixed", "per_sku")
MOST_STEPS = 20
DEAREST = UnitPrice(10**12)
MOST_PIECES = 1_000_000_000


class UnknownPriceKindError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is not a price kind; use fixed, per_sku, ladder or ladder_per_sku.")


class NoPriceGivenError(RefusedError):
    kind = "invalid"
    sentence = said("A price is missing here; write one such as 12.50, or a ladder such as 1:12.50;100:11.")


class SkuPriceMisplacedError(RefusedError):
    kind = "invalid"
    sentence = said("This price kind has one price for the whole offer; leave the price of the single SKU empty.")


class OfferPriceMisplacedError(RefusedError):
    kind = "invalid"
    sentence = said("This price kind has a price for each SKU; leave the price of the whole offer empty.")


class OneStepOnlyError(RefusedError):
    kind = "invalid"
    sentence = said("This price kind has a single price, but {count} steps are given; choose a ladder kind instead.")


class TooManyStepsError(RefusedError):
    kind = "invalid"
    sentence = said("A ladder has at most {most} steps, this one has {count}; merge some.")


class PriceOutOfRangeError(RefusedError):
    kind = "invalid"
    sentence = said("A unit price lies above 0 and up to {most}; {price} does not.")


class StepQuantityError(RefusedError):
    kind = "invalid"
    sentence = said("A ladder's quantity is a whole number from 1 on; {quantity} is not.")


class LadderStartsLateError(RefusedError):
    kind = "invalid"
    sentence = said(
        "The ladder starts at {from_quantity} pieces but the MOQ is {moq}: those between would have no price. "
        "Start it at {moq} or below."
    )


class LadderOrderError(RefusedError):
    kind = "invalid"
    sentence = said("The ladder names {earlier} pieces before {later}; write each quantity once, from small to large.")


class LadderRisesError(RefusedError):
    kind = "invalid"
    sentence = said("From {quantity} pieces on the price is {price}, not lower than {before} before it; make it fall.")


def price_faults(draft: OfferDraft) -> Iterator[RefusedError]:
    """Every fault in the prices of `draft`."""
    if draft.price_kind not in PRICE_KINDS:
        yield UnknownPriceKindError(value=draft.price_kind, field="price_kind")
        return
    if draft.price_kind in COUNTED_PER_SKU:
        if draft.ladder:
            yield OfferPriceMisplacedError(field="ladder")
        for index, sku in enumerate(draft.skus):
            yield from _ladder_faults(sku.ladder, draft, at_field("skus", index, "ladder"))
        return
    yield from _ladder_faults(draft.ladder, draft, "ladder")
    for index, sku in enumerate(draft.skus):
        if sku.ladder:
            yield SkuPriceMisplacedError(field=at_field("skus", index, "ladder"))


def _ladder_faults(ladder: tuple[Step, ...], draft: OfferDraft, field: str) -> Iterator[RefusedError]:
    if not ladder:
        yield NoPriceGivenError(field=field)
        return
    if draft.price_kind in ONE_STEP_KINDS and len(ladder) > 1:
        yield OneStepOnlyError(count=len(ladder), field=field)
    if len(ladder) > MOST_STEPS:
        yield TooManyStepsError(most=MOST_STEPS, count=len(ladder), field=field)
    yield from _step_faults(ladder, field)
    if ladder[0].from_quantity > draft.moq:
        yield LadderStartsLateError(from_quantity=ladder[0].from_quantity, moq=draft.moq, field=field)


def _step_faults(ladder: tuple[Step, ...], field: str) -> Iterator[RefusedError]:
    for step in ladder:
        if not UnitPrice(0) < step.unit_price <= DEAREST:
            yield PriceOutOfRangeError(price=step.unit_price, most=DEAREST, field=field)
        if not 1 <= step.from_quantity <= MOST_PIECES:
            yield StepQuantityError(quantity=step.from_quantity, field=field)
    for before, after in pairwise(ladder):
        if after.from_quantity <= before.from_quantity:
            yield LadderOrderError(earlier=before.from_quantity, later=after.from_quantity, field=field)
        elif after.unit_price >= before.unit_price:
            yield LadderRisesError(
                quantity=after.from_quantity, price=after.unit_price, before=before.unit_price, field=field
            )
