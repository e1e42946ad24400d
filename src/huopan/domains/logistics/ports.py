"""What logistics needs of couriers; config hands in who serves here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from huopan.kernel.refusal import RefusedError, said


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting as a courier tells it. `external_id`: the courier's own id of it, the same when told again."""

    waybill_number: str
    kind: str
    external_id: str
    place: str
    seen_at: datetime


class CarrierSilentError(RefusedError):
    kind = "busy"
    sentence = said("The courier does not answer; try again in a few minutes, or write the waybill number by hand.")


class ForgedPushError(Exception):
    """The push does not come from the courier it names."""


class Carrier(Protocol):
    @property
    def code(self) -> str: ...

    def label(self, *, request_id: str, reference: str) -> str:
        """A waybill number; the same one whenever `request_id` is the same (L3). Raises CarrierSilentError."""

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> list[Seen]:
        """The sightings of a push. Raises ForgedPushError."""


CARRIERS: dict[str, Carrier] = {}
