from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.infra.outbound.destinations import (
    BadUrlError,
    ForbiddenDestinationError,
    ForbiddenPortError,
    Guard,
    PlainHttpError,
    is_public,
)

FORBIDDEN = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "198.18.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fc00::1", "fd00::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1",  # mapped
    "::127.0.0.1", "::10.0.0.1",  # compatible
    "::ffff:0:127.0.0.1",  # translated
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",  # NAT64
    "64:ff9b:1::7f00:1",  # NAT64 of a local network
    "2002:7f00:1::", "2002:a00:1::1",  # 6to4
    "2001:0:7f00:1::",  # Teredo
]  # fmt: skip
PUBLIC = ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_no_private_address_passes_in_any_dress(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_address_passes(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@given(st.sampled_from(["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]), st.data())
def test_wrapping_a_private_address_never_makes_it_public(network: str, data: st.DataObject) -> None:
    inside = ipaddress.IPv4Network(network)
    number = data.draw(st.integers(int(inside[0]), int(inside[-1])))
    wraps = [(0xFFFF << 32) | number, number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80) | 1]
    assert not any(is_public(ipaddress.IPv6Address(wrapped)) for wrapped in wraps)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("ftp://example.com/", BadUrlError),
        ("file:///etc/passwd", BadUrlError),
        ("https://", BadUrlError),
        ("https://user:password@example.com/", BadUrlError),
        ("https://exa mple.com/", BadUrlError),
        ("https://example.com\\@127.0.0.1/", BadUrlError),
        ("https://[::1", BadUrlError),
        ("https://example.com:99999/", BadUrlError),
        ("https://example.com/" + "a" * 500, BadUrlError),
        ("https://example.com/\n", BadUrlError),
        ("http://example.com/", PlainHttpError),
        ("https://example.com:22/", ForbiddenPortError),
        ("https://127.0.0.1/", ForbiddenDestinationError),
        ("https://2130706433/", ForbiddenDestinationError),
        ("https://0x7f.1/", ForbiddenDestinationError),
        ("https://0177.0.0.1/", ForbiddenDestinationError),
        ("https://127.1/", ForbiddenDestinationError),
        ("https://[::ffff:127.0.0.1]/", ForbiddenDestinationError),
        ("https://localhost/", ForbiddenDestinationError),
        ("https://localhost./", ForbiddenDestinationError),
    ],
)
def test_bad_url_is_refused_at_once(url: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Guard().check_url(url)


@pytest.mark.parametrize("url", ["https://example.com/hooks?x=1", "https://例子.测试/", "https://1.1.1.1:8443/"])
def test_good_url_passes(url: str) -> None:
    Guard().check_url(url)


def test_one_private_answer_among_public_ones_is_refused() -> None:
    guard = Guard(resolve=lambda _host, _port: ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(ForbiddenDestinationError):
        guard.addresses("example.com", 443)


def test_operators_own_network_is_reached_when_named() -> None:
    guard = Guard(private_networks=(ipaddress.ip_network("10.2.0.0/16"),), resolve=lambda _host, _port: ["10.2.0.9"])
    assert guard.addresses("hooks.internal", 443) == ["10.2.0.9"]
    assert not guard.allows(ipaddress.ip_address("10.3.0.9"))


def test_scoped_address_is_judged_by_its_address() -> None:
    with pytest.raises(ForbiddenDestinationError):
        Guard(resolve=lambda _host, _port: ["fe80::1%eth0"]).addresses("example.com", 443)
