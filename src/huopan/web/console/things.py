"""What entries of the trail are about, in the reader's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

THINGS: dict[str, Promise] = {
    "account": pgettext_lazy("trail", "account"),
    "after_sale": pgettext_lazy("trail", "after-sale"),
    "belt": pgettext_lazy("trail", "belt"),
    "buyer": pgettext_lazy("trail", "buyer"),
    "demand": pgettext_lazy("trail", "demand"),
    "endpoint": pgettext_lazy("trail", "webhook"),
    "factory": pgettext_lazy("trail", "factory"),
    "freight_template": pgettext_lazy("trail", "freight template"),
    "message": pgettext_lazy("trail", "message"),
    "notice": pgettext_lazy("trail", "notice"),
    "offer": pgettext_lazy("trail", "offer"),
    "order": pgettext_lazy("trail", "order"),
    "parcel": pgettext_lazy("trail", "parcel"),
    "party": pgettext_lazy("trail", "organisation"),
    "payment": pgettext_lazy("trail", "payment"),
    "payout": pgettext_lazy("trail", "payout"),
    "person": pgettext_lazy("trail", "person"),
    "pool": pgettext_lazy("trail", "shared run"),
    "purchase_request": pgettext_lazy("trail", "purchase request"),
    "rate": pgettext_lazy("trail", "commission rate"),
    "refund": pgettext_lazy("trail", "refund"),
    "shipment": pgettext_lazy("trail", "shipment"),
    "supplier": pgettext_lazy("trail", "supplier"),
    "work_order": pgettext_lazy("trail", "work order"),
}


def thing_name(code: str) -> str:
    """A code that has no name yet loses its underscores."""
    return str(THINGS.get(code, code.replace("_", " ")))
