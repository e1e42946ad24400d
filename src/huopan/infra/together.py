"""Rows of several tables read by one statement: `infra.rows`, the other way round.

A page that needs twenty tables asks the database once. Each table comes back as one JSON array and is made into the
same models as a query set makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from typing import Any

from django.db import connection
from django.db.models import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    JSONField,
    Model,
    QuerySet,
    TimeField,
    UUIDField,
)

Convert = Callable[[Any], Any]
Converters = tuple[tuple[int, Convert], ...]

_ROWS = {
    "sqlite": "(SELECT json_group_array(json_array({columns})) FROM {table} WHERE {where})",
    "postgresql": "(SELECT CAST(json_agg(json_build_array({columns})) AS text) FROM {table} WHERE {where})",
}
_LIST = {
    "sqlite": "(SELECT value FROM json_each(%({name})s))",
    "postgresql": "(SELECT CAST(value AS {kind}) FROM jsonb_array_elements_text(CAST(%({name})s AS jsonb)))",
}
_NOT_READ = (BinaryField, DecimalField, UUIDField)  # no table needs them yet


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of `model` for which `where` holds: SQL over its columns and the tables of `Together.named`, with values
    as %(name)s and lists as {name}."""

    model: type[Model]
    where: str


@dataclass(frozen=True)
class Together:
    """Parts by name, to be read at once. `named`: bodies of the statement's WITH, for parts and later bodies to refer
    to; `words`: lists of names of our own, such as states; `lists`: which values are lists, with PostgreSQL's type of
    what is in them."""

    parts: Mapping[str, Part]
    named: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    def read(self, **values: Any) -> dict[str, list[Any]]:
        """The parts' rows as models, each part in the order of its ids. A value that is a query set is a body of the
        WITH, before those of `named`: so a statement asks at the door of visibility. One statement."""
        asked = {name: _body(name, rows) for name, rows in values.items() if isinstance(rows, QuerySet)}
        kept = {name: _stored(value) for name, value in values.items() if name not in asked}
        for _, params in asked.values():
            kept |= params
        with connection.cursor() as cursor:
            cursor.execute(self._text({name: sql for name, (sql, _) in asked.items()}), kept)
            found = cursor.fetchone()
        return {name: _made(part.model, rows) for (name, part), rows in zip(self.parts.items(), found, strict=True)}

    def _text(self, asked: dict[str, str]) -> str:
        named, rows = self._written
        bodies = ", ".join(f"{name} AS ({body})" for name, body in (asked | named).items())
        return f"WITH {bodies} SELECT {rows}" if bodies else f"SELECT {rows}"

    @cached_property
    def _written(self) -> tuple[dict[str, str], str]:
        vendor = connection.vendor
        lists = {name: _LIST[vendor].format(name=name, kind=kind) for name, kind in self.lists.items()}
        lists |= {name: "(" + ", ".join(f"'{word}'" for word in found) + ")" for name, found in self.words.items()}
        rows = ", ".join(_rows(vendor, part).format(**lists) for part in self.parts.values())
        return {name: body.format(**lists) for name, body in self.named.items()}, rows


def _body(name: str, rows: QuerySet[Any, Any]) -> tuple[str, dict[str, Any]]:
    """A query set as SQL, its values by names of their own; one that is empty beforehand finds nothing."""
    sql, params = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    names = [f"{name}_{place}" for place in range(len(params))]
    return sql.replace("%%", "%%%%") % tuple(f"%({each})s" for each in names), dict(zip(names, params, strict=True))


def _rows(vendor: str, part: Part) -> str:
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in part.model._meta.concrete_fields)
    return _ROWS[vendor].format(columns=columns, table=part.model._meta.db_table, where=part.where)


def tie(rows: Iterable[Model], **parents: Mapping[int, Model]) -> None:
    """Give `rows` what their foreign keys lead to, as `select_related` does; a parent that is not among them is fetched
    when it is asked for."""
    for row in rows:
        for name, known in parents.items():
            parent = known.get(getattr(row, f"{name}_id"))
            if parent is not None:
                row._state.fields_cache[name] = parent


def _made(model: type[Model], rows: str | None) -> list[Any]:
    names, converters = _columns(connection.vendor, model)
    found = json.loads(rows or "[]")
    found.sort(key=lambda row: row[0])
    for row in found:
        for place, convert in converters:
            if row[place] is not None:
                row[place] = convert(row[place])
    return [model.from_db(connection.alias, names, row) for row in found]


@cache
def _columns(vendor: str, model: type[Model]) -> tuple[list[str], Converters]:
    fields = model._meta.concrete_fields
    found = ((place, _converter(vendor, field)) for place, field in enumerate(fields))
    return [field.attname for field in fields], tuple((place, convert) for place, convert in found if convert)


def _converter(vendor: str, field: Field[Any, Any]) -> Convert | None:
    if isinstance(field, _NOT_READ):
        raise TypeError(f"{field} is not read from JSON yet")
    if isinstance(field, JSONField):
        return json.loads if vendor == "sqlite" else None  # SQLite keeps it as text, PostgreSQL nests it
    kinds: tuple[tuple[type[Field[Any, Any]], Convert], ...] = (
        (DateTimeField, _moment),
        (DateField, date.fromisoformat),
        (TimeField, time.fromisoformat),
        (BooleanField, bool),
    )
    return next((convert for kind, convert in kinds if isinstance(field, kind)), None)


def _moment(text: str) -> datetime:
    """SQLite writes moments in UTC and does not say so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return json.dumps(sorted(value)) if isinstance(value, (list, set, frozenset, tuple)) else value
