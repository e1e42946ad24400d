"""The reference as a reader needs it: operations by subject, each with its fields, answers and a command to copy."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from huopan.api.samples import Json, curl, resolved, sample, type_of


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str
    is_required: bool
    description: str
    limits: str
    where: str = "body"


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    method: str
    path: str
    summary: str
    description: str
    scopes: list[str]
    is_public: bool
    fields: list[Field]
    answers: list[Answer]
    refusals: list[str]
    curl: str


def subjects(document: Json, base_url: str) -> dict[str, list[Entry]]:
    """The operations of each tag, in the document's order."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation.get("tags", ["other"])[0]].append(_entry(method, path, operation, document, base_url))
    return dict(found)


def _entry(method: str, path: str, operation: Json, document: Json, base_url: str) -> Entry:
    schemas = document["components"]["schemas"]
    body = _body_schema(operation)
    is_public = {} in operation["security"]
    is_write = any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])
    return Entry(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        scopes=operation["x-scopes"],
        is_public=is_public,
        fields=[*_parameters(operation, schemas), *_body_fields(body, schemas)],
        answers=_answers(operation, schemas),
        refusals=[status for status, answer in operation["responses"].items() if "$ref" in answer],
        curl=curl(
            method=method,
            url=base_url + _filled(path, operation, schemas),
            body=sample(body, schemas) if body else None,
            is_write=is_write,
            is_public=is_public,
        ),
    )


def _body_schema(operation: Json) -> Json | None:
    content: Json = operation.get("requestBody", {}).get("content", {})
    return content["application/json"]["schema"] if "application/json" in content else None


def _parameters(operation: Json, schemas: Json) -> list[Field]:
    return [
        _field(part["name"], part["schema"] | _described(part), part["required"], schemas, where=part["in"])
        for part in operation["parameters"]
    ]


def _described(part: Json) -> Json:
    return {"description": part["description"]} if "description" in part else {}


def _body_fields(schema: Json | None, schemas: Json, prefix: str = "") -> list[Field]:
    """Fields of a body, those of nested objects and lists with dotted names."""
    if schema is None:
        return []
    schema, fields = resolved(schema, schemas), []
    for name, part in schema.get("properties", {}).items():
        fields.append(_field(prefix + name, part, name in schema.get("required", []), schemas))
        inner = resolved(part, schemas)
        inside, dots = (inner["items"], "[].") if "items" in inner else (inner, ".")
        if prefix.count(".") < 3:  # noqa: PLR2004 - deeper than a reader follows
            fields += _body_fields(inside, schemas, prefix + name + dots)
    return fields


def _field(name: str, schema: Json, is_required: bool, schemas: Json, where: str = "body") -> Field:  # noqa: FBT001
    schema = resolved(schema, schemas)
    return Field(name, type_of(schema), is_required, schema.get("description", ""), _limits(schema), where)


LIMITS = {
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "minLength": "≥ {} characters",
    "maxLength": "≤ {} characters",
    "minItems": "≥ {} items",
    "maxItems": "≤ {} items",
    "pattern": "{}",
    "default": "default {}",
}


def _limits(schema: Json) -> str:
    said = [form.format(schema[name]) for name, form in LIMITS.items() if schema.get(name) not in (None, "")]
    return ", ".join([" | ".join(str(value) for value in schema.get("enum", []))] * bool(schema.get("enum")) + said)


def _answers(operation: Json, schemas: Json) -> list[Answer]:
    return [
        Answer(status, answer["description"], _example(answer, schemas))
        for status, answer in operation["responses"].items()
        if "$ref" not in answer
    ]


def _example(answer: Json, schemas: Json) -> str:
    content = answer.get("content", {}).get("application/json")
    return json.dumps(sample(content["schema"], schemas), ensure_ascii=False, indent=2) if content else ""


def _filled(path: str, operation: Json, schemas: Json) -> str:
    for part in operation["parameters"]:
        if part["in"] == "path":
            value: Any = part.get("example") or sample(part["schema"], schemas)
            path = path.replace("{" + part["name"] + "}", str(value))
    return path
