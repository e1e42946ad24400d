"""The embedded index's fields, and entries in their terms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from huopan.domains.search.ports import Entry, FactoryEntry, Kind
from huopan.domains.search.rules import city
from huopan.domains.search.rules.bands import moq_band, pickup_band, price_band, ship_band
from huopan.domains.search.rules.credentials import masks_of
from huopan.domains.search.rules.ladders import RUNGS
from huopan.engines.ranking import STORED, standing_factor

VERSION = "v8"  # change it with the fields or the analysis: an index of another version is built anew
NEVER = 2**31 - 1  # where a ladder has no such rung: more than anybody can ask for
STANDING_SCALE = 16  # fine enough that rounding v changes a score by less than 0.2%
THOUSAND = 1000
LARGEST_ID = 2**63 - 1

SIGNAL_FIELDS = {signal.name: f"signal_{signal.name}" for signal in STORED}
RUNG_FIELDS = [(f"from_{n}", f"price_{n}") for n in range(1, RUNGS + 1)]
# Small facets share a column: counting one number is three times quicker than counting three.
MIX_BASE = 10
STOCK, DROPSHIP, TRADER = 1, 2, 4
PROVEN = ("proven_first", "proven_rest")


def schema(kind: Kind) -> Schema:
    return offer_schema() if kind == "offers" else factory_schema()


def offer_schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("title", tokenizer_name="terms", index_option="position")
    builder.add_text_field("about", tokenizer_name="terms", index_option="freq")
    for name in ("category", "place", "credential"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("branch", "belt", "attribute", "process"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("offer_id", "supplier_id"):
        builder.add_integer_field(name, indexed=True, fast=True)
    numbers = ["price_hao", "moq", "ship_days", "pickup", "city", "fold", "digest", "terms_mix", "trust_mix", *PROVEN]
    for name in [*numbers, *SIGNAL_FIELDS.values(), *(name for pair in RUNG_FIELDS for name in pair)]:
        builder.add_integer_field(name, fast=True)
    builder.add_unsigned_field("standing", fast=True)
    for name in ("in_stock", "dropship", "sample", "is_trader"):
        builder.add_boolean_field(name, indexed=True)
    return builder.build()


def factory_schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("title", "about"):
        builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
    builder.add_text_field("place", tokenizer_name="raw", index_option="basic")
    for name in ("category", "belt", "process", "material", "credential"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("factory_id", indexed=True, fast=True)
    numbers = ["free_hours", "machines", "least_moq", "offers", "pickup", "pickup_band", "city", "digest"]
    for name in [*numbers, *SIGNAL_FIELDS.values()]:
        builder.add_integer_field(name, fast=True)
    builder.add_unsigned_field("standing", fast=True)
    return builder.build()


def register_tokenizers(index: Index) -> None:
    """Tokenizers are not stored: an index that was opened knows none of its own."""
    index.register_tokenizer("terms", TextAnalyzerBuilder(Tokenizer.whitespace()).build())


def key_field(kind: Kind) -> str:
    return "offer_id" if kind == "offers" else "factory_id"


def document(entry: Entry | FactoryEntry, fields: Schema) -> Document:
    """Checked against the schema here: a value of a wrong type would else only fail the commit."""
    return Document.from_dict(_offer(entry) if isinstance(entry, Entry) else _factory(entry), fields)


def standing_weight(signals: Mapping[str, int]) -> int:
    """v for which tantivy's weight_by_field, log2(2 + v), is STANDING_SCALE × the stored signals' factor."""
    return round(2 ** (STANDING_SCALE * standing_factor(_in_units(signals))) - 2)


def standing_of(weight: int) -> float:
    """The stored signals' factor back from what `standing_weight` wrote."""
    return math.log2(2 + weight) / STANDING_SCALE


def _in_units(signals: Mapping[str, int]) -> dict[str, float]:
    return {name: value / THOUSAND for name, value in signals.items()}


def _offer(entry: Entry) -> dict[str, Any]:
    rungs = [*entry.ladder[:RUNGS], *[(NEVER, 0)] * (RUNGS - len(entry.ladder))]
    return {
        "title": " ".join(entry.title),
        "about": " ".join(entry.about),
        "category": list(entry.category_codes),
        "branch": "/".join(entry.category_codes),
        "place": list(entry.places),
        "belt": entry.belt_code,
        "attribute": list(entry.attributes),
        "process": list(entry.processes),
        "credential": list(entry.credentials),
        **dict(zip(PROVEN, masks_of(entry.credentials), strict=True)),
        "offer_id": entry.offer_id,
        "supplier_id": entry.supplier_id,
        "price_hao": entry.price_hao,
        "moq": entry.moq,
        "ship_days": entry.ship_days,
        "pickup": _pickup(entry.pickup_pct),
        "city": city(entry.places[-1]) if entry.places else 0,
        "fold": entry.fold,
        "in_stock": entry.is_in_stock,
        "dropship": entry.is_dropshipped,
        "sample": entry.gives_sample,
        "is_trader": entry.supplier_kind == "trader",
        "terms_mix": mixed_terms(entry),
        "trust_mix": mixed_trust(entry),
        "digest": int(entry.digest(), 16),
        **_standing(dict(entry.signals)),
        **{start: rung[0] for (start, _), rung in zip(RUNG_FIELDS, rungs, strict=True)},
        **{price: rung[1] for (_, price), rung in zip(RUNG_FIELDS, rungs, strict=True)},
    }


def _factory(entry: FactoryEntry) -> dict[str, Any]:
    return {
        "title": " ".join(entry.name),
        "about": " ".join(entry.about),
        "category": list(entry.category_codes),
        "place": list(entry.places),
        "belt": entry.belt_code,
        "process": list(entry.processes),
        "material": list(entry.materials),
        "credential": list(entry.credentials),
        "factory_id": entry.factory_id,
        "free_hours": entry.free_hours,
        "machines": entry.machines,
        "least_moq": entry.least_moq or NEVER,
        "offers": entry.offers,
        "pickup": _pickup(entry.pickup_pct),
        "pickup_band": pickup_band(entry.pickup_pct),
        "city": city(entry.places[-1]) if entry.places else 0,
        "digest": int(entry.digest(), 16),
        **_standing(dict(entry.signals)),
    }


def _standing(signals: dict[str, int]) -> dict[str, int]:
    values = {field: signals.get(name, 0) for name, field in SIGNAL_FIELDS.items()}
    return {"standing": standing_weight(signals), **values}


def _pickup(pct: int | None) -> int:
    """0 where nothing was measured, else one more than the percentage."""
    return 0 if pct is None else pct + 1


def mixed_terms(entry: Entry) -> int:
    return _mixed(price_band(entry.price_hao), moq_band(entry.moq), int(entry.gives_sample))


def mixed_trust(entry: Entry) -> int:
    flags = STOCK * entry.is_in_stock + DROPSHIP * entry.is_dropshipped + TRADER * (entry.supplier_kind == "trader")
    return _mixed(ship_band(entry.ship_days), pickup_band(entry.pickup_pct), flags)


def _mixed(*digits: int) -> int:
    number = 0
    for digit in digits:
        number = number * MIX_BASE + digit
    return number


def unmixed(number: int, digits: int) -> list[int]:
    return [number // MIX_BASE**place % MIX_BASE for place in range(digits - 1, -1, -1)]
