"""What can be chosen beside the factory finder, with how many each choice would find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huopan.domains.search.ports import FactoryFacet
from huopan.domains.search.queries import Spread
from huopan.domains.search.rules import FactoryFilters
from huopan.web.components.processes import process_name
from huopan.web.market.finding.chips import machines
from huopan.web.market.finding.facets import (
    YES,
    Choice,
    Group,
    category_group,
    city_group,
    credential_group,
    is_useful,
    membership_group,
    one_of,
    pickup_group,
    several_of,
)
from huopan.web.market.finding.names import Names

MACHINES: Sequence[int] = (2, 5, 10, 30)
FREE_HOURS: Sequence[int] = (8, 40, 100, 300)  # a shift of one machine, a week of one, of some, of a hall
UNCOUNTED = {"machines", "free"}  # by the index
Counts = Mapping[FactoryFacet, Mapping[str, int]]


def groups(filters: FactoryFilters, counts: Counts, spread: Spread, names: Names) -> list[Group]:
    """Belts are counted as if no place were chosen, so that another can be chosen instead."""
    every = [
        several_of("process", _("Process"), filters.processes, counts.get("process", {}), process_name),
        several_of("material", _("Made of"), filters.materials, counts.get("material", {}), names.material),
        credential_group(filters.credentials, counts.get("credential", {})),
        membership_group(filters.memberships, counts.get("membership", {})),
        _steps("machines", _("Machines in service"), filters.min_machines, MACHINES, machines),
        _steps("free", _("Free machine hours this week"), filters.min_free_hours, FREE_HOURS, _at_least),
        pickup_group(filters.min_pickup_pct, counts.get("pickup", {})),
        one_of("belt", _("Industrial belt"), filters.belt_code, spread.belts, names.belt),
        city_group(filters.division_code, counts.get("city", {}), names),
        category_group(filters.category_code, counts.get("category", {}), names),
    ]
    small = Choice("small_lot", YES, _("Small lot, up to ten pieces"), None, filters.only_small_lot)
    return [
        Group("terms", _("Terms"), "check", [small]),
        *(group for group in every if group.key in UNCOUNTED or is_useful(group)),
    ]


def belts(filters: FactoryFilters, spread: Spread, names: Names) -> list[Choice]:
    """Those in which there is anybody, for the map."""
    found = one_of("belt", "", filters.belt_code, spread.belts, names.belt)
    return [choice for choice in found.choices if choice.value]


def _steps(key: str, label: str, chosen: int | None, steps: Sequence[int], said: Callable[[int], str]) -> Group:
    anything = Choice(key, "", _("Any"), is_chosen=chosen is None)
    choices = [Choice(key, str(step), said(step), None, step == chosen) for step in steps]
    return Group(key, label, "radio", [anything, *choices])


def _at_least(hours: int) -> str:
    return ngettext("%(n)d hour or more", "%(n)d hours or more", hours) % {"n": hours}
