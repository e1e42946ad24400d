"""The OpenAPI 3.1 document: what ninja derives from the code, plus doors, keys, rates and error answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from huopan.api.auth import Door

PREFIX = "/api/v1/"
ALWAYS = ("400", "404", "429", "500", "503")

MEANINGS = {
    "400": ("Unreadable", "unreadable_body", "The request cannot be read: bad JSON, or a header is missing."),
    "401": ("Unauthenticated", "unauthenticated", "No session and no valid API key."),
    "403": ("Forbidden", "forbidden", "The role, or the key's scopes, do not include this."),
    "404": ("Unknown", "unknown", "It does not exist, or it is not yours to see."),
    "409": ("Refused", "not_enough_stock", "The rules of the trade do not allow it now; “detail” says what would."),
    "413": ("TooLarge", "body_too_large", "The body is too large."),
    "415": ("WrongContentType", "wrong_content_type", "The body has another content type than the operation takes."),
    "422": ("Invalid", "invalid_fields", "Fields cannot be accepted; “errors” says which and why."),
    "429": ("TooMany", "too_many_requests", "More requests than the key, person or address may make in a minute."),
    "500": ("Broken", "broken", "A mistake of ours; it is noted under “request_id”."),
    "503": ("Busy", "busy", "The database is busy; repeat after Retry-After seconds."),
}

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. “code” is stable, “detail” is in the language asked for with Accept-Language.",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "params": {"type": "object", "additionalProperties": True, "description": "What the sentence is filled with."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "in": {"type": "string"},
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "params": {"type": "object", "additionalProperties": True},
                },
            },
        },
    },
}

RATE_HEADERS = {
    "RateLimit": {"schema": {"type": "string"}, "description": "What is left of the minute's quota."},
    "RateLimit-Policy": {"schema": {"type": "string"}, "description": "The quota."},
}

SECURITY_SCHEMES = {
    "ApiKey": {"type": "http", "scheme": "bearer", "description": "A key of your organisation: hp_…"},
    "Session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The site's own pages; changes need the X-CSRFToken header.",
    },
}

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Made by you, new for each wanted change; a retry repeats it and gets the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
    "example": "7d0b1c52-2f0e-4d6b-9c35-0a1f3e7b8c11",
}


def document(api: NinjaAPI) -> dict[str, Any]:
    """The whole document, ready for JSON."""
    doc: dict[str, Any] = dict(OpenAPISchema(api, PREFIX.strip("/") + "/"))
    for method, path, operation in operations(api):
        _describe(doc["paths"][path][method], operation)
    doc["servers"] = [{"url": "/"}]
    doc["components"]["schemas"]["Problem"] = PROBLEM
    doc["components"]["responses"] = {name: _answer(code, text) for name, code, text in MEANINGS.values()}
    doc["components"]["responses"]["Busy"]["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    doc["components"]["securitySchemes"] = SECURITY_SCHEMES
    return doc


def operations(api: NinjaAPI) -> Iterator[tuple[str, str, Operation]]:
    """(method, path as in the document, operation) of every route."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for method in operation.methods:
                    yield method.lower(), _path(router.prefix, operation.path), operation


def _path(prefix: str, path: str) -> str:
    joined = f"{PREFIX}{prefix}/{path}"
    while "//" in joined:
        joined = joined.replace("//", "/")
    return joined


def _describe(entry: dict[str, Any], operation: Operation) -> None:
    door = cast("Door", operation.auth_callbacks[0])
    if door.is_write:
        entry["parameters"] = [*entry["parameters"], IDEMPOTENCY_KEY]
    entry["security"] = [{"ApiKey": list(door.scopes)}, {"Session": list(door.scopes)}]
    if door.is_public:
        entry["security"].append({})
    entry["x-scopes"] = list(door.scopes)
    for answer in entry["responses"].values():
        answer["headers"] = RATE_HEADERS
    entry["responses"] = {str(status): answer for status, answer in entry["responses"].items()} | {
        status: {"$ref": f"#/components/responses/{MEANINGS[status][0]}"} for status in _statuses(door, operation)
    }


def _statuses(door: Door, operation: Operation) -> list[str]:
    statuses = [*ALWAYS]
    statuses += [] if door.is_public else ["401"]
    statuses += ["403"] if door.scopes or door.is_write else []
    statuses += ["409", "422"] if door.is_write else []
    statuses += ["413", "415"] if door.content_type else []
    statuses += ["422"] if operation.models else []
    return sorted(set(statuses))


def _answer(code: str, text: str) -> dict[str, Any]:
    status = next(status for status, meaning in MEANINGS.items() if meaning[1] == code)
    example = {
        "type": f"urn:huopan:problem:{code}",
        "title": MEANINGS[status][0],
        "status": int(status),
        "code": code,
        "detail": text,
        "request_id": "01K9ZC3R5T",
    }
    return {
        "description": text,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
