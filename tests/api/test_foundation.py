"""What every operation gets without asking: the door, the keys, the rates and the form of a refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from huopan.infra.outbox.models import TrailEntry
from tests.api.conftest import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.probe")]

PROBLEM = "application/problem+json"


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == status
    return body


def notes() -> int:
    return TrailEntry.objects.filter(name="probe").count()


def test_a_write_is_done_and_answered(buyer: Caller) -> None:
    response = buyer.post("/notes", {"text": "hello"})
    assert response.status_code == 201
    assert response.json()["text"] == "hello"
    assert response["Content-Type"] == "application/json"


def test_a_write_costs_two_statements_beside_its_own(buyer: Caller, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2 + 2 + 2):  # key and answer; note and read; savepoint and release (test only)
        buyer.post("/notes", {"text": "hello"})


def test_a_repeated_write_is_answered_not_repeated(buyer: Caller) -> None:
    first = buyer.post("/notes", {"text": "hello"}, key="same")
    second = buyer.post("/notes", {"text": "hello"}, key="same")
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert notes() == 1


def test_a_write_without_content_is_replayed_too(buyer: Caller) -> None:
    for _ in range(2):
        response = buyer.send("DELETE", "/notes/1", key="same")
        assert (response.status_code, response.content) == (204, b"")
    assert TrailEntry.objects.filter(name="gone").count() == 1


def test_the_same_key_with_another_body_is_refused(buyer: Caller) -> None:
    buyer.post("/notes", {"text": "hello"}, key="same")
    assert problem(buyer.post("/notes", {"text": "other"}, key="same"), 422)["code"] == "key_reused"
    assert notes() == 1


def test_the_same_key_of_another_asker_is_independent(buyer: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.api.conftest import BUYER

    buyer.post("/notes", {"text": "hello"}, key="same")
    other = type(BUYER)(person_id=99, party_id=98, role="api_key", scopes=frozenset({"buy"}))
    monkeypatch.setattr("huopan.domains.parties.queries.actor_of_key", lambda secret, at: other)
    assert buyer.post("/notes", {"text": "other"}, key="same").status_code == 201
    assert notes() == 2


def test_a_refused_write_leaves_nothing_and_may_be_tried_again(buyer: Caller) -> None:
    for _ in range(2):
        body = problem(buyer.send("DELETE", "/notes/3", key="same"), 409)
        assert body["code"] == "probe_refused"
        assert body["detail"] == "3 pieces are left."
        assert body["params"] == {"left": 3}
    assert not TrailEntry.objects.filter(name="gone").exists()


def test_several_refusals_come_with_their_own_sentences(buyer: Caller) -> None:
    body = problem(buyer.send("DELETE", "/notes/4"), 422)
    assert [one["detail"] for one in body["errors"]] == ["1 piece is left.", "2 pieces are left."]


def test_a_mistake_of_ours_leaks_nothing(buyer: Caller) -> None:
    response = buyer.send("DELETE", "/notes/5")
    problem(response, 500)
    assert b"canary" not in response.content
    assert not TrailEntry.objects.filter(name="gone").exists()


def test_a_busy_database_says_when_to_come_back(buyer: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**_: Any) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr("tests.api.probe.note", locked)
    response = buyer.post("/notes", {"text": "hello"})
    problem(response, 503)
    assert response["Retry-After"] == "1"


@pytest.mark.parametrize("key", ["", "x" * 121, "tab\there", "中文".encode().decode("latin-1")])
def test_a_write_needs_a_proper_key(buyer: Caller, key: str) -> None:
    response = buyer.client.post(
        "/api/v1/notes",
        {"text": "hello"},
        content_type="application/json",
        headers={**buyer.headers, **({"Idempotency-Key": key} if key else {})},
    )
    assert problem(response, 400)["code"] == "key_missing"


def test_a_visitor_reads_what_is_public_and_nothing_else(visitor: Caller) -> None:
    assert visitor.get("/notes").status_code == 200
    response = visitor.get("/notes/1")
    problem(response, 401)
    assert response["WWW-Authenticate"] == "Bearer"
    problem(visitor.post("/notes", {"text": "hello"}), 401)


def test_a_wrong_key_is_no_key(known_keys: None) -> None:
    problem(Caller("hp_guess").get("/notes"), 401)


def test_a_role_without_the_scope_is_told_before_its_body_is_read(seller: Caller) -> None:
    assert problem(seller.post("/notes", b"{not json"), 403)["code"] == "forbidden"


def test_strangers_addresses_and_methods_are_problems_too(buyer: Caller) -> None:
    problem(buyer.get("/notes/999999"), 404)
    problem(buyer.get("/nothing/here"), 404)
    problem(buyer.get("/notes/1%00"), 404)
    response = buyer.send("PATCH", "/notes", {})
    problem(response, 405)
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


def test_sentences_follow_the_readers_language(known_keys: None) -> None:
    english = problem(Caller("hp_buyer", "en").get("/nothing"), 404)["detail"]
    chinese = problem(Caller("hp_buyer", "zh-hans").get("/nothing"), 404)["detail"]
    assert english.isascii()
    assert not chinese.isascii()


def test_rates_are_told_and_kept(buyer: Caller, settings: Any) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"api_requests_per_minute": 2})
    assert buyer.get("/notes")["RateLimit"].startswith('"minute";r=1;t=')
    buyer.get("/notes")
    response = buyer.get("/notes")
    body = problem(response, 429)
    assert int(response["Retry-After"]) == body["params"]["seconds"]


def test_guessing_keys_is_slowed_down_by_address(known_keys: None, settings: Any) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"api_visitor_requests_per_minute": 3})
    statuses = [Caller(f"hp_guess{n}").get("/notes").status_code for n in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


def test_a_forwarded_address_is_believed_only_from_our_proxies(settings: Any) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"api_visitor_requests_per_minute": 1})
    visitor = Caller()
    visitor.headers = {"X-Forwarded-For": "203.0.113.1"}
    assert visitor.get("/notes").status_code == 200
    visitor.headers = {"X-Forwarded-For": "203.0.113.2"}
    assert visitor.get("/notes").status_code == 429


BAD_BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"text": "\xff"}',
    "NaN": b'{"text": "x", "quantity": NaN}',
    "infinity": b'{"text": "x", "quantity": 1e400}',
    "1e308": b'{"text": "x", "quantity": 1e308}',
    "a whole number as a fraction": b'{"text": "x", "quantity": 1.0}',
    "false as a number": b'{"text": "x", "quantity": false}',
    "text as a number": b'{"text": "x", "quantity": "1"}',
    "negative": b'{"text": "x", "quantity": -1}',
    "more than a column holds": b'{"text": "x", "quantity": 2147483648}',
    "a number of 5,000 digits": b'{"text": "x", "quantity": ' + b"9" * 5000 + b"}",
    "a lone surrogate": b'{"text": "\\ud800"}',
    "NUL": b'{"text": "a\\u0000b"}',
    "NUL after an escaped backslash": b'{"text": "\\\\\\u0000"}',
    "deep nesting": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a list": b"[]",
    "null": b"null",
    "an unknown field": b'{"text": "x", "party_id": 1}',
    "only blanks": b'{"text": "   "}',
    "a date without a zone": b'{"text": "x", "due_at": "2026-11-23T08:00:00"}',
    "a date beyond the calendar": b'{"text": "x", "due_at": "0001-01-01T00:00:00+14:00"}',
    "a date as a number": b'{"text": "x", "due_at": 1700000000}',
    "a date as digits": b'{"text": "x", "due_at": "1700000000"}',
    "a day as a number": b'{"text": "x", "due_on": 19000}',
    "an unknown choice": b'{"text": "x", "kind": "odd"}',
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_bad_body_is_refused_and_stores_nothing(buyer: Caller, body: bytes) -> None:
    response = buyer.post("/notes", body)
    assert response.status_code in (400, 422), response.content
    problem(response, response.status_code)
    assert notes() == 0


def test_an_escaped_backslash_before_u0000_is_plain_text(buyer: Caller) -> None:
    assert buyer.post("/notes", b'{"text": "\\\\u0000"}').json()["text"] == "\\u0000"


def test_a_huge_body_is_refused_unread(buyer: Caller) -> None:
    problem(buyer.post("/notes", b'{"text": "' + b"x" * 1_000_001 + b'"}'), 413)


def test_another_content_type_is_refused(buyer: Caller) -> None:
    response = buyer.client.generic(
        "POST", "/api/v1/notes", b"text=x", "text/plain", headers={**buyer.headers, "Idempotency-Key": "k"}
    )
    problem(response, 415)


def upload(buyer: Caller, content: bytes, key: str = "k") -> Any:
    headers = {**buyer.headers, "Idempotency-Key": key}
    return buyer.client.post("/api/v1/files", {"file": SimpleUploadedFile("a.csv", content)}, headers=headers)


def test_an_upload_is_kept_once_per_key_and_told_apart_by_its_content(buyer: Caller) -> None:
    assert upload(buyer, b"one").status_code == 201
    assert upload(buyer, b"one")["Idempotent-Replayed"] == "true"
    assert problem(upload(buyer, b"two"), 422)["code"] == "key_reused"
    assert notes() == 1


@pytest.mark.parametrize("path", ["/files", "/notes"])
def test_an_upload_without_its_boundary_is_refused(buyer: Caller, path: str) -> None:
    headers = {**buyer.headers, "Idempotency-Key": "k"}
    response = buyer.client.generic("POST", f"/api/v1{path}", b"x", "multipart/form-data", headers=headers)
    problem(response, 400 if path == "/files" else 415)


def test_a_write_without_a_body_does_not_care_for_one(buyer: Caller) -> None:
    headers = {**buyer.headers, "Idempotency-Key": "k"}
    response = buyer.client.generic("DELETE", "/api/v1/notes/1", b"x", "multipart/form-data", headers=headers)
    assert response.status_code == 204


def test_each_field_has_its_own_sentence(buyer: Caller) -> None:
    errors = problem(buyer.post("/notes", {"text": 1, "quantity": 0}), 422)["errors"]
    assert [(e["field"], e["detail"]) for e in errors] == [
        ("text", "Write text, in quotes."),
        ("quantity", "This must be at least 1."),
    ]


@pytest.mark.parametrize(
    "query", ["limit=1000000", "limit=0", "limit=-1", "limit=x", "limit=1e3", "cursor=%%%", "cursor=中文", "cursor=LTE"]
)
def test_a_bad_page_is_refused(visitor: Caller, query: str) -> None:
    problem(visitor.client.get(f"/api/v1/notes?{query}", headers={"Accept-Language": "en"}), 422)


def test_nul_in_a_query_is_refused(visitor: Caller) -> None:
    problem(visitor.client.get("/api/v1/notes?cursor=%00"), 400)


def test_pages_follow_each_other_without_gap_or_overlap(buyer: Caller) -> None:
    for n in range(5):
        buyer.post("/notes", {"text": str(n)})
    seen, cursor = [], ""
    for _ in range(3):
        page = buyer.get("/notes", limit=2, cursor=cursor).json()
        seen += [item["text"] for item in page["items"]]
        cursor = page["next"] or ""
    assert seen == ["4", "3", "2", "1", "0"]
    assert cursor == ""


def test_a_page_is_one_statement(visitor: Caller, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        visitor.get("/notes")


def test_an_operation_without_a_door_is_not_built() -> None:
    from ninja.errors import ConfigError

    from huopan.api.base import Router

    with pytest.raises(ConfigError):
        Router().get("/open")(lambda request: None)


def test_the_document_says_what_can_happen() -> None:
    from huopan.api import openapi
    from tests.api.probe import api

    document = openapi.document(api)
    write = document["paths"]["/api/v1/notes"]["post"]
    assert write["x-scopes"] == ["buy"]
    assert [p["name"] for p in write["parameters"]] == ["Idempotency-Key"]
    assert {"201", "400", "401", "403", "409", "413", "415", "422", "429", "500", "503"} <= set(write["responses"])
    assert {} in document["paths"]["/api/v1/notes"]["get"]["security"]
