"""Structured logs: one JSON object a line (or readable lines on a terminal), with request ids, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

from huopan.infra.requests import current_request_id

HIDDEN = "[hidden]"
SECRET_KEYS = re.compile(
    r"(^|_)(password|secret|token|authorization|cookie|api_?key|private_key|signature|sessionid|csrf\w*"
    r"|phone|mobile|e_?mail|consignee|recipient|contact|street|detail_address|id_number)($|_)",
    re.IGNORECASE,
)
SECRET_TEXTS = [
    (re.compile(r"\bhp_[A-Za-z0-9_-]{8,}"), "hp_" + HIDDEN),
    (re.compile(r"\bwhsec_[A-Za-z0-9+/=_-]{8,}"), "whsec_" + HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)"), HIDDEN),
    (re.compile(r"\b(postgres(?:ql)?|redis)://[^@\s/]+@"), rf"\1://{HIDDEN}@"),
    (re.compile(r"(?i)\b(pass(?:word|wd)?|secret|token)(['\"]?\s*[=:]\s*)['\"]?[^\s'\",&)]+"), rf"\1\2{HIDDEN}"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d{9}(?![\d.])"), "[phone]"),
]


def configure(options: dict[str, str]) -> None:
    """Django's LOGGING_CONFIG. `options`: level, and format json or console (empty: console on a terminal)."""
    in_console = options.get("format") == "console" or (not options.get("format") and sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _ToStandardError()
    handler.setFormatter(_formatter(in_console=in_console))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.get("level") or "INFO")
    _one_voice()


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is now, which may have been redirected since, unless given another stream."""

    _given: TextIO | None = None

    @property
    def stream(self) -> TextIO:
        return self._given or sys.stderr

    @stream.setter
    def stream(self, stream: TextIO) -> None:
        self._given = None if stream is sys.stderr else stream


def redacted(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Hide values by the name of their key and secrets by their look, also inside tracebacks."""
    for key, value in event.items():
        if key.startswith("_"):
            continue
        event[key] = HIDDEN if SECRET_KEYS.search(key) and value else _clean(value)
    return event


def clean_text(text: str) -> str:
    for look, instead in SECRET_TEXTS:
        text = look.sub(instead, text)
    return text


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {k: HIDDEN if SECRET_KEYS.search(str(k)) and v else _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _with_request_id(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if request_id := current_request_id():
        event.setdefault("request_id", request_id)
    return event


def _shared() -> list[Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        _with_request_id,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]


def _formatter(*, in_console: bool) -> logging.Formatter:
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if in_console
        else [structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redacted,
            *last,
        ],
    )


def _one_voice() -> None:
    """Django brings handlers of its own; everything is to pass the redaction above."""
    for name in ("django", "django.server"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("django.request").setLevel(logging.ERROR)  # the access line already tells of a 404
    logging.getLogger("httpx").setLevel(logging.WARNING)
