"""The plans that every market begins with."""

from __future__ import annotations

from dataclasses import asdict

from huopan.domains.membership.models import Plan
from huopan.domains.membership.rules import STARTER_PLANS


def load_plans() -> None:
    """Lay out the starter plans that are missing; those that stand are left as they are. One statement."""
    rows = [Plan(**asdict(plan), position=place) for place, plan in enumerate(STARTER_PLANS, 1)]
    Plan.objects.bulk_create(rows, ignore_conflicts=True)
