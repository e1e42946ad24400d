from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from huopan.kernel.actor import Actor


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


class Caller:
    """A program that calls the API; each write gets a key of its own unless one is given."""

    def __init__(self, secret: str = "", language: str = "en") -> None:
        self.client = Client(headers={"Accept-Language": language})
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self._keys = itertools.count(1)

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> HttpResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        return self.client.generic(
            method,
            f"/api/v1{path}",
            raw,
            content_type="application/json",
            headers={"Idempotency-Key": key or f"key-{next(self._keys)}", **self.headers, **headers},
        )

    def upload(self, path: str, content: bytes, *, name: str, filename: str = "file", **fields: Any) -> HttpResponse:
        """A file in the field `name`, with other fields beside it."""
        return self.client.post(
            f"/api/v1{path}",
            {name: SimpleUploadedFile(filename, content), **fields},
            headers={"Idempotency-Key": f"key-{next(self._keys)}", **self.headers},
        )

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> HttpResponse:
        return self.send("POST", path, body, key=key, **headers)


BUYER = Actor(person_id=11, party_id=7, role="api_key", scopes=frozenset({"buy"}))
SELLER = Actor(person_id=12, party_id=8, role="api_key", scopes=frozenset({"sell"}))


@pytest.fixture
def known_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two keys without parties behind them: the foundation does not care."""
    actors = {"hp_buyer": BUYER, "hp_seller": SELLER}
    monkeypatch.setattr("huopan.domains.parties.queries.actor_of_key", lambda secret, at: actors.get(secret))
    monkeypatch.setattr("huopan.domains.parties.actions.mark_key_used", lambda *, secret, at: None)


@pytest.fixture
def buyer(known_keys: None) -> Caller:
    return Caller("hp_buyer")


@pytest.fixture
def seller(known_keys: None) -> Caller:
    return Caller("hp_seller")


@pytest.fixture
def visitor() -> Caller:
    return Caller()
