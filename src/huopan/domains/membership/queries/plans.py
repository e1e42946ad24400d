"""Plans and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from huopan.domains.membership.models import Plan
from huopan.infra.languages import own_language


@dataclass(frozen=True, slots=True)
class PlanNames:
    """Chinese and English names by code; a code that is called nothing stays."""

    by_code: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def of(self, code: str) -> str:
        return own_language(*self.by_code.get(code, (code, "")))


def plan_names() -> PlanNames:
    """One statement."""
    return PlanNames({code: (zh, en) for code, zh, en in Plan.objects.values_list("code", "name_zh", "name_en")})


def plans() -> QuerySet[Plan]:
    """Those that can be subscribed to, in their order."""
    return Plan.objects.filter(is_offered=True).order_by("position")
