"""What can be checked of something before it is decided on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`is_good` None: nothing to check by."""

    label: str
    is_good: bool | None
    said: str
