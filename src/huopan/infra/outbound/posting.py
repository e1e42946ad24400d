"""One POST to somebody else's server."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from huopan.infra.outbound.destinations import Guard, PlainHttpError
from huopan.infra.outbound.guarding import ForbiddenConnectionError, GuardedTransport, Limits
from huopan.kernel.refusal import RefusedError

KEPT_OF_BODY = 500
_PLAIN = {"accept-encoding": "identity", "connection": "close"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `excerpt`: the first bytes of the body as sent, for people who look for what went wrong."""

    status: int
    retry_after: str
    excerpt: str


class UnreachableError(Exception):
    """No whole answer came: refused, timed out, too large, or not HTTP."""


def post(url: str, *, content: bytes, headers: Mapping[str, str], guard: Guard, limits: Limits | None = None) -> Reply:
    """Send `content` and return the reply, whatever its status; redirects are not followed, nothing is unpacked.

    Raises RefusedError for a destination that the guard forbids and UnreachableError.
    """
    limits = limits or Limits()
    if urlsplit(url).scheme != "https" and not guard.allows_http:
        raise PlainHttpError
    try:
        with _client(guard, limits) as client:
            return _reply(client, client.build_request("POST", url, content=content, headers={**headers, **_PLAIN}))
    except httpx.HTTPError as error:
        if refusal := _refusal_behind(error):
            raise refusal from None
        raise UnreachableError(str(error) or type(error).__name__) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise UnreachableError(str(error)) from error


def _client(guard: Guard, limits: Limits) -> httpx.Client:
    patience = httpx.Timeout(limits.total_seconds, connect=limits.connect_seconds)
    return httpx.Client(transport=GuardedTransport(guard, limits), trust_env=False, timeout=patience)


def _reply(client: httpx.Client, request: httpx.Request) -> Reply:
    answer = client.send(request, stream=True, follow_redirects=False)
    try:
        excerpt = _head_of(answer).decode(errors="replace").replace("\x00", "\ufffd")
        return Reply(answer.status_code, answer.headers.get("retry-after", ""), excerpt)
    finally:
        answer.close()


def _head_of(answer: httpx.Response) -> bytes:
    """The first bytes of the body, or fewer when it comes too slowly or too thick: the status has answered already."""
    head = b""
    with suppress(httpx.HTTPError):
        for chunk in answer.iter_raw():
            head += chunk
            if len(head) >= KEPT_OF_BODY:
                break
    return head[:KEPT_OF_BODY]


def _refusal_behind(error: BaseException | None) -> RefusedError | None:
    while error is not None:
        if isinstance(error, ForbiddenConnectionError):
            return error.refusal
        error = error.__cause__ or error.__context__
    return None
