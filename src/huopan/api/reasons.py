"""Why a field was refused, in words a person can act on; pydantic's own texts are English and technical."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

MOST_SHOWN = 50


def reason(mistake: dict[str, Any]) -> dict[str, Any]:
    """One entry of a problem's `errors`: the field as a dotted path, a code and a sentence."""
    source, *path = mistake["loc"]
    return {
        "in": source,
        "field": ".".join(str(step) for step in _as_sent(source, path)),
        "code": mistake["type"],
        "detail": _sentence(mistake["type"], mistake.get("ctx") or {}),
    }


def _as_sent(source: str, path: list[Any]) -> list[Any]:
    """Without the name of the function's parameter, which stands before a body's fields and a repeated parameter's."""
    is_named = source == "body" or (source == "query" and isinstance(path[-1], int))
    return path[1:] if is_named else path


def _sentence(code: str, limits: dict[str, Any]) -> str:
    template = _templates().get(code)
    if template is None:
        return _("This value cannot be read; see the reference for its form.")
    return template.format(**limits)


def _templates() -> dict[str, str]:
    return {
        "missing": _("This is required."),
        "extra_forbidden": _("There is no such field; check its spelling."),
        "int_type": _("Write a whole number, without quotes."),
        "int_from_float": _("Write a whole number, without a decimal point."),
        "int_parsing": _("Write a whole number."),
        "int_parsing_size": _("This number is too large."),
        "bool_type": _("Write true or false, without quotes."),
        "bool_parsing": _("Write true or false."),
        "string_type": _("Write text, in quotes."),
        "string_too_short": _("Write at least {min_length} characters."),
        "string_too_long": _("Write at most {max_length} characters."),
        "string_pattern_mismatch": _("This does not have the form {pattern}."),
        "greater_than": _("This must be more than {gt}."),
        "greater_than_equal": _("This must be at least {ge}."),
        "less_than": _("This must be less than {lt}."),
        "less_than_equal": _("This must be at most {le}."),
        "too_short": _("List at least {min_length}."),
        "too_long": _("List at most {max_length}."),
        "list_type": _("Write a list, in square brackets."),
        "dict_type": _("Write an object, in curly brackets."),
        "model_type": _("Write an object, in curly brackets."),
        "model_attributes_type": _("Write an object, in curly brackets."),
        "literal_error": _("Choose one of {expected}."),
        "datetime_type": _("Write a date and time with its zone, such as 2026-11-23T08:00:00+08:00."),
        "datetime_parsing": _("Write a date and time with its zone, such as 2026-11-23T08:00:00+08:00."),
        "datetime_from_date_parsing": _("Write a date and time with its zone, such as 2026-11-23T08:00:00+08:00."),
        "timezone_aware": _("Add the time zone, such as +08:00."),
        "date_type": _("Write a date, such as 2026-11-23."),
        "date_parsing": _("Write a date, such as 2026-11-23."),
        "date_from_datetime_parsing": _("Write a date, such as 2026-11-23."),
    }
