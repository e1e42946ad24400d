"""What an import found wrong, put into the reader's words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog.models import ImportRun, ImportRunQuerySet
from huopan.infra.sentences import filled
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import Sentence

LABELS = {
    "missing_text": _("Empty cells"),
    "no_price_given": _("Prices missing"),
    "not_a_price": _("Prices that cannot be read"),
    "price_out_of_range": _("Prices out of range"),
    "too_many_decimals": _("Prices with too many decimals"),
    "not_a_whole_number": _("Numbers that cannot be read"),
    "number_out_of_range": _("Numbers out of range"),
    "not_a_number": _("Numbers that cannot be read"),
    "not_a_weight": _("Weights that cannot be read"),
    "no_such_category": _("Unknown categories"),
    "unknown_category": _("Unknown categories"),
    "contradiction": _("Rows that contradict each other"),
    "no_item_code": _("Rows without an item code"),
    "sku_code_needed": _("Variants that cannot be told apart"),
    "same_spec": _("Variants that cannot be told apart"),
    "sku_code_twice": _("SKU codes used twice"),
    "missing_attribute": _("Attributes missing"),
    "attribute_column": _("Attributes of another category"),
    "not_a_choice": _("Values not on the list"),
    "not_yes_or_no": _("Neither yes nor no"),
    "not_yes_or_no_cell": _("Neither yes nor no"),
    "moq_multiple": _("MOQ and multiple that do not fit"),
    "ladder_starts_late": _("Ladders that start too late"),
    "ladder_order": _("Ladders out of order"),
    "text_too_long": _("Texts too long"),
    "count_below_reserved": _("Stock below what is reserved"),
    "long_number": _("Cells that Excel has changed"),
    "date_cell": _("Cells that Excel has changed"),
    "formula_failed": _("Formulas that fail"),
}


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


@dataclass(frozen=True, slots=True)
class FaultKind:
    """Faults of one kind: how many, and what the first of them says."""

    code: str
    label: str
    count: int
    sentence: str


def fault_kinds(run: ImportRun) -> list[FaultKind]:
    """The kinds of fault in a run, the most frequent first; of more than the run keeps, those it keeps."""
    firsts = {kept["code"]: kept for kept in reversed(run.faults)}
    counts = Counter(kept["code"] for kept in run.faults).most_common()
    return [FaultKind(code, fault_label(code), count, _words(firsts[code])) for code, count in counts]


def fault_label(code: str) -> str:
    return str(LABELS.get(code, _("Other faults")))


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
