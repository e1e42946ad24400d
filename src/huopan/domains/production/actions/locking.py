"""One at a time: whoever changes a factory's plan, holds or capacity."""

from __future__ import annotations

from django.db.models import F

from huopan.domains.production.models import PlanningTerms


def lock_board(factory_id: int) -> int:
    """Hold the factory's board until the transaction ends; its new revision. First of all locks in this room."""
    mine = PlanningTerms.objects.filter(factory_id=factory_id)
    if not mine.update(revision=F("revision") + 1):
        PlanningTerms.objects.bulk_create([PlanningTerms(factory_id=factory_id)], ignore_conflicts=True)
        mine.update(revision=F("revision") + 1)
    revision: int = mine.values_list("revision", flat=True).get()
    return revision


def lock_unchanged(factory_id: int, revision: int) -> int | None:
    """Hold the board like `lock_board` if nothing has changed since `revision`, else leave it; the new revision."""
    mine = PlanningTerms.objects.filter(factory_id=factory_id, revision=revision)
    return revision + 1 if mine.update(revision=F("revision") + 1) else None
