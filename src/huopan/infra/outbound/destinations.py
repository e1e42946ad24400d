"""Which addresses a stranger's URL may lead to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from huopan.kernel.refusal import RefusedError, said

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], list[str]]
LONGEST_URL = 500

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TEREDO = IPv6Network("2001::/32")
_RELAY_ANYCAST = IPv4Network("192.88.99.0/24")
# Networks whose last 32 bits are an IPv4 address that is where the packet really goes.
_CARRIES_IPV4_AT_ITS_END = (
    IPv6Network("::/96"),  # IPv4-compatible
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped
    IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated (SIIT)
    IPv6Network("64:ff9b::/96"),  # NAT64
)


class ForbiddenDestinationError(RefusedError):
    kind = "invalid"
    sentence = said("{host} is not on the public internet; use an address that anybody can reach.")


class BadUrlError(RefusedError):
    kind = "invalid"
    sentence = said("This is no address to call; write one such as https://example.com/hooks, without a password.")


class PlainHttpError(RefusedError):
    kind = "invalid"
    sentence = said("The address must begin with https://, so that nobody on the way can read along.")


class ForbiddenPortError(RefusedError):
    kind = "invalid"
    sentence = said("Port {port} cannot be called; use one of {ports}.")


def resolved(host: str, port: int) -> list[str]:
    """Every address of `host`, as the system's resolver tells them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one that is translated or tunnelled on its way: `is_global` overlooks these."""
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _CARRIES_IPV4_AT_ITS_END):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def is_public(address: Address) -> bool:
    """Whether anybody on the internet would reach the same machine there as we do."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and address not in _RELAY_ANYCAST
    inner = embedded_ipv4(address)
    if inner is not None:
        return is_public(inner)
    return address in _GLOBAL_UNICAST and address not in _TEREDO and address.is_global


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be called. `private_networks`: the operator's own receivers, reachable although not public."""

    ports: frozenset[int] = frozenset({443, 8443})
    allows_http: bool = False
    private_networks: tuple[Network, ...] = ()
    resolve: Resolve = resolved

    def addresses(self, host: str, port: int) -> list[str]:
        """Where `host` is now; connect to these and to nothing else, or a second look-up may answer otherwise.

        Raises ForbiddenDestinationError when any one of them is forbidden, OSError when there is none.
        """
        self._must_allow_port(port)
        found = self.resolve(host, port)
        if not found:
            raise OSError("no address")
        if not all(self.allows(ipaddress.ip_address(text.partition("%")[0])) for text in found):
            raise ForbiddenDestinationError(host=host)
        return found

    def allows(self, address: Address) -> bool:
        return is_public(address) or any(address in network for network in self.private_networks)

    def check_url(self, url: str) -> None:
        """Say at once what is wrong with a URL, without looking its host up: that is done at each call."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise BadUrlError from None
        if not host or parts.username or parts.password or len(url) > LONGEST_URL or not _is_printable(url):
            raise BadUrlError
        self._must_allow_scheme(parts.scheme)
        self._must_allow_port(port or (443 if parts.scheme == "https" else 80))
        self._must_allow_literal(host)

    def _must_allow_scheme(self, scheme: str) -> None:
        if scheme not in ("http", "https"):
            raise BadUrlError
        if scheme == "http" and not self.allows_http:
            raise PlainHttpError

    def _must_allow_port(self, port: int) -> None:
        if port not in self.ports:
            raise ForbiddenPortError(port=port, ports=", ".join(map(str, sorted(self.ports))))

    def _must_allow_literal(self, host: str) -> None:
        literal = _literal(host)
        if (literal and not self.allows(literal)) or (host.rstrip(".") == "localhost" and not self.private_networks):
            raise ForbiddenDestinationError(host=host)


def _is_printable(url: str) -> bool:
    return url.isprintable() and " " not in url and "\\" not in url


def _literal(host: str) -> Address | None:
    """The address a host is written as: also in one decimal, hexadecimal or octal number, as C libraries read it."""
    for reading in (ipaddress.ip_address, _inet_aton):
        try:
            return reading(host)
        except (ValueError, OSError):
            continue
    return None


def _inet_aton(host: str) -> Address:
    return IPv4Address(socket.inet_aton(host))
