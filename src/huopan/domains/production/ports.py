"""What production needs to know of the desks above it."""

from __future__ import annotations

from typing import Protocol


class FloorDesk(Protocol):
    """Where the floor reports."""

    def address(self, number: str, position: int | None = None) -> str:
        """The whole address of a work order's page, or of one of its operations."""
        ...


FLOOR_DESKS: list[FloorDesk] = []


def floor_address(number: str, position: int | None = None) -> str:
    """What a printed code says; the bare number where nobody has connected a floor desk."""
    return FLOOR_DESKS[0].address(number, position) if FLOOR_DESKS else number
