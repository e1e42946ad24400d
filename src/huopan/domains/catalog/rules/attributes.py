"""Attributes typed by category, checked and read from text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from huopan.domains.catalog.rules.matrix import text_faults
from huopan.kernel.refusal import RefusedError, said

YES = frozenset({"yes", "true", "1", "y", "是", "有", "√"})
NO = frozenset({"no", "false", "0", "n", "否", "无", "×"})
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class AttributeType:
    """`type`: text, number, choice or boolean."""

    code: str
    name_zh: str
    name_en: str
    type: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    is_required: bool = field(default=False)


class UnknownAttributeError(RefusedError):
    kind = "invalid"
    sentence = said("This category has no attribute “{code}”; it has: {known}.")


class MissingAttributeError(RefusedError):
    kind = "invalid"
    sentence = said("This category asks for “{name}” ({code}); state it.")


class NotANumberError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is not a number; “{code}” takes digits such as 350 or 0.5.")


class NotAChoiceError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is not offered for “{code}”; choose one of: {choices}.")


class NotYesOrNoError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is neither yes nor no; “{code}” takes one of them.")


def attribute_faults(attributes: Mapping[str, Any], types: Sequence[AttributeType]) -> Iterator[RefusedError]:
    """Every fault of `attributes` against a category's `types`, its ancestors' included."""
    known = {each.code: each for each in types}
    for code, value in attributes.items():
        if code not in known:
            yield UnknownAttributeError(code=code, known=", ".join(known) or "–", field="attributes")
        else:
            yield from _value_faults(known[code], value)
    for each in types:
        if each.is_required and attributes.get(each.code) in (None, ""):
            yield MissingAttributeError(name=each.name_zh, code=each.code, field="attributes")


def attribute_from_text(wanted: AttributeType, text: str) -> Any:
    """The value that `text` of a sheet means. Raises one of the faults above."""
    if wanted.type == "number":
        return _number(wanted, text)
    if wanted.type == "boolean":
        return _yes_or_no(wanted, text)
    if wanted.type == "choice":
        for choice in wanted.choices:
            if text.casefold() in (choice.code.casefold(), choice.zh.casefold(), choice.en.casefold()):
                return choice.code
        raise _no_choice(wanted, text)
    return text


def _value_faults(wanted: AttributeType, value: Any) -> Iterator[RefusedError]:
    if wanted.type == "number" and not _is_number(value):
        yield NotANumberError(value=value, code=wanted.code, field="attributes")
    elif wanted.type == "boolean" and not isinstance(value, bool):
        yield NotYesOrNoError(value=value, code=wanted.code, field="attributes")
    elif wanted.type == "choice" and value not in [choice.code for choice in wanted.choices]:
        yield _no_choice(wanted, value)
    elif wanted.type == "text":
        yield from text_faults("attributes", str(value), most=LONGEST_VALUE)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _number(wanted: AttributeType, text: str) -> int | float:
    try:
        value = Decimal(text.replace(",", ""))
        if not value.is_finite():
            raise InvalidOperation  # noqa: TRY301 - one refusal for every unreadable text
    except InvalidOperation:
        raise NotANumberError(value=text, code=wanted.code, field="attributes") from None
    return int(value) if value == value.to_integral_value() else float(value)


def _yes_or_no(wanted: AttributeType, text: str) -> bool:
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise NotYesOrNoError(value=text, code=wanted.code, field="attributes")


def _no_choice(wanted: AttributeType, value: Any) -> NotAChoiceError:
    choices = ", ".join(f"{choice.code} ({choice.zh})" for choice in wanted.choices)
    return NotAChoiceError(value=value, code=wanted.code, choices=choices, field="attributes")
