"""The short way in: what a program with a key is answered past the pages' middleware, and who does not get in by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client

from huopan.domains.parties.models import Person
from tests.api.conftest import Caller
from tests.factories.parties import a_party, an_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_keys")]


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths for which a session was made ready."""
    seen: list[str] = []
    made_ready = SessionMiddleware.process_request

    def noted(self: SessionMiddleware, request: Any) -> None:
        seen.append(request.path)
        made_ready(self, request)

    monkeypatch.setattr(SessionMiddleware, "process_request", noted)
    return seen


def test_a_program_is_answered_without_a_session_and_with_every_safety_header(sessions: list[str]) -> None:
    answer = Caller("hp_buyer").get("/cart")
    assert answer.status_code == 200
    assert sessions == []
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Request-Id"]


@pytest.mark.parametrize(("asked", "spoken"), [("en", "en"), ("zh-CN", "zh-hans")])
def test_a_program_is_answered_in_the_language_it_asks_for(asked: str, spoken: str) -> None:
    answer = Caller("hp_buyer", language=asked).get("/nothing-here")
    assert answer.status_code == 404
    assert answer["Content-Language"] == spoken
    assert "Accept-Language" in answer["Vary"]
    assert ("nothing" in answer.json()["detail"]) == (spoken == "en")


def test_who_shows_no_key_goes_the_long_way(sessions: list[str]) -> None:
    Caller().get("/offers")
    Client().get("/api/v1/docs", headers={"Authorization": "Bearer hp_buyer"})
    assert sessions == ["/api/v1/offers", "/api/v1/docs"]


def test_another_header_of_authorization_leaves_the_session_in_force() -> None:
    """A site behind a proxy's own password sends Basic with every request of a signed-in person."""
    by = an_actor(a_party())
    client = Client(headers={"Authorization": "Basic aHVvOnBhbg=="}, enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=by.person_id))
    assert client.get("/api/v1/cart").status_code == 200
    written = client.put("/api/v1/cart/lines", b'{"lines": []}', content_type="application/json")
    assert (written.status_code, written.json()["code"]) == (403, "forged_request")
