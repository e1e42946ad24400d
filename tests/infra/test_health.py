from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from huopan.infra import clock, health
from huopan.infra.outbox.models import TrailEntry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def waiting_entry(at: datetime) -> None:
    TrailEntry.objects.create(name="x.Y", aggregate="x", aggregate_id=1, payload={}, at=at, role="system")


def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "alive"}


def test_ready_with_database_and_migrations(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["migrations"] == "ok"


def test_not_ready_while_migrations_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["orders.0002"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "missing: run `huopan migrate`")


def test_not_ready_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "unapplied_migrations", away)
    assert client.get("/readyz").status_code == 503


def test_late_relay_is_told_but_keeps_the_server_in_service() -> None:
    waiting_entry(AT - timedelta(minutes=6))
    assert health.readiness(at=AT)["relay"] == "360 s behind"


def test_metrics_tell_of_requests_backlog_and_jobs(client: Client) -> None:
    waiting_entry(clock.now() - timedelta(seconds=90))
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'huopan_request_seconds_count{method="GET",route="healthz",status="200"}' in text
    assert re.search(r"^huopan_outbox_waiting 1\.0$", text, re.MULTILINE)
    assert re.search(r"^huopan_outbox_lag_seconds 9\d\.", text, re.MULTILINE)


def test_metrics_are_hidden_from_strangers(client: Client, settings) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"metrics_token": "t0ken"})
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).status_code == 200


def test_answer_carries_the_proxys_request_id_or_a_new_one(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "from-proxy-1"})["X-Request-Id"] == "from-proxy-1"
    assert re.fullmatch("[0-9a-f]{24}", client.get("/healthz", headers={"X-Request-Id": "a b\n"})["X-Request-Id"])
