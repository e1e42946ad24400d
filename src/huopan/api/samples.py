"""Examples made from JSON Schemas, so that a reader sees a whole body and a command that runs."""

from __future__ import annotations

import json
from typing import Any

DEEPEST = 6
BY_FORMAT = {
    "date-time": "2026-11-23T08:00:00+08:00",
    "date": "2026-11-23",
    "uuid": "7d0b1c52-2f0e-4d6b-9c35-0a1f3e7b8c11",
}
Json = dict[str, Any]


def sample(schema: Json, schemas: Json, depth: int = 0) -> Any:
    """A value that `schema` allows; `schemas` are the document's components."""
    schema = resolved(schema, schemas)
    for given in ("example", "default", "const"):
        if given in schema:
            return schema[given]
    for several in ("examples", "enum"):
        if schema.get(several):
            return schema[several][0]
    if depth > DEEPEST:
        return {}
    return _by_type(schema, schemas, depth)


def _by_type(schema: Json, schemas: Json, depth: int) -> Any:
    match type_of(schema):
        case "object":
            return {name: sample(part, schemas, depth + 1) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [sample(schema["items"], schemas, depth + 1)] if "items" in schema else []
        case "integer" | "number":
            return max(schema.get("minimum", 1), 1)
        case "boolean":
            return True
        case "null":
            return None
    return BY_FORMAT.get(schema.get("format", ""), "text")


def resolved(schema: Json, schemas: Json) -> Json:
    """`schema` with its reference followed and, of alternatives, the first that is not null."""
    if "$ref" in schema:
        return resolved(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas) | _beside(schema, "$ref")
    for choice in ("allOf", "anyOf", "oneOf"):
        if choice in schema:
            first = next((part for part in schema[choice] if part.get("type") != "null"), schema[choice][0])
            return resolved(first, schemas) | _beside(schema, choice)
    return schema


def _beside(schema: Json, key: str) -> Json:
    return {name: value for name, value in schema.items() if name != key}


def type_of(schema: Json) -> str:
    if "type" in schema:
        return str(schema["type"])
    return "object" if "properties" in schema else "string"


def curl(*, method: str, url: str, body: Any, is_write: bool, is_public: bool) -> str:
    """The call as one command for a shell."""
    parts = [f"curl -X {method.upper()} '{url}'"]
    if not is_public or is_write:
        parts.append("-H 'Authorization: Bearer hp_YOUR_KEY'")
    if is_write:
        parts.append('-H "Idempotency-Key: $(uuidgen)"')
    if body is not None:
        text = json.dumps(body, ensure_ascii=False).replace("'", "'\\''")
        parts += ["-H 'Content-Type: application/json'", f"-d '{text}'"]
    return " \\\n  ".join(parts)
