"""What the outside hears of an event: its type, its time, and ids and amounts; never who a person is or wrote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

# By what a field holds, as the house names it. Whatever does not name itself so stays inside: texts, names, addresses.
_PUBLIC_ENDINGS = (
    *("_id", "_ids", "_number", "_numbers", "_state", "_kind"),
    *("_fen", "_hao", "_count", "_quantity", "_grams", "_at", "_on"),
)
_PUBLIC_NAMES = frozenset({"number", "numbers", "reference", "state", "kind", "quantity", "purpose", "currency"})
_PUBLIC_BEGINNINGS = ("is_", "has_")
_PERSONAL = frozenset({"person_id", "person_ids", "phone_number", "account_number", "id_number"})
_PLAIN = (str, int, bool, type(None))


def public_type(name: str) -> str:
    """`orders.OrderPaid` → `orders.order_paid`."""
    room, _, event = name.partition(".")
    return f"{room}.{re.sub(r'(?<!^)(?=[A-Z])', '_', event).lower()}"


def public_body(name: str, payload: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The body of a webhook: the shape of Standard Webhooks."""
    public = {field: value for field, value in payload.items() if _is_public(field, value)}
    return {"type": public_type(name), "timestamp": at.astimezone(UTC).isoformat(), "data": public}


def is_wanted(wanted: Collection[str], event_type: str) -> bool:
    """Whether an endpoint that listed `wanted` hears `event_type`; nothing listed: everything."""
    return not wanted or event_type in wanted or f"{event_type.partition('.')[0]}.*" in wanted


def unknown_types(wanted: Iterable[str], known: Collection[str]) -> list[str]:
    rooms = {f"{event_type.partition('.')[0]}.*" for event_type in known}
    return [event_type for event_type in wanted if event_type not in known and event_type not in rooms]


def _is_public(field: str, value: Any) -> bool:
    if field in _PERSONAL or field.startswith("person_"):
        return False
    is_named = field in _PUBLIC_NAMES or field.endswith(_PUBLIC_ENDINGS) or field.startswith(_PUBLIC_BEGINNINGS)
    return is_named and _is_plain(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(isinstance(each, _PLAIN) for each in value)
    return isinstance(value, _PLAIN)
