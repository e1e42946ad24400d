"""Whether a supplier's zones make sense, told zone by zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from huopan.domains.logistics.rules.freight import Zone
from huopan.kernel.refusal import RefusalsError, RefusedError, said

MOST_ZONES = 100
MOST_GRAMS = 1_000_000
MOST_FEE_FEN = 10_000_000
PREFIX_LENGTHS = {0, 2, 4, 6}


class ZonesMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Name between 1 and {most} zones; without a zone nothing can be delivered.")


class ZoneWithoutDivisionError(RefusedError):
    kind = "invalid"
    sentence = said("Zone {zone} names no division; write the first digits of a code, or one empty text for the rest.")


class NotADivisionPrefixError(RefusedError):
    kind = "invalid"
    sentence = said("“{prefix}” in zone {zone} is no division; write 2, 4 or 6 digits, such as 44 for Guangdong.")


class DivisionTwiceError(RefusedError):
    kind = "invalid"
    sentence = said("Division “{prefix}” stands in several zones; leave it in one.")


class ZoneWeightError(RefusedError):
    kind = "invalid"
    sentence = said("Zone {zone}: write weights between 1 and {most} grams.")


class ZoneFeeError(RefusedError):
    kind = "invalid"
    sentence = said("Zone {zone}: write fees between ¥0 and ¥{most_yuan}.")


def checked_zones(zones: Sequence[Zone]) -> list[Zone]:
    """`zones` when they make sense. Raises RefusalsError with one refusal per fault."""
    refusals = list(_faults(zones))
    if refusals:
        raise RefusalsError(refusals)
    return list(zones)


def _faults(zones: Sequence[Zone]) -> Iterator[RefusedError]:
    if not 1 <= len(zones) <= MOST_ZONES:
        yield ZonesMissingError(most=MOST_ZONES)
    for position, zone in enumerate(zones, start=1):
        yield from _faults_of(zone, position)
    prefixes = Counter(prefix for zone in zones for prefix in zone.divisions)
    yield from (DivisionTwiceError(prefix=prefix) for prefix, times in prefixes.items() if times > 1)


def _faults_of(zone: Zone, position: int) -> Iterator[RefusedError]:
    if not zone.divisions:
        yield ZoneWithoutDivisionError(zone=position)
    for prefix in zone.divisions:
        if not _is_prefix(prefix):
            yield NotADivisionPrefixError(prefix=prefix, zone=position)
    if not all(1 <= grams <= MOST_GRAMS for grams in (zone.first_weight_grams, zone.next_weight_grams)):
        yield ZoneWeightError(zone=position, most=MOST_GRAMS)
    if not all(0 <= fen <= MOST_FEE_FEN for fen in (zone.first_fee_fen, zone.next_fee_fen)):
        yield ZoneFeeError(zone=position, most_yuan=MOST_FEE_FEN // 100)


def _is_prefix(text: str) -> bool:
    return len(text) in PREFIX_LENGTHS and (text == "" or (text.isascii() and text.isdigit()))
