"""Freight by division and weight: the first kilogram costs one fee, each next step another (首重, 续重)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said


class NotServedError(RefusedError):
    sentence = said("This supplier does not deliver to this address; choose another address or ask the supplier.")


class NoFreightTemplateError(RefusedError):
    sentence = said("This supplier has not said yet what freight costs; ask for a freight template to be set.")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where one fee holds. `divisions`: prefixes of official codes ("44" a province, "4403" a city, "" everywhere)."""

    divisions: tuple[str, ...]
    first_weight_grams: int
    first_fee_fen: int
    next_weight_grams: int
    next_fee_fen: int

    @classmethod
    def stored(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            divisions=tuple(row["divisions"]),
            first_weight_grams=row["first_weight_grams"],
            first_fee_fen=row["first_fee_fen"],
            next_weight_grams=row["next_weight_grams"],
            next_fee_fen=row["next_fee_fen"],
        )

    def as_stored(self) -> dict[str, Any]:
        return {
            "divisions": list(self.divisions),
            "first_weight_grams": self.first_weight_grams,
            "first_fee_fen": self.first_fee_fen,
            "next_weight_grams": self.next_weight_grams,
            "next_fee_fen": self.next_fee_fen,
        }

    def fee_fen(self, weight_grams: int) -> int:
        beyond = max(0, weight_grams - self.first_weight_grams)
        steps = -(-beyond // self.next_weight_grams)
        return self.first_fee_fen + steps * self.next_fee_fen


@dataclass(frozen=True, slots=True)
class FreightTerms:
    """A template's terms. `free_from_fen`: goods worth this much travel free, wherever the template serves."""

    zones: tuple[Zone, ...]
    free_from_fen: int | None = None


def zone_for(zones: Sequence[Zone], division_code: str) -> Zone | None:
    """The zone with the longest prefix of `division_code`, or None where nobody delivers."""
    reach = {prefix: zone for zone in zones for prefix in zone.divisions if division_code.startswith(prefix)}
    return reach[max(reach, key=len)] if reach else None


def freight(terms: FreightTerms, *, division_code: str, weight_grams: int, amount_fen: int) -> Money | None:
    """What carrying `weight_grams` of goods worth `amount_fen` costs, or None where the template does not serve."""
    zone = zone_for(terms.zones, division_code)
    if zone is None:
        return None
    if terms.free_from_fen is not None and amount_fen >= terms.free_from_fen:
        return Money(0)
    return Money(zone.fee_fen(weight_grams))
