"""Couriers by name."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.logistics.ports import CARRIERS

NAMES: dict[str, str | Promise] = {
    "SF": _("SF Express"),
    "YTO": _("YTO Express"),
    "ZTO": _("ZTO Express"),
    "STO": _("STO Express"),
    "YUNDA": _("Yunda"),
    "JD": _("JD Logistics"),
    "EMS": _("EMS"),
    "DEPPON": _("Deppon"),
    "SANDBOX": _("Sandbox courier"),
}


_WORDS = {
    "顺丰": "SF",
    "SF EXPRESS": "SF",
    "圆通": "YTO",
    "YTO EXPRESS": "YTO",
    "中通": "ZTO",
    "ZTO EXPRESS": "ZTO",
    "申通": "STO",
    "STO EXPRESS": "STO",
    "韵达": "YUNDA",
    "京东": "JD",
    "JD LOGISTICS": "JD",
    "邮政": "EMS",
    "德邦": "DEPPON",
}


def carrier_name(code: str) -> str:
    """A courier we have no name for keeps its code."""
    return str(NAMES.get(code.upper(), code))


def carrier_code(named: str) -> str:
    """The code of a courier whose name stands in what people write (顺丰速运, SF Express); a code stays as written."""
    return next((code for word, code in _WORDS.items() if word in named.upper()), named.strip())


def connected_carriers() -> list[tuple[str, str]]:
    """(code, name) of the couriers that give waybill numbers here."""
    return [(code, carrier_name(code)) for code in sorted(CARRIERS)]
