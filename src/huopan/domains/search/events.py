"""What search has learnt of suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class StandingMeasured(Event):
    """A supplier's measured figures, or the hours its machines are free, are others than before."""

    about: ClassVar[str] = "supplier_id"

    supplier_id: int
