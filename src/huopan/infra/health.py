"""What machines ask about us: /healthz (alive), /readyz (able to serve), /metrics (Prometheus)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from secrets import compare_digest
from typing import Any

import prometheus_client
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from huopan.infra import clock
from huopan.infra.jobs.models import Worker
from huopan.infra.jobs.reaping import SILENCE
from huopan.infra.outbox.models import TrailEntry

LATE = timedelta(minutes=5)
_seen_applied: list[bool] = []


def healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"})


def readyz(_request: HttpRequest) -> HttpResponse:
    """503 without the database or with migrations missing. A late relay is told, but takes no server out of service:
    pages would not become fresher by answering nobody."""
    state = readiness(at=clock.now())
    is_ready = state["database"] == "ok" and state["migrations"] == "ok"
    answer = JsonResponse({"status": "ready" if is_ready else "not ready", **state}, status=200 if is_ready else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def readiness(*, at: datetime) -> dict[str, str]:
    """ "ok" or what is wrong, for the database, the migrations, the relay and the workers."""
    try:
        if unapplied_migrations():
            return {"database": "ok", "migrations": "missing: run `huopan migrate`"}
        lag = backlog(at=at)
    except DatabaseError:
        return {"database": "out of reach", "migrations": "unknown"}
    return {
        "database": "ok",
        "migrations": "ok",
        "relay": "ok" if lag["lag_seconds"] < LATE.total_seconds() else f"{lag['lag_seconds']:.0f} s behind",
        "workers": "ok" if lag["workers"] else "none: run `huopan worker`",
    }


def unapplied_migrations() -> list[str]:
    """Migrations this version has and the database has not; no longer asked once there was none."""
    if _seen_applied:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        _seen_applied.append(True)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def backlog(*, at: datetime) -> dict[str, float]:
    """How much waits and since when: the relay's queue, its dead letters, living workers."""
    waiting = TrailEntry.objects.filter(relayed_at=None, is_dead=False).aggregate(count=Count("id"), oldest=Min("at"))
    oldest: datetime | None = waiting["oldest"]
    return {
        "waiting": waiting["count"],
        "lag_seconds": max((at - oldest).total_seconds(), 0) if oldest else 0,
        "dead": TrailEntry.objects.filter(is_dead=True).count(),
        "workers": Worker.objects.filter(seen_at__gt=at - SILENCE).count(),
    }


class BacklogCollector:
    """Read from the database at each scrape, so that every server tells the same."""

    def collect(self) -> Iterator[Any]:
        now = backlog(at=clock.now())
        yield GaugeMetricFamily("huopan_outbox_waiting", "Events not yet relayed.", now["waiting"])
        yield GaugeMetricFamily("huopan_outbox_lag_seconds", "Age of the oldest of them.", now["lag_seconds"])
        yield GaugeMetricFamily("huopan_outbox_dead_letters", "Events given up.", now["dead"])
        yield GaugeMetricFamily("huopan_workers", "Job workers heard of lately.", now["workers"])
        jobs = GaugeMetricFamily("huopan_jobs", "Jobs by status.", labels=["status"])
        for status, count in DBTaskResult.objects.order_by().values_list("status").annotate(Count("id")):
            jobs.add_metric([status], count)
        yield jobs


def metrics(request: HttpRequest) -> HttpResponse:
    """Behind a token, or asked directly from this machine; anybody else finds nothing here."""
    if not _may_measure(request):
        return HttpResponseNotFound()
    body = b"".join(prometheus_client.generate_latest(registry) for registry in _registries())
    return HttpResponse(body, content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    token = settings.HUOPAN.metrics_token
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not is_forwarded


def _registries() -> list[Any]:
    return [_own_registry(), _backlog_registry()]


def _own_registry() -> Any:
    """This process's figures, or those of all server processes when they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return prometheus_client.REGISTRY
    registry = prometheus_client.CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


@cache
def _backlog_registry() -> Any:
    registry = prometheus_client.CollectorRegistry()
    registry.register(BacklogCollector())
    return registry


urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
]
