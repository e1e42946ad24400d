"""The request being served: its id, carried through logs, the trail and error answers, and its access line."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse

from huopan.infra.database import RETRY_AFTER_SECONDS, as_refusal
from huopan.infra.measuring import REQUESTS, STATEMENTS, StatementCount
from huopan.infra.sentences import in_words

log = structlog.get_logger("huopan.access")
HEADER = "X-Request-Id"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,40}")
QUIET = ("/static/", "/healthz", "/readyz", "/metrics")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    return _request_id.get()


def set_request_id(request_id: str) -> None:
    _request_id.set(request_id)


class RequestMiddleware:
    """First of all middleware: gives the request its id (a proxy's, if it sent one), counts and logs it.

    Only the path is logged: query strings, bodies and headers may hold what is nobody's business."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _id_of(request)
        set_request_id(request_id)
        count, started = StatementCount(), time.perf_counter()
        try:
            with connection.execute_wrapper(count):
                response = self.get_response(request)
            response[HEADER] = request_id
            _record(request, response.status_code, time.perf_counter() - started, count.statements)
            return response
        finally:
            set_request_id("")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that met a busy database says so in a sentence, and when to come back."""
        refusal = as_refusal(error)
        if refusal is None:
            return None
        log.warning("database_unavailable", path=request.path, exc_info=error)
        answer = HttpResponse(in_words(refusal), status=503, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer


def _id_of(request: HttpRequest) -> str:
    sent = request.headers.get(HEADER, "")
    return sent if ACCEPTED.fullmatch(sent) else secrets.token_hex(12)


def _record(request: HttpRequest, status: int, seconds: float, statements: int) -> None:
    route = request.resolver_match.route if request.resolver_match else "unmatched"
    REQUESTS.labels(request.method, route, str(status)).observe(seconds)
    STATEMENTS.labels(route).inc(statements)
    tell = log.debug if request.path.startswith(QUIET) else log.info
    tell(
        "request",
        method=request.method,
        path=request.path,
        status=status,
        ms=round(seconds * 1000, 1),
        sql=statements,
    )
