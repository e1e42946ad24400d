"""Every operation of the API as a test can call it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from huopan.api.samples import sample
from huopan.api.v1 import document
from huopan.domains.parties.models import ApiKey, Party
from tests.api.belongings import BODIES, QUERIES
from tests.api.conftest import Caller
from tests.factories.parties import LONG_AGO

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    operation: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.operation["operationId"])

    @property
    def scopes(self) -> set[str]:
        return set(self.operation["x-scopes"])

    @property
    def is_public(self) -> bool:
        return {} in self.operation["security"]

    @property
    def is_write(self) -> bool:
        return any(part["name"] == "Idempotency-Key" for part in self.operation["parameters"])

    @property
    def has_parameters(self) -> bool:
        return "{" in self.path

    @property
    def body_schema(self) -> dict[str, Any] | None:
        content = self.operation.get("requestBody", {}).get("content", {})
        return content["application/json"]["schema"] if "application/json" in content else None

    def body(self) -> Any:
        if self.body_schema is None:
            return None
        return BODIES.get(self.id) or sample(self.body_schema, document()["components"]["schemas"])

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def call(self, caller: Caller, values: dict[str, Any] | None = None) -> Any:
        """Ask with `values` for the address's parameters and a body that is right in form."""
        if "multipart/form-data" in self.operation.get("requestBody", {}).get("content", {}):
            return caller.upload(self.path.format(**values or {}), b"no such kind of file", name="file")
        query = f"?{urlencode(QUERIES[self.id])}" if self.id in QUERIES else ""
        return _whole(caller.send(self.method, self.path.format(**values or {}) + query, self.body()))


def _whole(response: Any) -> Any:
    """A file's answer with its content in one piece."""
    if not response.streaming:
        return response
    return HttpResponse(b"".join(response.streaming_content), status=response.status_code, headers=response.headers)


ROUTES = [
    Route(method.upper(), path.removeprefix(PREFIX), operation)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
]


def caller_of(party: Party, scopes: set[str]) -> Caller:
    """A program of `party` whose key has `scopes`, as far as the role of who made it includes them."""
    secret = f"hp_{party.pk}_{'_'.join(sorted(scopes))}"
    grant = party.grants.get(revoked_at__isnull=True)
    ApiKey.objects.get_or_create(
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
        defaults={
            "party": party,
            "created_by": grant.person,
            "name": "test",
            "prefix": secret[:8],
            "scopes": sorted(scopes),
            "created_at": LONG_AGO,
        },
    )
    return Caller(secret)
