"""The sandbox's signatures. One secret, three uses that cannot be mistaken for each other: links, calls, notices."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

TOLERANCE_SECONDS = 300
ID_HEADER, TIME_HEADER, SIGNATURE_HEADER = "sandbox-id", "sandbox-timestamp", "sandbox-signature"

Use = Literal["link", "call", "notice"]


class BadSignatureError(ValueError):
    """The text was not signed with our secret for this use, or too long ago."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a payment link asks for; the link carries all of it, signed. `amount_fen`: minor units."""

    number: str
    reference: str
    amount_fen: int
    currency: str
    payee: str
    notify_url: str
    return_url: str
    expires: int


def signature(secret: str, use: Use, *parts: bytes) -> str:
    return hmac.new(secret.encode(), b"\n".join([use.encode(), *parts]), hashlib.sha256).hexdigest()


def token_of(order: Order, secret: str) -> str:
    body = urlsafe_b64encode(json.dumps(asdict(order), separators=(",", ":")).encode()).decode().rstrip("=")
    return f"{body}.{signature(secret, 'link', body.encode())}"


def order_of(token: str, secret: str) -> Order:
    """Read a link's token. Raises BadSignatureError."""
    body, _, signed = token.partition(".")
    if not hmac.compare_digest(signature(secret, "link", body.encode()).encode(), signed.encode()):
        raise BadSignatureError
    try:
        return Order(**json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadSignatureError from error


def signed_headers(secret: str, use: Use, *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Headers for a call to the sandbox or a notice from it; a retry keeps `message_id` and signs a new `timestamp`."""
    signed = signature(secret, use, message_id.encode(), str(timestamp).encode(), body)
    return {
        "Content-Type": "application/json",
        ID_HEADER: message_id,
        TIME_HEADER: str(timestamp),
        SIGNATURE_HEADER: f"v1={signed}",
    }


def checked_id(secret: str, use: Use, headers: Mapping[str, str], body: bytes, *, timestamp: int) -> str:
    """The message's id, once its signature fits and its time is within five minutes of ours.

    Raises BadSignatureError.
    """
    told = {name.lower(): value for name, value in headers.items()}
    message_id, sent = told.get(ID_HEADER, ""), told.get(TIME_HEADER, "")
    expected = "v1=" + signature(secret, use, message_id.encode(), sent.encode(), body)
    if not message_id or not hmac.compare_digest(expected.encode(), told.get(SIGNATURE_HEADER, "").encode()):
        raise BadSignatureError
    if not (sent.isascii() and sent.isdigit() and abs(int(sent) - timestamp) <= TOLERANCE_SECONDS):
        raise BadSignatureError
    return message_id
