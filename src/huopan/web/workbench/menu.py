"""The workbench's menu: groups of places, which page belongs to which, and the key that leads there after g."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.kernel.actor import Actor

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """`pages`: names of addresses that belong here beside its own. `counted`: keys of `todos.counts`."""

    label: Words
    page: str
    scope: str = "sell"
    key: str = ""
    counted: str = ""
    pages: frozenset[str] = field(default=frozenset())

    @property
    def href(self) -> str:
        return reverse(self.page)

    @property
    def names(self) -> frozenset[str]:
        return self.pages | {self.page.rpartition(":")[2]}


def _pages(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SET_UP = "new_centre centre routing calendars calendar new_calendar calendar_day public_days planning_terms"
MENU: tuple[tuple[Words, tuple[Place, ...]], ...] = (
    (
        _("Trade"),
        (
            Place(_("Today"), "workbench:today", "offers.read", "t"),
            Place(
                _("Orders"),
                "workbench:orders",
                key="o",
                counted="awaiting_acceptance",
                pages=_pages("order accept_many print_many"),
            ),
            Place(
                _("Shipping"),
                "workbench:shipping",
                key="s",
                counted="awaiting_shipment",
                pages=_pages("scan_to_ship scan_ships scan_corrects shipping_sheet shipping_sheet_read"),
            ),
            Place(
                _("After-sales"), "workbench:after_sales", key="a", counted="after_sales", pages=_pages("after_sale")
            ),
            Place(_("Messages"), "workbench:messages", key="m", counted="messages", pages=_pages("thread asked")),
            Place(_("Customers"), "workbench:customers", key="c", pages=_pages("customer")),
        ),
    ),
    (
        _("Goods"),
        (
            Place(
                _("Offers"),
                "workbench:offers",
                "offers.write",
                "g",
                "drafts",
                _pages("offer new_offer bulk bulk_step"),
            ),
            Place(_("Stock"), "workbench:stock", "stock.write", "k", pages=_pages("movements")),
            Place(
                pgettext_lazy("workbench", "Import"),
                "workbench:imports",
                "offers.write",
                "i",
                pages=_pages("import import_columns"),
            ),
            Place(
                _("Terms of trade"),
                "workbench:freight",
                "offers.write",
                "f",
                pages=_pages("template new_template private_prices"),
            ),
        ),
    ),
    (
        _("Production"),
        (
            Place(_("Demand"), "workbench:demands", "plan", "d", "demands", _pages("demand")),
            Place(_("Work orders"), "workbench:work_orders", "plan", "w", pages=_pages("work_order")),
            Place(_("Production board"), "workbench:board", "plan", "b", pages=_pages("board_step pools pool")),
            Place(_("Load by day"), "workbench:load", "plan", "l"),
            Place(_("What if"), "workbench:what_if", "plan"),
            Place(_("Materials"), "workbench:materials", "plan", pages=_pages("material new_material")),
            Place(_("Factory set-up"), "workbench:shop_floor", "plan", pages=_pages(_SET_UP)),
        ),
    ),
    (
        _("Money"),
        (
            Place(_("Balance and payouts"), "workbench:money", "money.read", "y", "payouts"),
            Place(_("Held for orders"), "workbench:escrows", "money.read"),
            Place(_("Statement"), "workbench:statement", "money.read"),
            Place(_("Bank account"), "workbench:bank", "money.payout"),
        ),
    ),
    (
        _("Settings"),
        (
            Place(_("Team"), "market:team", "team.manage", "p"),
            Place(_("Credentials"), "workbench:credentials", "party.manage", pages=_pages("submit_credential")),
            Place(pgettext_lazy("workbench", "Membership"), "workbench:membership", "party.manage"),
            Place(_("Quick replies"), "workbench:phrases"),
            Place(_("API keys"), "market:keys", "keys.manage"),
            Place(_("Webhooks"), "market:webhooks", "webhooks.manage"),
        ),
    ),
)


def menu_of(scopes: frozenset[str]) -> list[tuple[Words, list[Place]]]:
    """The groups in which whoever has `scopes` may go anywhere."""
    by = Actor(scopes=scopes)
    groups = ((name, [place for place in places if by.may(place.scope)]) for name, places in MENU)
    return [(name, places) for name, places in groups if places]
