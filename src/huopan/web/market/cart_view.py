"""The cart as its page shows it: per supplier, each line with what would mend it, picked or standing aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huopan.domains.catalog.queries import SkuTerms
from huopan.domains.catalog.rules.pricing import COUNTED_PER_SKU
from huopan.domains.orders.queries import Cart
from huopan.domains.orders.rules.carts import PricedLine, Saving, total_of
from huopan.domains.orders.rules.checks import (
    BelowMoqError,
    BelowPackError,
    CheckedGroup,
    NotInMultiplesError,
    ShortOfStockError,
)
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Mending:
    """What is in the way and the one press that mends it: `quantity` pieces of the SKU from then on. `words` empty:
    no press mends it."""

    refusal: RefusedError
    sku_id: int = 0
    quantity: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    priced: PricedLine
    is_picked: bool
    mendings: tuple[Mending, ...] = ()
    saving: Saving | None = None

    @property
    def terms(self) -> SkuTerms:
        return self.priced.terms

    @property
    def cheaper_quantity(self) -> int:
        return self.priced.quantity + (self.saving.more if self.saving else 0)


@dataclass(frozen=True, slots=True)
class MixProgress:
    """How far a supplier's mixable goods have come; either of the two is enough. None: the rule does not ask for it."""

    pieces: int
    amount: Money
    min_quantity: int | None
    min_amount: Money | None

    @property
    def pct(self) -> int:
        """Of whichever is nearer, at most 100."""
        shares = [PERCENT * self.pieces // self.min_quantity] if self.min_quantity else []
        if self.min_amount:
            shares.append(PERCENT * self.amount.fen // self.min_amount.fen)
        return min(PERCENT, max(shares, default=0))


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies in the cart of one supplier; `group` is the part that is picked."""

    first: SkuTerms
    lines: list[ShownLine] = field(default_factory=list)
    group: CheckedGroup | None = None
    mendings: tuple[Mending, ...] = ()
    mix: MixProgress | None = None

    @property
    def is_picked(self) -> bool:
        return all(line.is_picked for line in self.lines)


def shelves(cart: Cart) -> list[Shelf]:
    """Suppliers in the order of their ids, lines by offer and SKU whether picked or not."""
    groups = {group.supplier_id: group for group in cart.groups}
    suppliers = {line.terms.supplier_id: line.terms for line in cart.aside}
    suppliers |= {group.supplier_id: group.lines[0].terms for group in cart.groups}
    return [_shelf(suppliers[pk], groups.get(pk), cart.aside) for pk in sorted(suppliers)]


def _shelf(first: SkuTerms, group: CheckedGroup | None, aside: Iterable[PricedLine]) -> Shelf:
    picked = [_shown(line.priced, line.refusals, line.saving) for line in group.lines] if group else []
    left = [ShownLine(line, is_picked=False) for line in aside if line.terms.supplier_id == first.supplier_id]
    lines = sorted([*_each_saving_once(picked), *left], key=lambda line: (line.terms.offer_id, line.terms.sku_id))
    own = tuple(_mended(refusal, [line.priced for line in picked]) for refusal in group.own_refusals) if group else ()
    return Shelf(first, lines, group, own, _mix(picked, first) if own else None)


def _each_saving_once(lines: Sequence[ShownLine]) -> Iterator[ShownLine]:
    """A ladder that counts a whole offer is told once, below its first line, with what all its lines save."""
    told: set[int] = set()
    for line in lines:
        offer_id = line.terms.offer_id
        if line.saving is None or line.terms.price_kind in COUNTED_PER_SKU:
            yield line
        elif offer_id in told:
            yield replace(line, saving=None)
        else:
            told.add(offer_id)
            alike = [each.priced for each in lines if each.terms.offer_id == offer_id]
            yield replace(line, saving=_on_the_whole(line.priced, line.saving, alike))


def _on_the_whole(line: PricedLine, saving: Saving, alike: Sequence[PricedLine]) -> Saving:
    pieces = [(each, each.quantity + (saving.more if each is line else 0)) for each in alike]
    now = total_of(each.unit_price.times(quantity) for each, quantity in pieces)
    then = total_of(saving.unit_price.times(quantity) for _each, quantity in pieces)
    return replace(saving, saves=now - then)


def _shown(line: PricedLine, refusals: Sequence[RefusedError], saving: Saving | None) -> ShownLine:
    mendings = tuple(_mended(refusal, [line]) for refusal in refusals)
    return ShownLine(line, is_picked=True, mendings=mendings, saving=None if mendings else saving)


def _mended(refusal: RefusedError, lines: Sequence[PricedLine]) -> Mending:
    if isinstance(refusal, BelowMoqError):
        offer = [line for line in lines if line.terms.offer_id == refusal.params["offer_id"]]
        missing = int(refusal.params["missing"])
        line = max(offer, key=lambda line: line.terms.available)
        words = ngettext("Add %(n)s", "Add %(n)s", missing) % {"n": missing}
        return Mending(refusal, line.terms.sku_id, line.quantity + missing, words)
    wanted = None
    if isinstance(refusal, NotInMultiplesError | BelowPackError):
        wanted = int(refusal.params["above"])
    elif isinstance(refusal, ShortOfStockError):
        wanted = int(refusal.params["left"])
    if not wanted:
        return Mending(refusal)
    return Mending(refusal, lines[0].terms.sku_id, wanted, _("Make it %(n)s") % {"n": wanted})


def _mix(lines: Iterable[ShownLine], first: SkuTerms) -> MixProgress | None:
    rule = first.mix_batch
    mixable = [line.priced for line in lines if line.terms.is_mixable]
    if rule is None or not mixable:
        return None
    pieces = sum(line.quantity for line in mixable)
    return MixProgress(pieces, total_of(line.amount for line in mixable), rule.min_quantity, rule.min_amount)
