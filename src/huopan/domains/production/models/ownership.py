"""Whose rows they are: a factory's own business, which nobody else sees."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.utils.translation import get_language

from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class OfFactoryQuerySet(VisibleQuerySet[Any]):
    """Rows of one factory. `path` leads from the row to the factory's id."""

    path: ClassVar[str] = "factory_id"

    def _seen_by(self, by: Actor) -> Self:
        return self.filter(**{self.path: by.party_id}) if by.party_id else self.none()


def own_language(zh: str, en: str) -> str:
    return (en or zh) if (get_language() or "").startswith("en") else (zh or en)
