"""Calls to the sandbox courier and its pushes are signed alike, as Standard Webhooks says, with one secret."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


class BadSignatureError(ValueError):
    """Not signed with our secret, or too long ago."""


def signed(secret: str, *, message_id: str, at: datetime, body: str) -> dict[str, str]:
    moment = at.astimezone(UTC)
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": _webhook(secret).sign(message_id, moment, body),
    }


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> Any:
    """The JSON that was signed. Raises BadSignatureError."""
    try:
        return _webhook(secret).verify(body, dict(headers))
    except (WebhookVerificationError, ValueError) as error:
        raise BadSignatureError from error


def _webhook(secret: str) -> Webhook:
    return Webhook("whsec_" + base64.b64encode(secret.encode()).decode())
