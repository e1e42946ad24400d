"""Rows written by the handful with one statement per table whose text never changes: nothing to compose, nothing for
the database to parse anew, and one parameter however many rows. Values go in as one JSON array."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Field, JSONField, Model

Stored = TypeVar("Stored", bound=Model)

# WHERE TRUE tells SQLite that ON CONFLICT belongs to the INSERT.
_INSERT = """
INSERT INTO {table} ({columns}) SELECT {values} FROM {each}(%s) WHERE TRUE {on_conflict} RETURNING {returned}
"""
_EACH = {"sqlite": "json_each", "postgresql": "jsonb_array_elements"}


def insert(
    model: type[Model], columns: tuple[str, ...], rows: Collection[Sequence[Any]], *, is_new_only: bool = False
) -> list[int]:
    """Write `rows`, each in the order of `columns`, and return their ids. Every other column gets its default.

    `is_new_only`: rows that a unique constraint refuses are passed over, and their ids are missing. No model's `save`
    and no signal runs.
    """
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, model, columns, is_new_only), [as_json(rows)])
        return [pk for (pk,) in cursor.fetchall()]


def store(objects: Iterable[Stored]) -> list[Stored]:
    """Write new `objects` of one model, as `bulk_create` does, with their ids set."""
    new = list(objects)
    if not new:
        return new
    columns = _columns(type(new[0]))
    ids = insert(type(new[0]), columns, [[each.__dict__[column] for column in columns] for each in new])
    for each, pk in zip(new, ids, strict=True):
        each.pk = pk
        each._state.adding, each._state.db = False, connection.alias
    return new


def change(model: type[Model], changes: Mapping[str, Any], *, where: Mapping[str, Any]) -> int:
    """UPDATE the rows whose columns equal `where`, both by column; how many there were."""
    statement = _update(model, tuple(changes), tuple(where))
    with connection.cursor() as cursor:
        cursor.execute(statement, [_as_stored(value) for value in (*changes.values(), *where.values())])
        return int(cursor.rowcount)


def given(name: str, **kinds: str) -> str:
    """A table of rows given as one `as_json` parameter, for a FROM: `kinds` are PostgreSQL's types by column."""
    typed = connection.vendor == "postgresql"
    columns = ", ".join(
        f"(value ->> {place}){f'::{kind}' if typed else ''} AS {column}"
        for place, (column, kind) in enumerate(kinds.items())
    )
    return f"(SELECT {columns} FROM {_EACH[connection.vendor]}(%s)) AS {name}"  # noqa: S608 - names of our own columns


def as_json(rows: Collection[Any]) -> str:
    """Rows as a parameter: moments as the database at hand writes them."""
    return json.dumps([*rows], default=_as_text)


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _statement(vendor: str, model: type[Model], columns: tuple[str, ...], is_new_only: bool) -> str:  # noqa: FBT001
    left_out = _left_out(model, columns)
    named = (_value(model, column, place) for place, column in enumerate(columns))
    return _INSERT.format(
        table=model._meta.db_table,
        columns=", ".join([*columns, *left_out]),
        values=", ".join([*named, *left_out.values()]),
        each=_EACH[vendor],
        on_conflict="ON CONFLICT DO NOTHING" if is_new_only else "",
        returned=model._meta.pk.column,
    )


@cache
def _update(model: type[Model], changes: tuple[str, ...], where: tuple[str, ...]) -> str:
    assigned = ", ".join(f"{column} = %s" for column in changes)
    guarded = " AND ".join(f"{column} = %s" for column in where)
    return f"UPDATE {model._meta.db_table} SET {assigned} WHERE {guarded}"  # noqa: S608 - names of our own columns


def _left_out(model: type[Model], columns: tuple[str, ...]) -> dict[str, str]:
    """The columns that no row names, with their defaults as literals."""
    return {
        field.attname: _literal(field.get_default())
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in columns
    }


def _value(model: type[Model], column: str, place: int) -> str:
    field = cast("Field[Any, Any]", model._meta.get_field(column))
    if isinstance(field, JSONField):
        return f"value -> {place}"
    if connection.vendor == "sqlite":
        return f"value ->> {place}"
    kind = str(field.db_type(connection)).partition("(")[0]  # a cast to varchar(40) would cut what is too long
    return f"(value ->> {place})::{kind}"


def _literal(default: Any) -> str:
    """A default as SQL: a word, a number, a truth, an empty list or mapping, or nothing."""
    if default is None:
        return "NULL"
    if isinstance(default, bool):
        return "TRUE" if default else "FALSE"
    if isinstance(default, int):
        return str(default)
    text = default if isinstance(default, str) else json.dumps(default)
    return "'" + str(text).replace("'", "''").replace("%", "%%") + "'"


def _as_stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _as_text(value: Any) -> str:
    return str(_as_stored(value))
