"""Quantities of several SKUs at once, from fields named sku-<id>."""

from __future__ import annotations

import re

from django.http import QueryDict

A_NUMBER = re.compile(r"[0-9]{1,15}")
PREFIX = "sku-"
MOST = 9_999_999


def quantities_in(typed: QueryDict) -> dict[int, int]:
    """Pieces by SKU id; what is no positive whole number is left out, what is beyond any order is capped."""
    found = {}
    for name, text in typed.items():
        sku_id, quantity = name.removeprefix(PREFIX), str(text).strip()
        if name.startswith(PREFIX) and sku_id.isdecimal() and quantity.isdecimal() and int(quantity):
            found[int(sku_id)] = min(int(quantity), MOST)
    return found


def emptied_in(typed: QueryDict) -> list[int]:
    """SKUs whose field says zero or nothing."""
    return [
        int(name.removeprefix(PREFIX))
        for name, text in typed.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal() and str(text).strip() in ("", "0")
    ]


def pair_in(typed: QueryDict, name: str) -> list[tuple[int, int]]:
    """The two numbers of a button's value such as `12-40`; none where it was not pressed."""
    one, _, other = typed.get(name, "").partition("-")
    return [(int(one), int(other))] if A_NUMBER.fullmatch(one) and A_NUMBER.fullmatch(other) else []
