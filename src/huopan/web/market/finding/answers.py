"""What a search page answers: results with their reasons, what can be chosen, and ways on when there is little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from huopan.domains.catalog.queries import OfferCard
from huopan.domains.search import queries as search
from huopan.domains.search.ports import Facets, Sort
from huopan.domains.search.queries import Found, Rescue, Result, WhyLine, why_lines
from huopan.domains.search.rules import Filters
from huopan.domains.search.rules.conduct import Conduct
from huopan.infra.languages import own_language
from huopan.kernel.actor import Actor
from huopan.web.market.finding import facets
from huopan.web.market.finding.addresses import address_of
from huopan.web.market.finding.chips import Chip, chips, proven_name
from huopan.web.market.finding.names import Names, names_for

PAGE_SIZE = 24
LITTLE = PAGE_SIZE  # so few results that other words may be meant


@dataclass(frozen=True, slots=True)
class Face:
    """What a result shows whatever was asked, so that it is drawn once for all. `also`: the ids folded under it, as an
    address has them, `folded` of them. `proven`: kinds of its supplier's credentials, in words."""

    card: OfferCard
    conduct: Conduct
    price_hao: int | None
    is_at_quantity: bool
    also: str
    folded: int
    proven: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as the page draws it. `lines`: the arithmetic; empty where another order was asked for."""

    result: Result
    face: Face
    lines: list[WhyLine]
    is_compared: bool


@dataclass(slots=True)
class Answer:
    """`rescue`: the results are of this search, because the one asked found nothing."""

    words: str
    filters: Filters
    sort: Sort
    found: Found
    names: Names
    shown: list[Shown]
    chips: list[Chip]
    rescue: Rescue | None = None
    meant: str | None = None
    related: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return address_of(self.words, self.filters, sort=self.sort)

    @property
    def relaxed(self) -> list[str]:
        """What the rescue left out, in words."""
        left_out = self.rescue.relaxed if self.rescue else ()
        return list(dict.fromkeys(chip.label for chip in self.chips if chip.condition in left_out))

    @property
    def rescue_address(self) -> str:
        return address_of(self.rescue.words, self.rescue.filters, sort=self.sort) if self.rescue else ""

    @property
    def without_filters(self) -> str:
        return address_of(self.words, Filters())

    @property
    def category_name(self) -> str:
        return self.names.category(self.filters.category_code) if self.filters.category_code else ""

    @property
    def other_words(self) -> bool:
        return bool(self.rescue and "words" in self.rescue.relaxed)

    @property
    def pages_base(self) -> str:
        """To which a page's number is added."""
        return f"{self.address}&" if len(self.address) > 1 else self.address

    @property
    def groups(self) -> list[facets.Group]:
        counted = self.found.facets or Facets()
        return facets.groups(self.words, self.filters, counted, self.names, sort=self.sort)

    @property
    def switches(self) -> list[facets.Choice]:
        return facets.switches(self.filters, self.found.facets)

    def linked(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """Other words under the same conditions, with their addresses."""
        return [(text, address_of(text, self.filters, sort=self.sort)) for text in texts]

    @property
    def related_links(self) -> list[tuple[str, str]]:
        return self.linked(self.related)

    @property
    def meant_link(self) -> tuple[str, str] | None:
        return self.linked([self.meant])[0] if self.meant else None


def answer(
    words: str, filters: Filters, *, by: Actor, at: datetime, sort: Sort, number: int, compared: Iterable[int]
) -> Answer:
    """Four statements with an index: cards, figures, names of the catalogue, names of places."""
    found, rescue = _found(words, filters, by=by, at=at, sort=sort, number=number)
    counted = found.facets.of("city") if found.facets else {}
    names = names_for(divisions=[filters.division_code], cities=counted)
    little = found.strict_total if found.strict_total is not None else found.total
    return Answer(
        words=words,
        filters=filters,
        sort=sort,
        found=found,
        names=names,
        shown=[_shown(result, filters, set(compared)) for result in found.results],
        chips=chips(words, filters, names, sort=sort, supplier=_supplier(found, filters)),
        rescue=rescue,
        meant=search.meant(words, at=at) if words and (rescue or not little or little < LITTLE) else None,
        related=search.related(words, at=at) if words else [],
    )


def _found(
    words: str, filters: Filters, *, by: Actor, at: datetime, sort: Sort, number: int
) -> tuple[Found, Rescue | None]:
    """The results, or those of the nearest search that has any."""
    offset = (number - 1) * PAGE_SIZE
    found = search.find_offers(
        words, filters, by=by, sort=sort, offset=offset, limit=PAGE_SIZE, with_facets=True, at=at
    )
    if found.results or number > 1:
        return found, None
    rescue = search.rescue(words, filters, at=at)
    if rescue is None:
        return found, None
    rescued = search.find_offers(rescue.words, rescue.filters, by=by, sort=sort, limit=PAGE_SIZE, at=at)
    return replace(rescued, facets=found.facets), rescue


def _shown(result: Result, filters: Filters, compared: set[int]) -> Shown:
    card = result.card
    lines = (
        why_lines(result.why, conduct=result.conduct, ship_days=card.lead_time_days, is_in_stock=card.is_in_stock)
        if result.why
        else ()
    )
    return Shown(result, _face(result, filters), list(lines), card.offer_id in compared)


def _face(result: Result, filters: Filters) -> Face:
    is_at_quantity = filters.quantity is not None
    price = result.price_hao if is_at_quantity else result.card.from_price_hao
    also = ",".join(map(str, result.also))
    proven = tuple(proven_name(kind) for kind in result.proven)
    return Face(result.card, result.conduct, price, is_at_quantity, also, len(result.also), proven)


def _supplier(found: Found, filters: Filters) -> str:
    if filters.supplier_id is None or not found.cards:
        return ""
    return own_language(found.cards[0].supplier_name_zh, found.cards[0].supplier_name_en)
