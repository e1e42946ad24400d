"""The httpx transport that looks a host up once, checks what it found, and connects to exactly that."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

from huopan.infra.outbound.destinations import ForbiddenDestinationError, Guard
from huopan.kernel.refusal import RefusedError

SocketOptions = Iterable[Any]


class ForbiddenConnectionError(httpcore.ConnectError):
    """Carries the refusal through httpcore, which lets its own errors pass only."""

    def __init__(self, refusal: RefusedError) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one call may last altogether and how many bytes may come back, headers included."""

    total_seconds: float = 15
    connect_seconds: float = 5
    most_bytes: int = 65_536


class _Purse:
    """What is left of a call's time and bytes; a server that drips one byte at a time empties it as well."""

    def __init__(self, limits: Limits) -> None:
        self.ends = time.monotonic() + limits.total_seconds
        self.bytes_left = limits.most_bytes

    def seconds(self, wanted: float | None) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("took too long altogether")
        return left if wanted is None else min(wanted, left)

    def took(self, chunk: bytes) -> bytes:
        self.bytes_left -= len(chunk)
        if self.bytes_left < 0:
            raise httpcore.ReadError("answer too large")
        return chunk


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, purse: _Purse) -> None:
        self._inner = inner
        self._purse = purse

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._purse.took(self._inner.read(max_bytes, self._purse.seconds(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._purse.seconds(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._purse.seconds(timeout))
        return _BoundedStream(inner, self._purse)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore; TLS keeps checking the certificate against the name in the URL."""

    def __init__(self, guard: Guard, limits: Limits) -> None:
        self._guard = guard
        self._limits = limits
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        purse = _Purse(self._limits)
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port):
            try:
                wait = purse.seconds(timeout)
                stream = self._inner.connect_tcp(address, port, wait, local_address, socket_options)
                return _BoundedStream(stream, purse)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: SocketOptions | None = None,  # noqa: ARG002 - httpcore's signature
    ) -> httpcore.NetworkStream:
        raise ForbiddenConnectionError(ForbiddenDestinationError(host=path))

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return self._guard.addresses(host, port)
        except RefusedError as refusal:
            raise ForbiddenConnectionError(refusal) from None
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            raise httpcore.ConnectError(f"cannot find {host}: {said}") from None


class GuardedTransport(httpx.HTTPTransport):
    """One connection per call, no proxies from the environment, no retries: what guards one call guards every byte."""

    def __init__(self, guard: Guard, limits: Limits) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        # httpx offers no argument for the network backend; its pool is replaced by one that has ours.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(),
            max_keepalive_connections=0,
            network_backend=GuardedBackend(guard, limits),
        )


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
