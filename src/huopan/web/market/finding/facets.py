"""What can be chosen beside a search, with how many each choice would find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huopan.domains.search.ports import Facets
from huopan.domains.search.rules import Filters
from huopan.domains.search.rules.bands import MOQ_FROM, PICKUP_FROM_PCT, PRICE_FROM_HAO, SHIP_FROM_DAYS, SMALL_LOT_BANDS
from huopan.web.components.processes import process_name
from huopan.web.market.finding.addresses import address_of
from huopan.web.market.finding.chips import kind_name, price_range, proven_name
from huopan.web.market.finding.names import Names, city_code

AT_ONCE = 6  # the others are behind “more”
FEW_VALUES = 2  # an attribute with fewer chooses nothing
MOST_ATTRIBUTES = 8
YES = "on"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of the parameter `name`. `count` None: not known under the conditions that are set. `depth` in a tree;
    `address` of a choice that is a link instead of a field."""

    name: str
    value: str
    label: str
    count: int | None = None
    is_chosen: bool = False
    depth: int = 0
    address: str = ""

    @property
    def field_id(self) -> str:
        """The same in every answer, so that the focus stays where it was."""
        return f"f-{self.name}-{self.value or 'any'}".replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Group:
    """`kind`: radio (one), check (several), tree (one, drawn as a list) or links."""

    key: str
    title: str
    kind: str
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        return [choice for place, choice in enumerate(self.choices) if place < AT_ONCE or choice.is_chosen]

    @property
    def more(self) -> list[Choice]:
        return [choice for choice in self.choices[AT_ONCE:] if not choice.is_chosen]

    @property
    def is_chosen(self) -> bool:
        return any(choice.is_chosen and choice.value for choice in self.choices)


def switches(filters: Filters, facets: Facets | None) -> list[Choice]:
    """Conditions that are either set or not."""
    small = _upto(facets.of("moq"), SMALL_LOT_BANDS) if facets else None
    stock, dropship, sample = (
        facets.of(name).get("1", 0) if facets else None for name in ("stock", "dropship", "sample")
    )
    return [
        Choice("small_lot", YES, _("Small lot, up to ten pieces"), small, filters.only_small_lot),
        Choice("in_stock", YES, _("In stock now"), stock, filters.only_in_stock),
        Choice("dropship", YES, _("Dropship by the piece"), dropship, filters.only_dropship),
        Choice("sample", YES, _("Samples given"), sample, filters.only_sample),
    ]


def groups(words: str, filters: Filters, facets: Facets, names: Names, *, sort: str) -> list[Group]:
    """Those in which there is something to choose, or something chosen; a price can always be typed."""
    every = [
        category_group(filters.category_code, facets.of("category"), names),
        pickup_group(filters.min_pickup_pct, facets.of("pickup")),
        _prices(words, filters, facets.of("price"), sort),
        _moq(filters.max_moq, facets.of("moq")),
        _ship(filters.max_ship_days, facets.of("ship")),
        several_of("process", _("Can be made with"), filters.processes, facets.of("process"), process_name),
        credential_group(filters.credentials, facets.of("credential")),
        one_of("belt", _("Industrial belt"), filters.belt_code, facets.of("belt"), names.belt),
        city_group(filters.division_code, facets.of("city"), names),
        one_of("kind", _("Seller"), filters.supplier_kind, facets.of("kind"), kind_name),
        *_attributes(filters, facets.of("attribute"), names),
    ]
    return [group for group in every if group.key == "price" or is_useful(group)]


def is_useful(group: Group) -> bool:
    return group.is_chosen or any(choice.count for choice in group.choices)


def category_group(chosen: str, counts: Mapping[str, int], names: Names) -> Group:
    """The way down to the chosen one, and what lies below it; the top ones where none is."""
    known = names.catalogue.categories
    above = (*known[chosen].above, chosen) if chosen in known else (chosen,) if chosen else ()
    choices = [Choice("category", "", _("All categories"), is_chosen=not chosen)]
    for depth, code in enumerate(above):
        choices.append(_category(code, counts.get(code) if code == chosen else None, names, depth, chosen))
    below = [code for code, name in known.items() if name.above == above and counts.get(code)]
    ranked = sorted(below, key=lambda code: -counts[code])
    choices += [_category(code, counts[code], names, len(above), chosen) for code in ranked]
    return Group("category", _("Category"), "tree", choices)


def credential_group(chosen: Sequence[str], counts: Mapping[str, int]) -> Group:
    """Each one more that is chosen leaves fewer: all must be proven."""
    return several_of("credential", _("Proven by the supplier"), chosen, counts, proven_name)


def city_group(chosen: str, counts: Mapping[str, int], names: Names) -> Group:
    """By city; a chosen province or county stands among them, since its name is known."""
    by_code = {city_code(city): count for city, count in counts.items()}
    if chosen and chosen not in by_code:
        by_code = {chosen: sum(counts.values()), **by_code}
    return one_of("place", _("Place"), chosen, by_code, names.place)


def _category(code: str, count: int | None, names: Names, depth: int, chosen: str) -> Choice:
    return Choice("category", code, names.category(code), count, code == chosen, depth)


def one_of(name: str, title: str, chosen: str, counts: Mapping[str, int], named: Callable[[str], str]) -> Group:
    choices = _ranked(name, (chosen,) if chosen else (), counts, named)
    anything = Choice(name, "", _("Any"), is_chosen=not chosen)
    return Group(name, title, "radio", [anything, *choices])


def several_of(
    name: str, title: str, chosen: Sequence[str], counts: Mapping[str, int], named: Callable[[str], str]
) -> Group:
    return Group(name, title, "check", _ranked(name, chosen, counts, named))


def _ranked(name: str, chosen: Sequence[str], counts: Mapping[str, int], named: Callable[[str], str]) -> list[Choice]:
    whole = dict.fromkeys(chosen, 0) | dict(counts)
    order = sorted(whole, key=lambda value: (-whole[value], value))
    return [Choice(name, value, named(value), whole[value], value in chosen) for value in order]


def _prices(words: str, filters: Filters, counts: Mapping[str, int], sort: str) -> Group:
    edges = (None, *PRICE_FROM_HAO), (*(edge - 1 for edge in PRICE_FROM_HAO), None)
    choices = []
    for band, (low, high) in enumerate(zip(*edges, strict=True)):
        if count := counts.get(str(band)):
            chosen = replace(filters, min_price_hao=low, max_price_hao=high)
            address = address_of(words, chosen, sort=sort)
            choices.append(Choice("price", str(band), price_range(low, high), count, chosen == filters, 0, address))
    title = _("Price a piece") if filters.quantity is None else _("Price a piece for %(n)s") % {"n": filters.quantity}
    return Group("price", title, "links", choices)


def _moq(chosen: int | None, counts: Mapping[str, int]) -> Group:
    return Group("moq", _("MOQ"), "radio", _bounded("moq", chosen, MOQ_FROM, pieces_at_most, counts))


def _ship(chosen: int | None, counts: Mapping[str, int]) -> Group:
    return Group("ship", _("Ships within"), "radio", _bounded("ship", chosen, SHIP_FROM_DAYS, days_at_most, counts))


def pieces_at_most(pieces: int) -> str:
    return _("one piece") if pieces == 1 else _("up to %(n)s") % {"n": pieces}


def pickup_group(chosen: int | None, counts: Mapping[str, int]) -> Group:
    """Band 0 is unmeasured, 1 below the first edge; a bound takes what lies above it."""
    known = {PICKUP_FROM_PCT[band - 2]: counts.get(str(band), 0) for band in range(2, len(PICKUP_FROM_PCT) + 2)}
    choices = [Choice("pickup", "", _("Any"), is_chosen=chosen is None)]
    if chosen is not None and chosen not in known:
        choices.append(Choice("pickup", str(chosen), _("%(n)s%% or more") % {"n": chosen}, is_chosen=True))
    for edge in reversed(PICKUP_FROM_PCT):
        count = sum(found for least, found in known.items() if least >= edge)
        is_known = chosen is None or edge >= chosen
        label = _("%(n)s%% or more") % {"n": edge}
        choices.append(Choice("pickup", str(edge), label, count if is_known else None, edge == chosen))
    choices = [choice for choice in choices if choice.count != 0 or choice.is_chosen]
    return Group("pickup", _("Picked up within 48 hours"), "radio", choices)


def _bounded(
    name: str, chosen: int | None, edges: Sequence[int], said: Callable[[int], str], counts: Mapping[str, int]
) -> list[Choice]:
    """Bounds from above, one below each edge: each takes the bands up to it. What lies above the one chosen was not
    counted; one typed into the address is kept as it is."""
    bounds = [edge - 1 for edge in edges]
    choices = [Choice(name, "", _("Any"), is_chosen=chosen is None)]
    if chosen is not None and chosen not in bounds:
        choices.append(Choice(name, str(chosen), said(chosen), is_chosen=True))
    for band, bound in enumerate(bounds, start=1):
        count = _upto(counts, band) if chosen is None or bound <= chosen else None
        choices.append(Choice(name, str(bound), said(bound), count, bound == chosen))
    return [choice for choice in choices if choice.count != 0 or choice.is_chosen]


def days_at_most(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _upto(counts: Mapping[str, int], bands: int) -> int:
    return sum(counts.get(str(band), 0) for band in range(bands))


def _attributes(filters: Filters, counts: Mapping[str, int], names: Names) -> Iterator[Group]:
    """The attributes most offers state first."""
    values: dict[str, dict[str, int]] = {code: dict.fromkeys(chosen, 0) for code, chosen in filters.attributes.items()}
    for stated, count in counts.items():
        code, _sign, value = stated.partition("=")
        values.setdefault(code, {})[value] = count
    useful = {code: found for code, found in values.items() if len(found) >= FEW_VALUES or code in filters.attributes}
    ranked: list[Any] = sorted(useful, key=lambda code: (code not in filters.attributes, -sum(useful[code].values())))
    for code in ranked[:MOST_ATTRIBUTES]:
        named = partial(names.value, code)
        ranked_values = _ranked(code, filters.attributes.get(code, ()), useful[code], named)
        choices = [replace(choice, name="attr", value=f"{code}:{choice.value}") for choice in ranked_values]
        yield Group(f"attr-{code}", names.attribute(code), "check", choices)
