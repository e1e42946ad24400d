"""Whether a supplier's part of a cart may be ordered, and if not, what would make it pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from huopan.domains.orders.rules.carts import PricedLine, Saving, in_multiples, saving, total_of
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, counted, said

if TYPE_CHECKING:
    from huopan.domains.catalog.queries import SkuTerms


class OffSaleError(RefusedError):
    sentence = said("“{item}” is off sale; remove it, or wait until its supplier offers it again.")


class OwnGoodsError(RefusedError):
    sentence = said("“{item}” is your own; an organisation cannot buy from itself. Remove it.")


class OutOfStockError(RefusedError):
    sentence = said("“{item}” is sold out; remove it or choose another variant.")


class ShortOfStockError(RefusedError):
    sentence = counted(
        "Only {left} piece of “{item}” can be had; lower the quantity from {asked}.",
        "Only {left} pieces of “{item}” can be had; lower the quantity from {asked}.",
        "left",
    )


class NotInMultiplesError(RefusedError):
    sentence = said("“{item}” is sold in packs of {multiple}; order {below} or {above} instead of {asked}.")


class BelowPackError(RefusedError):
    sentence = said("“{item}” is sold in packs of {multiple}; order {above} instead of {asked}.")


class BelowMoqError(RefusedError):
    sentence = counted(
        "{missing} more piece of “{item}” reaches its minimum of {moq}.",
        "{missing} more pieces of “{item}” reach its minimum of {moq}.",
        "missing",
    )


class BelowMoqOrMixError(BelowMoqError):
    sentence = counted(
        "{missing} more piece of “{item}”, or any {pieces} more of this supplier's mix-batch offers.",
        "{missing} more pieces of “{item}”, or any {pieces} more of this supplier's mix-batch offers.",
        "missing",
    )


class BelowMoqOrAmountError(BelowMoqError):
    sentence = counted(
        "{missing} more piece of “{item}”, or {amount} more of this supplier's mix-batch offers.",
        "{missing} more pieces of “{item}”, or {amount} more of this supplier's mix-batch offers.",
        "missing",
    )


class BelowMoqOrEitherError(BelowMoqError):
    sentence = counted(
        "{missing} more piece of “{item}”, or any {pieces} more or {amount} more of this supplier's mix-batch offers.",
        "{missing} more pieces of “{item}”, or any {pieces} more or {amount} more of this supplier's mix-batch offers.",
        "missing",
    )


@dataclass(frozen=True, slots=True)
class CheckedLine:
    priced: PricedLine
    refusals: tuple[RefusedError, ...]
    saving: Saving | None

    @property
    def terms(self) -> SkuTerms:
        return self.priced.terms


@dataclass(frozen=True, slots=True)
class CheckedGroup:
    """One supplier's part of a cart. `freight` is None until a division is known, and where it is not served."""

    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    lines: tuple[CheckedLine, ...]
    goods: Money
    freight: Money | None
    own_refusals: tuple[RefusedError, ...]

    @property
    def total(self) -> Money:
        return self.goods + (self.freight or Money(0))

    @property
    def refusals(self) -> tuple[RefusedError, ...]:
        return (*(refusal for line in self.lines for refusal in line.refusals), *self.own_refusals)


def checked_groups(
    lines: Sequence[PricedLine],
    *,
    freight: Mapping[int, Money | RefusedError],
    buyer_id: int,
    language: str,
) -> list[CheckedGroup]:
    """`lines` as `priced_lines` returns them, sorted by supplier; everything else is by supplier id."""
    return [
        _group(tuple(of_supplier), freight.get(supplier_id), buyer_id, language)
        for supplier_id, of_supplier in groupby(lines, key=lambda line: line.terms.supplier_id)
    ]


def title_of(terms: SkuTerms, language: str) -> str:
    english, chinese = terms.title_en, terms.title_zh
    return (english or chinese) if language.startswith("en") else (chinese or english)


def _group(
    lines: tuple[PricedLine, ...],
    freight: Money | RefusedError | None,
    buyer_id: int,
    language: str,
) -> CheckedGroup:
    first = lines[0].terms
    unserved = (freight,) if isinstance(freight, RefusedError) else ()
    return CheckedGroup(
        first.supplier_id,
        first.supplier_name_zh,
        first.supplier_name_en,
        tuple(CheckedLine(line, _line_refusals(line, buyer_id, language), saving(line)) for line in lines),
        total_of(line.amount for line in lines),
        freight if isinstance(freight, Money) else None,
        (*_moq_refusals(lines, language), *unserved),
    )


def _line_refusals(line: PricedLine, buyer_id: int, language: str) -> tuple[RefusedError, ...]:
    terms = line.terms
    item = " ".join([title_of(terms, language), "/".join(map(str, terms.spec.values()))]).strip()
    about = {"item": item, "sku_id": terms.sku_id}
    if terms.supplier_id == buyer_id:
        return (OwnGoodsError(**about),)
    if not terms.on_sale:
        return (OffSaleError(**about),)
    found = (_multiple_refusal(line, about), _stock_refusal(line, about), line.unpriced)
    return tuple(refusal for refusal in found if refusal)


def _multiple_refusal(line: PricedLine, about: dict[str, object]) -> RefusedError | None:
    """A pack holds one SKU, so each line stands in whole packs."""
    multiple, asked = line.terms.order_multiple, line.quantity
    above = in_multiples(asked, multiple)
    if above == asked:
        return None
    below = above - multiple
    about = {**about, "multiple": multiple, "above": above, "asked": asked}
    return NotInMultiplesError(**about, below=below) if below else BelowPackError(**about)


def _stock_refusal(line: PricedLine, about: dict[str, object]) -> RefusedError | None:
    left = line.terms.available // line.terms.order_multiple * line.terms.order_multiple
    if line.quantity <= line.terms.available:
        return None
    return ShortOfStockError(**about, left=left, asked=line.quantity) if left > 0 else OutOfStockError(**about)


def _moq_refusals(lines: Sequence[PricedLine], language: str) -> tuple[RefusedError, ...]:
    """An offer below its MOQ passes when it is mixable and the supplier's mixable offers together are enough."""
    offers: dict[int, PricedLine] = {line.terms.offer_id: line for line in lines}
    mixed = _Mixed.of(lines)
    return tuple(
        _below_moq(line.terms, line.offer_quantity, mixed, language)
        for line in offers.values()
        if line.offer_quantity < line.terms.moq and not (line.terms.is_mixable and mixed.is_enough)
    )


def _below_moq(terms: SkuTerms, quantity: int, mixed: _Mixed, language: str) -> RefusedError:
    about: dict[str, object] = {
        "item": title_of(terms, language),
        "offer_id": terms.offer_id,
        "moq": terms.moq,
        "missing": in_multiples(terms.moq - quantity, terms.order_multiple),
    }
    if not terms.is_mixable:
        return BelowMoqError(**about)
    if mixed.pieces is not None and mixed.amount is not None:
        return BelowMoqOrEitherError(**about, pieces=mixed.pieces, amount=mixed.amount)
    if mixed.pieces is not None:
        return BelowMoqOrMixError(**about, pieces=mixed.pieces)
    if mixed.amount is not None:
        return BelowMoqOrAmountError(**about, amount=mixed.amount)
    return BelowMoqError(**about)


@dataclass(frozen=True, slots=True)
class _Mixed:
    """What a supplier's mixable offers in the cart still lack; None where the rule does not ask for it."""

    pieces: int | None = None
    amount: Money | None = None

    @property
    def is_enough(self) -> bool:
        reached = (
            self.pieces is not None and self.pieces <= 0,
            self.amount is not None and self.amount <= Money(0),
        )
        return any(reached)

    @classmethod
    def of(cls, lines: Sequence[PricedLine]) -> _Mixed:
        rule = lines[0].terms.mix_batch
        if rule is None:
            return cls()
        mixable = [line for line in lines if line.terms.is_mixable]
        pieces = sum(line.quantity for line in mixable)
        amount = total_of(line.amount for line in mixable)
        return cls(
            None if rule.min_quantity is None else rule.min_quantity - pieces,
            None if rule.min_amount is None else rule.min_amount - amount,
        )
