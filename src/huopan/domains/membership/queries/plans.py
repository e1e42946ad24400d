"""Plans, and what they are called: in memory, for each page names them; each process looks twice a minute."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.db.models import QuerySet

from huopan.domains.membership.models import Plan
from huopan.infra.languages import own_language

LOOK_EVERY_SECONDS = 30.0


@dataclass(slots=True)
class _Known:
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    looked_at: float = float("-inf")


_known = _Known()


def plan_name(code: str) -> str:
    """In the reader's language; a code that is called nothing stays. No statement but twice a minute one."""
    if time.monotonic() - _known.looked_at >= LOOK_EVERY_SECONDS:
        _known.names = {code: (zh, en) for code, zh, en in Plan.objects.values_list("code", "name_zh", "name_en")}
        _known.looked_at = time.monotonic()
    return own_language(*_known.names.get(code, (code, "")))


def plans() -> QuerySet[Plan]:
    """Those that can be subscribed to, in their order."""
    return Plan.objects.filter(is_offered=True).order_by("position")
