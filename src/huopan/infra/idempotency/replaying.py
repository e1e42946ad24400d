"""A write asked for with the same key is done once; whoever asks again gets the first answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction

from huopan.infra.crashing import crash_point
from huopan.infra.database import DatabaseBusyError, as_refusal
from huopan.infra.idempotency.models import IdempotencyKey
from huopan.kernel.refusal import RefusedError, said

_INSERT = """INSERT INTO idempotency_idempotencykey (asker, key, fingerprint, status, answer, at)
  VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (asker, key) DO NOTHING RETURNING id"""
_KEEP = "UPDATE idempotency_idempotencykey SET status = %s, answer = %s WHERE id = %s"
NOTHING_TO_SAY = 204


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker is told: an HTTP status and a JSON value. `is_replay` when it was given before.

    `kept_body` is what a later asking gets instead of `body`, where that holds a secret that is shown once (T5)."""

    status: int
    body: Any
    is_replay: bool = False
    kept_body: Any = None


class KeyReusedError(RefusedError):
    kind = "invalid"
    sentence = said("The idempotency key “{key}” was used for a different request; send a new key with a new request.")


class StillWorkingError(RefusedError):
    kind = "conflict"
    sentence = said("The same request is still being worked on; ask again in a few seconds with the same key.")


def once(
    *, asker: str, key: str, fingerprint: str, at: datetime, work: Callable[[], Answer], is_silent: bool = False
) -> Answer:
    """Do `work` in one transaction with its key, or repeat the answer it got before. Two statements of its own; one
    when `is_silent`, because an answer that is always an empty 204 can be stored with the key.

    A second request with the key waits for the first. A refusal or error in `work` rolls the key back as well, so that
    a later try is a fresh one. Raises KeyReusedError, StillWorkingError and whatever `work` raises."""
    with transaction.atomic(durable=True):
        kept = _claim(asker=asker, key=key, fingerprint=fingerprint, at=at, is_silent=is_silent)
        if kept is None:
            return _earlier_answer(asker=asker, key=key, fingerprint=fingerprint)
        answer = work()
        if not is_silent:
            _keep(kept, answer)
        crash_point("before_commit")
    crash_point("after_commit")
    return answer


def fingerprint_of(*parts: str | bytes) -> str:
    """A digest of what was asked: method, path and body. Equal requests, equal digests."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def purge(*, before: datetime) -> int:
    """Forget keys older than `before`; their writes stay. Returns how many."""
    return IdempotencyKey.objects.filter(at__lt=before).delete()[0]


def _claim(*, asker: str, key: str, fingerprint: str, at: datetime, is_silent: bool) -> int | None:
    """The new key's id, None if it is taken. Waits while another transaction is writing the same key."""
    try:
        with connection.cursor() as cursor:
            answer = (NOTHING_TO_SAY, '""') if is_silent else (None, None)
            cursor.execute(_INSERT, [asker, key, fingerprint, *answer, connection.ops.adapt_datetimefield_value(at)])
            row = cursor.fetchone()
    except OperationalError as error:
        if isinstance(as_refusal(error), DatabaseBusyError):
            raise StillWorkingError from error
        raise
    return row[0] if row else None


def _keep(pk: int, answer: Answer) -> None:
    body = answer.body if answer.kept_body is None else answer.kept_body
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [answer.status, json.dumps(body), pk])


def _earlier_answer(*, asker: str, key: str, fingerprint: str) -> Answer:
    kept = IdempotencyKey.objects.filter(asker=asker, key=key).first()
    if kept is None or kept.status is None:  # purged in between
        raise StillWorkingError
    if kept.fingerprint != fingerprint:
        raise KeyReusedError(key=key)
    return Answer(kept.status, kept.answer, is_replay=True)
