"""Each condition of a search in words, with the address of the search without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huopan.domains.membership.queries import plan_name
from huopan.domains.parties.queries import credential_name
from huopan.domains.search.rules import FactoryFilters, Filters
from huopan.kernel.money import UnitPrice
from huopan.web.components.processes import process_name
from huopan.web.market.finding.addresses import address_of, factory_address_of
from huopan.web.market.finding.names import Names

HAO_PER_YUAN = 10_000


@dataclass(frozen=True, slots=True)
class Chip:
    """`condition`: its name among the filters, both bounds of a price being “price”."""

    condition: str
    label: str
    without: str


def chips(words: str, filters: Filters, names: Names, *, sort: str = "", supplier: str = "") -> list[Chip]:
    """In the order of the filters. `supplier`: what the one chosen is called."""
    said = _offer_conditions(filters, names, supplier)
    return [Chip(condition, label, address_of(words, rest, sort=sort)) for condition, label, rest in said]


def factory_chips(words: str, filters: FactoryFilters, names: Names, *, sort: str = "") -> list[Chip]:
    said = _factory_conditions(filters, names)
    return [Chip(condition, label, factory_address_of(words, rest, sort=sort)) for condition, label, rest in said]


def _offer_conditions(filters: Filters, names: Names, supplier: str) -> Iterator[tuple[str, str, Filters]]:
    if filters.category_code:
        yield "category_code", names.category(filters.category_code), replace(filters, category_code="")
    if filters.supplier_id is not None:
        yield "supplier_id", supplier or _("One supplier"), replace(filters, supplier_id=None)
    if filters.supplier_kind:
        yield "supplier_kind", kind_name(filters.supplier_kind), replace(filters, supplier_kind="")
    if filters.division_code:
        yield "division_code", names.place(filters.division_code), replace(filters, division_code="")
    if filters.belt_code:
        yield "belt_code", names.belt(filters.belt_code), replace(filters, belt_code="")
    for code, values in filters.attributes.items():
        for value in values:
            rest = {**filters.attributes, code: tuple(other for other in values if other != value)}
            label = f"{names.attribute(code)}: {names.value(code, value)}"
            yield "attributes", label, replace(filters, attributes=rest)
    yield from _of_suppliers(filters)
    yield from _of_terms(filters)


def _of_suppliers(filters: Filters) -> Iterator[tuple[str, str, Filters]]:
    """What they can do, what they have proven and whose members they are."""
    for process in filters.processes:
        others = tuple(other for other in filters.processes if other != process)
        yield "processes", process_name(process), replace(filters, processes=others)
    for kind in filters.credentials:
        fewer = tuple(other for other in filters.credentials if other != kind)
        yield "credentials", proven_name(kind), replace(filters, credentials=fewer)
    for plan in filters.memberships:
        without = tuple(other for other in filters.memberships if other != plan)
        yield "memberships", plan_name(plan), replace(filters, memberships=without)


def _of_terms(filters: Filters) -> Iterator[tuple[str, str, Filters]]:
    if filters.quantity is not None:
        yield "quantity", _("Prices for %(n)s pieces") % {"n": filters.quantity}, replace(filters, quantity=None)
    if filters.min_price_hao is not None or filters.max_price_hao is not None:
        label = price_range(filters.min_price_hao, filters.max_price_hao)
        yield "price", label, replace(filters, min_price_hao=None, max_price_hao=None)
    if filters.max_moq is not None:
        yield "max_moq", _("MOQ up to %(n)s") % {"n": filters.max_moq}, replace(filters, max_moq=None)
    if filters.max_ship_days is not None:
        yield "max_ship_days", ships_within(filters.max_ship_days), replace(filters, max_ship_days=None)
    if filters.min_pickup_pct is not None:
        yield "min_pickup_pct", picked_up(filters.min_pickup_pct), replace(filters, min_pickup_pct=None)
    if filters.only_in_stock:
        yield "only_in_stock", _("In stock now"), replace(filters, only_in_stock=False)
    if filters.only_small_lot:
        yield "only_small_lot", _("Small lot"), replace(filters, only_small_lot=False)
    if filters.only_dropship:
        yield "only_dropship", _("Dropship"), replace(filters, only_dropship=False)
    if filters.only_sample:
        yield "only_sample", _("Samples given"), replace(filters, only_sample=False)


def _factory_conditions(filters: FactoryFilters, names: Names) -> Iterator[tuple[str, str, FactoryFilters]]:
    for process in filters.processes:
        rest = tuple(other for other in filters.processes if other != process)
        yield "processes", process_name(process), replace(filters, processes=rest)
    for material in filters.materials:
        rest = tuple(other for other in filters.materials if other != material)
        yield "materials", names.material(material), replace(filters, materials=rest)
    for kind in filters.credentials:
        rest = tuple(other for other in filters.credentials if other != kind)
        yield "credentials", proven_name(kind), replace(filters, credentials=rest)
    for plan in filters.memberships:
        rest = tuple(other for other in filters.memberships if other != plan)
        yield "memberships", plan_name(plan), replace(filters, memberships=rest)
    yield from _of_place(filters, names)
    yield from _of_capacity(filters)


def _of_place(filters: FactoryFilters, names: Names) -> Iterator[tuple[str, str, FactoryFilters]]:
    if filters.category_code:
        yield "category_code", names.category(filters.category_code), replace(filters, category_code="")
    if filters.division_code:
        yield "division_code", names.place(filters.division_code), replace(filters, division_code="")
    if filters.belt_code:
        yield "belt_code", names.belt(filters.belt_code), replace(filters, belt_code="")
    if filters.near:
        yield "near", _("Near %(place)s") % {"place": names.place(filters.near)}, replace(filters, near="")


def _of_capacity(filters: FactoryFilters) -> Iterator[tuple[str, str, FactoryFilters]]:
    if filters.min_machines is not None:
        yield "min_machines", machines(filters.min_machines), replace(filters, min_machines=None)
    if filters.min_free_hours is not None:
        yield "min_free_hours", free_hours(filters.min_free_hours), replace(filters, min_free_hours=None)
    if filters.min_pickup_pct is not None:
        yield "min_pickup_pct", picked_up(filters.min_pickup_pct), replace(filters, min_pickup_pct=None)
    if filters.only_small_lot:
        yield "only_small_lot", _("Small lot"), replace(filters, only_small_lot=False)


def proven_name(kind: str) -> str:
    return capfirst(credential_name(kind))


def kind_name(kind: str) -> str:
    return _("Factories") if kind == "factory" else _("Traders")


def ships_within(days: int) -> str:
    if not days:
        return _("Ships the same day")
    return ngettext("Ships within %(n)d day", "Ships within %(n)d days", days) % {"n": days}


def picked_up(percent: int) -> str:
    return _("%(n)s%% or more picked up in 48 h") % {"n": percent}


def machines(count: int) -> str:
    return ngettext("%(n)d machine or more", "%(n)d machines or more", count) % {"n": count}


def free_hours(hours: int) -> str:
    return ngettext("%(n)d free machine hour this week", "%(n)d or more free machine hours this week", hours) % {
        "n": hours
    }


def price_range(low: int | None, high: int | None) -> str:
    """Bounds in hao. A bound one step below whole yuan reads as what it stands for: under that."""
    if high is None:
        return _("from %(low)s") % {"low": UnitPrice(low or 0)}
    is_under = high > 0 and (high + 1) % HAO_PER_YUAN == 0
    upper = {"high": UnitPrice(high + 1 if is_under else high), "low": UnitPrice(low or 0)}
    if not low:
        return _("under %(high)s") % upper if is_under else _("up to %(high)s") % upper
    return _("%(low)s to under %(high)s") % upper if is_under else _("%(low)s to %(high)s") % upper
