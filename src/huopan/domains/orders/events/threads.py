"""What is said about an offer; the words themselves stay out of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class ThreadMessageSent(Event):
    """One side of a talk about an offer wrote to the other."""

    about: ClassVar[str] = "message_id"

    message_id: int
    thread_id: int
    offer_id: int
    supplier_id: int
    buyer_id: int
    is_from_buyer: bool
