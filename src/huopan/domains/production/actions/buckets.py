"""The one statement that takes capacity: many days at once, each only if its condition holds, locked in sorted order.

Right on both databases without any other lock (C1); the board's lock above it is there for the plan's sake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from huopan.domains.production.models import CapacityBucket, CapacityHold, HeldCapacity

Day = tuple[int, date]  # work centre id, day

# Without the inner lock PostgreSQL updates in whatever order it scans, and two holds of the same days can deadlock.
_SHIFT = """
UPDATE production_capacitybucket SET reserved_seconds = reserved_seconds + wanted.column2
FROM (VALUES {wanted}) AS wanted
WHERE production_capacitybucket.id = wanted.column1
  AND reserved_seconds + wanted.column2 >= 0 AND reserved_seconds + wanted.column2 <= capacity_seconds
  AND production_capacitybucket.id IN (
    SELECT id FROM production_capacitybucket WHERE id IN ({ids}) ORDER BY id {lock}
  )
RETURNING production_capacitybucket.id
"""
# A day that lost capacity keeps what is reserved of it: whoever planned there must move first.
_OPEN = """
INSERT INTO production_capacitybucket (work_centre_id, "on", capacity_seconds, reserved_seconds) VALUES {rows}
ON CONFLICT (work_centre_id, "on") DO UPDATE SET capacity_seconds =
  CASE WHEN excluded.capacity_seconds < production_capacitybucket.reserved_seconds
  THEN production_capacitybucket.reserved_seconds ELSE excluded.capacity_seconds END
RETURNING id, work_centre_id, "on"
"""


def open_buckets(capacity: Mapping[Day, int]) -> dict[Day, int]:
    """The ids of the days' rows, made where there was none, their capacity as it is now. One statement."""
    if not capacity:
        return {}
    values: list[Any] = []
    for (centre_id, on), seconds in sorted(capacity.items()):
        values += [centre_id, connection.ops.adapt_datefield_value(on), seconds]
    found = _rows(_OPEN.format(rows=", ".join(["(%s, %s, %s, 0)"] * len(capacity))), values)
    return {(centre, _as_date(on)): pk for pk, centre, on in found}


def take(parts: Mapping[int, int]) -> bool:
    """Reserve seconds by bucket id: all of them, or none."""
    moved = _shift(parts)
    if len(moved) == len(parts):
        return True
    _shift({pk: -parts[pk] for pk in moved})
    return False


def give_back(holds: Iterable[CapacityHold]) -> None:
    """Free what `holds` have. The caller's guarded state says that it happens once."""
    freed: Counter[int] = Counter()
    for bucket_id, seconds in HeldCapacity.objects.filter(hold__in=holds).values_list("bucket_id", "seconds"):
        freed[bucket_id] -= seconds
    _shift(freed)


def lay_anew(loads: Mapping[int, Mapping[int, int]]) -> None:
    """Give each hold (by id) exactly these seconds by bucket id, as the plan has moved. Only with the board locked,
    when nobody else takes or gives. What no longer fits in a day, because the day has shrunk, is cut."""
    stale = list(HeldCapacity.objects.filter(hold__in=list(loads)))
    before: Counter[int] = Counter()
    for part in stale:
        before[part.bucket_id] += part.seconds
    after = _within(loads, before)
    change: Counter[int] = Counter({pk: -seconds for pk, seconds in before.items()})
    for _hold, bucket_id, seconds in after:
        change[bucket_id] += seconds
    HeldCapacity.objects.filter(pk__in=[part.pk for part in stale]).delete()
    _shift({pk: seconds for pk, seconds in change.items() if seconds})
    HeldCapacity.objects.bulk_create(
        HeldCapacity(hold_id=hold, bucket_id=bucket, seconds=seconds) for hold, bucket, seconds in after
    )


def _within(loads: Mapping[int, Mapping[int, int]], before: Mapping[int, int]) -> list[tuple[int, int, int]]:
    wanted = {bucket for parts in loads.values() for bucket in parts}
    room = {
        row.pk: row.capacity_seconds - row.reserved_seconds + before.get(row.pk, 0)
        for row in CapacityBucket.objects.filter(pk__in=wanted)
    }
    laid = []
    for hold_id, parts in sorted(loads.items()):
        for bucket_id, seconds in sorted(parts.items()):
            given = min(seconds, room.get(bucket_id, 0))
            if given > 0:
                room[bucket_id] -= given
                laid.append((hold_id, bucket_id, given))
    return laid


def _shift(parts: Mapping[int, int]) -> list[int]:
    if not parts:
        return []
    pairs = [value for pk in sorted(parts) for value in (pk, parts[pk])]
    statement = _SHIFT.format(
        wanted=", ".join(["(%s, %s)"] * len(parts)),
        ids=", ".join(["%s"] * len(parts)),
        lock="FOR UPDATE" if connection.features.has_select_for_update else "",
    )
    return [pk for (pk,) in _rows(statement, [*pairs, *sorted(parts)])]


def _rows(statement: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
