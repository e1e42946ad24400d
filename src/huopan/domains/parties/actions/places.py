"""Divisions and belts: where trade happens."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from django.db import transaction

from huopan.domains.parties.events import BeltSaved
from huopan.domains.parties.models import Division, IndustrialBelt
from huopan.domains.parties.queries.places import known_division
from huopan.domains.parties.rules import divisions_in
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor


@transaction.atomic
def load_divisions() -> int:
    """Bring the official division codes in, or up to date; safe to run again. Returns how many there are.

    Source: the table inside python-stdnum (GB/T 2260 with its history). Codes that ended stay: addresses name them."""
    table = files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    rows = divisions_in(table)
    Division.objects.bulk_create(
        [
            Division(code=r.code, name_zh=r.name_zh, name_en=r.name_en, parent_id=r.parent_code, level=r.level)
            for r in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_zh", "name_en", "parent", "level"],
    )
    return len(rows)


@transaction.atomic
def save_belt(
    *, code: str, name_zh: str, name_en: str, division_code: str, cluster: str, by: Actor, at: datetime
) -> IndustrialBelt:
    """Make the belt `code`, or change it. Raises ForbiddenError without "operate" and NoSuchDivisionError."""
    by.must("operate")
    belt, _ = IndustrialBelt.objects.update_or_create(
        code=code,
        defaults={
            "name_zh": name_zh,
            "name_en": name_en,
            "division": known_division(division_code),
            "cluster": cluster,
        },
    )
    announce(BeltSaved(belt_id=belt.pk, code=code, at=at), by=by)
    return belt
