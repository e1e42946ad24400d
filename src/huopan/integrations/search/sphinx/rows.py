"""Entries as rows of the tables, and rows as statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from huopan.domains.search.ports import Entry, FactoryEntry
from huopan.domains.search.rules import city
from huopan.domains.search.rules.bands import pickup_band
from huopan.domains.search.rules.ladders import RUNGS
from huopan.engines.ranking import STORED, standing_factor
from huopan.integrations.search.schema import NEVER, THOUSAND, mixed_terms, mixed_trust
from huopan.integrations.search.sphinx.wording import number, tokens

Row = dict[str, Any]
USUAL_TERMS = 20


def row_of(entry: Entry | FactoryEntry) -> Row:
    return _offer(entry) if isinstance(entry, Entry) else _factory(entry)


def names_in(entry: Entry | FactoryEntry) -> tuple[str, ...]:
    """The names that the row holds as numbers."""
    if isinstance(entry, Entry):
        return (*entry.attributes, *entry.processes, *entry.credentials, _branch(entry), entry.belt_code)
    return (*entry.processes, *entry.materials, *entry.credentials, *entry.category_codes, entry.belt_code)


def replacing(table: str, rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """One statement, and its parameters: lists of numbers are written out, for they take none."""
    names = list(rows[0])
    values, params = [], []
    for row in rows:
        marks = []
        for name in names:
            value = row[name]
            if isinstance(value, tuple):
                marks.append(f"({','.join(map(str, value))})")
            else:
                marks.append("%s")
                params.append(value)
        values.append(f"({', '.join(marks)})")
    return f"REPLACE INTO {table} ({', '.join(names)}) VALUES {', '.join(values)}", params  # noqa: S608 - our names


def _offer(entry: Entry) -> Row:
    rungs = [*entry.ladder[:RUNGS], *[(NEVER, 0)] * (RUNGS - len(entry.ladder))]
    return {
        "id": entry.offer_id,
        "title": tokens(entry.title),
        "about": tokens(entry.about),
        "supplier_id": entry.supplier_id,
        "fold": entry.fold,
        "digest": int(entry.digest(), 16),
        "price_hao": entry.price_hao,
        "moq": entry.moq,
        "ship_days": entry.ship_days,
        "pickup": 0 if entry.pickup_pct is None else entry.pickup_pct + 1,
        "city": city(entry.places[-1]) if entry.places else 0,
        "terms_mix": mixed_terms(entry),
        "trust_mix": mixed_trust(entry),
        "in_stock": int(entry.is_in_stock),
        "dropship": int(entry.is_dropshipped),
        "sample": int(entry.gives_sample),
        "is_trader": int(entry.supplier_kind == "trader"),
        "categories": _numbers(entry.category_codes),
        "places": _places(entry.places),
        "attributes": _numbers(entry.attributes),
        "processes": _numbers(entry.processes),
        "credentials": _numbers(entry.credentials),
        "branch": number(_branch(entry)),
        "belt": number(entry.belt_code),
        **_standing(dict(entry.signals), len(entry.title)),
        **{f"from_{n}": start for n, (start, _) in enumerate(rungs, 1)},
        **{f"price_{n}": hao for n, (_, hao) in enumerate(rungs, 1)},
    }


def _factory(entry: FactoryEntry) -> Row:
    return {
        "id": entry.factory_id,
        "title": tokens(entry.name),
        "about": tokens(entry.about),
        "digest": int(entry.digest(), 16),
        "free_hours": entry.free_hours,
        "machines": entry.machines,
        "least_moq": entry.least_moq or NEVER,
        "offers": entry.offers,
        "pickup": 0 if entry.pickup_pct is None else entry.pickup_pct + 1,
        "pickup_band": pickup_band(entry.pickup_pct),
        "city": city(entry.places[-1]) if entry.places else 0,
        "categories": _numbers(entry.category_codes),
        "places": _places(entry.places),
        "processes": _numbers(entry.processes),
        "materials": _numbers(entry.materials),
        "credentials": _numbers(entry.credentials),
        "belt": number(entry.belt_code),
        **_standing(dict(entry.signals), len(entry.name)),
    }


def _branch(entry: Entry) -> str:
    return "/".join(entry.category_codes)


def _standing(signals: dict[str, int], terms: int) -> Row:
    """Signals are moved above 0: these columns know no sign. `norm`: long titles say less with each word."""
    known = {name: value / THOUSAND for name, value in signals.items()}
    values = {f"signal_{signal.name}": signals.get(signal.name, 0) + THOUSAND for signal in STORED}
    return {"standing": standing_factor(known), "norm": 1 / (0.25 + 0.75 * max(terms, 1) / USUAL_TERMS), **values}


def _numbers(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({number(name) for name in names}))


def _places(places: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(int(place) for place in places if place.isdecimal()))
