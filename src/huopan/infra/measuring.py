"""What this process counts for Prometheus; `/metrics` adds what waits in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prometheus_client import Counter, Histogram

REQUESTS = Histogram(
    "huopan_request_seconds",
    "Time to answer, by route.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
STATEMENTS = Counter("huopan_sql_statements", "SQL statements run while answering.", ["route"])


class StatementCount:
    """Counts SQL statements while installed as `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        self.statements += 1
        return execute(sql, params, many, context)
