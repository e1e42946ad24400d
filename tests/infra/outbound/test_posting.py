from __future__ import annotations

import ipaddress
import resource
import time
from collections.abc import Iterator

import pytest

from huopan.infra.outbound.destinations import ForbiddenDestinationError, ForbiddenPortError, Guard, PlainHttpError
from huopan.infra.outbound.guarding import Limits
from huopan.infra.outbound.posting import Reply, UnreachableError, post
from tests.factories.receivers import Receiver, a_closed_port, a_receiver

HASTE = Limits(total_seconds=0.6, connect_seconds=0.3)
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as running:
        yield running


def send(url: str, *, guard: Guard | None = None, limits: Limits = HASTE) -> Reply:
    port = int(url.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    guard = guard or Guard(ports=frozenset({port}), allows_http=True, private_networks=LOOPBACK)
    return post(url, content=b"{}", headers={}, guard=guard, limits=limits)


def test_answer_comes_back(receiver: Receiver) -> None:
    assert send(receiver.url + "/ok") == Reply(200, "", "thanks")
    assert send(receiver.url + "/busy").retry_after == "900"


def test_redirect_is_an_answer_and_not_followed(receiver: Receiver) -> None:
    assert send(receiver.url + "/redirect").status == 302
    assert [each.path for each in receiver.received] == ["/redirect"]


def test_nothing_is_unpacked(receiver: Receiver) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert send(receiver.url + "/bomb").status == 200
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_slowness_ends_at_the_deadline(receiver: Receiver, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(UnreachableError):
        send(receiver.url + path)
    assert time.monotonic() - begun < 8  # the drip alone would take 20 s


def test_gigabyte_is_not_read(receiver: Receiver) -> None:
    assert send(receiver.url + "/gigabyte").status == 200


@pytest.mark.parametrize("path", ["/headers", "/garbage"])
def test_what_is_not_an_answer_is_no_answer(receiver: Receiver, path: str) -> None:
    with pytest.raises(UnreachableError):
        send(receiver.url + path)


def test_closed_port_is_no_answer() -> None:
    with pytest.raises(UnreachableError):
        send(f"http://127.0.0.1:{a_closed_port()}/")


def test_unknown_host_is_no_answer() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(UnreachableError):
        send("https://nowhere.example:443/", guard=Guard(resolve=unknown))


def test_name_that_rebinds_to_an_internal_address_reaches_nothing(receiver: Receiver) -> None:
    """The second look-up answers otherwise; there is none, and each call checks what it connects to."""
    answers = iter([["1.1.1.1"], ["127.0.0.1"]])
    guard = Guard(ports=frozenset({receiver.port}), allows_http=True, resolve=lambda _host, _port: next(answers))
    guard.addresses("rebind.example", receiver.port)
    with pytest.raises(ForbiddenDestinationError):
        send(f"http://rebind.example:{receiver.port}/ok", guard=guard)
    assert receiver.received == []


def test_connection_goes_to_the_address_that_was_checked(receiver: Receiver) -> None:
    looked_up: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    guard = Guard(ports=frozenset({receiver.port}), allows_http=True, private_networks=LOOPBACK, resolve=resolve)
    assert send(f"http://checked.example:{receiver.port}/ok", guard=guard).status == 200
    assert looked_up == ["checked.example"]
    assert receiver.received[0].headers["host"] == f"checked.example:{receiver.port}"


def test_loopback_is_refused_without_leave(receiver: Receiver) -> None:
    guard = Guard(ports=frozenset({receiver.port}), allows_http=True)
    with pytest.raises(ForbiddenDestinationError):
        send(receiver.url + "/ok", guard=guard)
    with pytest.raises(ForbiddenPortError):
        send(receiver.url + "/ok", guard=Guard(allows_http=True, private_networks=LOOPBACK))
    with pytest.raises(PlainHttpError):
        send(receiver.url + "/ok", guard=Guard(ports=frozenset({receiver.port}), private_networks=LOOPBACK))


def test_environment_proxies_are_ignored(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{a_closed_port()}")
    assert send(receiver.url + "/ok").status == 200
