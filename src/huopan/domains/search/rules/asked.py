"""How long what was asked is kept, and what of a search can be kept at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from huopan.domains.search.rules.filters import Filters
from huopan.engines.asking.suggesting import squeezed

FORGET_PARTY, FORGET_SEARCH = timedelta(days=30), timedelta(days=180)
BOUGHT_WITHIN = timedelta(days=14)
LONGEST_WORDS, MOST_SHOWN = 200, 100
MOST_SAVED, MOST_TOLD = 100, 20
LOOK_EVERY = timedelta(hours=24)


def kept_filters(filters: Filters) -> dict[str, Any]:
    """What differs from no filter, as JSON holds it."""
    nothing = asdict(Filters())
    return {name: value for name, value in asdict(filters).items() if value != nothing[name]}


def filters_kept(kept: Mapping[str, Any]) -> Filters:
    """`Filters` back from JSON; names of another version are left out."""
    known = {field.name for field in fields(Filters)}
    values = {name: value for name, value in kept.items() if name in known}
    for name in ("processes", "credentials", "memberships"):
        if name in values:
            values[name] = tuple(values[name])
    if "attributes" in values:
        values["attributes"] = {code: tuple(several) for code, several in values["attributes"].items()}
    return Filters(**values)


def key_of(words: str, kept: Mapping[str, Any]) -> str:
    """Equal for searches that find the same."""
    said = json.dumps([squeezed(words), kept], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
