"""One door to visibility: every table of the trade answers `visible_to(by)`, and a stranger sees nothing."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

ModelT = TypeVar("ModelT", bound=models.Model)


class VisibleQuerySet(models.QuerySet[ModelT]):
    """A query set with a door. Subclasses say in `_seen_by` which rows a party that is not the operator may see."""

    def visible_to(self, by: Actor) -> Self:
        """Rows that `by` may see: everything for the operator and the platform itself."""
        return self.all() if by.is_operator else self._seen_by(by)

    def _seen_by(self, by: Actor) -> Self:
        raise NotImplementedError

    def seen(self, by: Actor, **lookup: object) -> ModelT:
        """The one visible row, or UnknownError, which never tells a stranger that the row exists."""
        row = self.visible_to(by).filter(**lookup).first()
        if row is None:
            raise UnknownError(what=str(self.model._meta.verbose_name))
        return row
