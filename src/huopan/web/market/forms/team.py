"""Roles in the words of people who hand them out, and what somebody may spend."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import SpendingLimit
from huopan.domains.parties.models import RoleGrant
from huopan.domains.parties.rules import role_fits
from huopan.kernel.money import Money
from huopan.web.components.fields import MoneyField

ROLES: dict[str, str | Promise] = {
    "owner": _("Everything, the team and its limits included; approves purchases beyond a limit."),
    "buyer": _("Buys, pays and asks for after-sales, within the limit set below."),
    "sales": _("Writes offers, counts stock, accepts and ships orders."),
    "finance": _("Reads the account, pays, and asks for payouts."),
    "planner": _("Plans production and releases work orders."),
    "floor": _("Reports work on the shop floor, on a phone."),
    "operator": _("Runs the platform’s daily business."),
    "arbiter": _("Rules on disputes."),
    "treasurer": _("Approves payouts."),
}
ROLES_IN_ORDER = tuple(ROLES)


def explained_roles(kind: str) -> list[tuple[str | Promise, str | Promise]]:
    """Each role that an organisation of this kind has, and what it may do."""
    return [(RoleGrant.Role(role).label, words) for role, words in ROLES.items() if role_fits(role, kind=kind)]


class MemberForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    per_order = MoneyField(
        label=_("At most per purchase, in yuan"), required=False, max_length=14, help_text=_("Empty: no limit.")
    )
    per_month = MoneyField(
        label=_("At most per month, in yuan"),
        required=False,
        max_length=14,
        help_text=_("Empty: no limit. Beyond a limit the purchase waits for an owner’s approval."),
    )

    def __init__(self, typed: Any, *, roles: list[str], grant: RoleGrant, limit: SpendingLimit | None) -> None:
        super().__init__(typed, initial={"role": grant.role, **_shown(limit)})
        self.fields["role"].choices = [(role, RoleGrant.Role(role).label) for role in roles]  # type: ignore[attr-defined]


def _shown(limit: SpendingLimit | None) -> dict[str, Money | None]:
    if limit is None:
        return {}
    fens = {"per_order": limit.per_order_fen, "per_month": limit.per_month_fen}
    return {name: None if fen is None else Money(fen) for name, fen in fens.items()}
