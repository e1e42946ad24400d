"""How long a parcel usually travels, by how far apart two divisions lie."""

from __future__ import annotations

from typing import NamedTuple

FAR = ("15", "46", "54", "62", "63", "64", "65")  # Inner Mongolia, Hainan, Tibet, Gansu, Qinghai, Ningxia, Xinjiang
OVERSEAS_OF_MAINLAND = ("71", "81", "82")


class Transit(NamedTuple):
    """Whole days from the courier's first scan to the door."""

    least_days: int
    most_days: int


SAME_CITY, SAME_PROVINCE, USUAL, REMOTE, ACROSS = (
    Transit(1, 1),
    Transit(1, 2),
    Transit(2, 4),
    Transit(4, 7),
    Transit(5, 10),
)


def usual_transit(origin_code: str, division_code: str) -> Transit:
    """From one division to another, by road: what couriers state as their standard service. An unknown origin counts
    as another province."""
    if division_code.startswith(OVERSEAS_OF_MAINLAND):
        return ACROSS
    if origin_code[:4] and origin_code[:4] == division_code[:4]:
        return SAME_CITY
    if origin_code[:2] and origin_code[:2] == division_code[:2]:
        return SAME_PROVINCE
    if division_code.startswith(FAR) or origin_code.startswith(FAR):
        return REMOTE
    return USUAL
