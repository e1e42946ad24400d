"""Which courier a waybill number is of, as far as its shape tells."""

from __future__ import annotations

import re

# Shapes that couriers print today; a number of another shape is nobody's.
_SHAPES = {
    "SF": r"SF\d{12,13}",
    "YTO": r"YT\d{13}",
    "JD": r"JD[0-9A-Z]{11,20}",
    "DEPPON": r"DPK\d{12}",
    "EMS": r"E[A-Z]\d{9}CN|1[012]\d{11}",
    "STO": r"77\d{13}",
    "ZTO": r"7[3568]\d{12}",
    "YUNDA": r"[34]\d{14}",
}


def carrier_of(waybill_number: str) -> str:
    """The courier's code, or nothing where the shape does not tell."""
    number = waybill_number.strip().upper()
    return next((code for code, shape in _SHAPES.items() if re.fullmatch(shape, number)), "")
