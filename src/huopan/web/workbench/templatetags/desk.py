"""What the workbench's frame needs on every page."""

from __future__ import annotations

from typing import Any

from django import template

from huopan.domains.orders.actions.shipping_sheets import JudgedRow
from huopan.web.workbench.deadlines import TimeLeft, time_left
from huopan.web.workbench.menu import Place, menu_of

register = template.Library()


@register.simple_tag
def menu(scopes: frozenset[str]) -> list[Any]:
    return menu_of(scopes)


@register.filter
def is_at(place: Place, name: str) -> bool:
    return name in place.names


@register.filter
def left_at(until: Any, at: Any) -> TimeLeft | None:
    return time_left(until, at) if until else None


@register.filter
def is_bad(row: JudgedRow, column: str) -> bool:
    """Whether something is wrong with this cell of a sheet's row."""
    return any(fault.column == column for fault in row.faults)


@register.filter
def claim_rate(sums: dict[str, Any]) -> str:
    """Of a customer's paid orders, the share with an after-sale."""
    return f"{100 * sums['claimed'] / sums['orders']:.0f}%" if sums["orders"] else "—"
