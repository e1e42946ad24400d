"""The one table of what people are told, a file for each group."""

from __future__ import annotations

from huopan.domains.notifications.rules.kinds.account import ACCOUNT
from huopan.domains.notifications.rules.kinds.after_sale import AFTER_SALE
from huopan.domains.notifications.rules.kinds.goods import GOODS
from huopan.domains.notifications.rules.kinds.kind import OPERATOR, Kind
from huopan.domains.notifications.rules.kinds.money import MONEY
from huopan.domains.notifications.rules.kinds.orders import ORDERS
from huopan.domains.notifications.rules.kinds.running import RUNNING
from huopan.kernel.refusal import said

__all__ = ["GROUPS", "KINDS", "OPERATOR", "TOLD_EVENTS", "Kind", "kinds_of"]

GROUPS = {
    "orders": said("Orders"),
    "after_sale": said("After-sales"),
    "goods": said("Goods and production"),
    "money": said("Money"),
    "account": said("Organisation"),
    "platform": said("Running the platform"),
}
_KINDS: tuple[Kind, ...] = (*ORDERS, *AFTER_SALE, *GOODS, *MONEY, *ACCOUNT, *RUNNING)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}


def kinds_of(event_name: str) -> list[Kind]:
    """What is told of an event."""
    return [kind for kind in _KINDS if kind.event == event_name]


TOLD_EVENTS = frozenset(kind.event for kind in _KINDS if kind.event)
