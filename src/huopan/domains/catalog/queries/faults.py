"""What an import found wrong, put into the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huopan.domains.catalog.models import ImportRun, ImportRunQuerySet
from huopan.infra.sentences import filled
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import Sentence


@dataclass(frozen=True, slots=True)
class FaultShown:
    """One bad cell: `column` as the sheet names it (C), with its title; `sentence` says what is wrong and how to mend
    it."""

    row: int
    column: str
    title: str
    value: str
    code: str
    sentence: str


def own_imports(by: Actor) -> ImportRunQuerySet:
    """The imports of the actor's own party."""
    return ImportRun.objects.visible_to(by).filter(supplier_id=by.party_id)


def import_faults(run: ImportRun) -> list[FaultShown]:
    """The bad cells of a run in row order, in the active language."""
    return [
        FaultShown(
            kept["row"], column_letter(kept["position"]), kept["title"], kept["value"], kept["code"], _words(kept)
        )
        for kept in run.faults
    ]


def import_refusals(run: ImportRun) -> list[str]:
    """Why the file as a whole could not be read; empty when it could."""
    return [_words(kept) for kept in run.refusal.get("refusals", [])]


def column_letter(position: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _words(kept: dict[str, Any]) -> str:
    return filled(Sentence(**kept["sentence"]), kept["params"])
