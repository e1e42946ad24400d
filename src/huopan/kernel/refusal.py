"""How the platform says no: a sentence that says what is wrong and how to mend it, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Kind = Literal["conflict", "invalid", "unknown", "forbidden", "busy"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id, with its plural and the parameter that counts, left untranslated until somebody reads it."""

    one: str
    many: str = ""
    by: str = ""

    def filled(self, params: dict[str, Any]) -> str:
        """The sentence in English."""
        text = self.many if self.many and params.get(self.by) != 1 else self.one
        return text.format(**params)


def said(text: str) -> Sentence:
    """Mark a sentence for translation."""
    return Sentence(text)


def counted(one: str, many: str, by: str) -> Sentence:
    """Mark a sentence whose form depends on the number in parameter `by`."""
    return Sentence(one, many, by)


class RefusedError(Exception):
    """A request that the rules of the trade do not allow.

    `kind` says how surfaces answer (409, 422, 404, 403, 503); `params` fill the sentence and are shown as data too.
    """

    sentence: ClassVar[Sentence] = said("This is not possible now.")
    kind: ClassVar[Kind] = "conflict"

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.sentence.filled(params))

    @property
    def code(self) -> str:
        """The refusal's stable name for machines: NotEnoughStockError → not_enough_stock."""
        name = type(self).__name__.removesuffix("Error")
        return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class UnknownError(RefusedError):
    """What does not exist, or is not the asker's to see: a stranger is told the same."""

    kind = "unknown"
    sentence = said("There is no such {what}; check the address or go back to the list.")


class ForbiddenError(RefusedError):
    """The thing is visible, but this role may not do this to it."""

    kind = "forbidden"
    sentence = said("Your role does not include “{scope}”; ask an owner of your organisation.")


class RefusalsError(RefusedError):
    """Several refusals at once, such as a form's or a cart's; each keeps its own sentence."""

    kind: ClassVar[Kind] = "invalid"
    sentence = counted("{count} thing needs mending first.", "{count} things need mending first.", "count")

    def __init__(self, refusals: list[RefusedError]) -> None:
        super().__init__(count=len(refusals))
        self.refusals = refusals
