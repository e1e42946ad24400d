"""The sandbox and the platform, talking to each other as two parties do."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payment, Transfer
from huopan.domains.settlement.ports import Destination, Outcome, ProviderSilentError
from huopan.infra import clock
from huopan.infra.outbox.models import TrailEntry
from huopan.integrations.payments.sandbox.adapter import SandboxProvider
from huopan.integrations.payments.sandbox.courier import Courier, Parcel
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money
from tests.factories.parties import a_party, an_actor
from tests.factories.settlement import a_payment, an_allocation, balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment() -> Payment:
    return a_payment(a_party().pk, an_allocation(a_party("factory").pk, 12_345), at=clock.now())


def link_of(payment: Payment) -> str:
    return settlement.payment_link(
        number=payment.number,
        return_url="https://huopan.example/orders",
        by=an_actor(payment.payer),
        at=clock.now(),
    )


def state_of(payment: Payment) -> tuple[str, int]:
    payment.refresh_from_db()
    return payment.state, Transfer.objects.count()


def heard() -> int:
    return TrailEntry.objects.filter(name="settlement.PaymentReceived").count()


def test_paying_on_the_page_pays_the_order(sandbox, payment):
    assert sandbox.pay(link_of(payment)).json()["told"] == [200]
    assert state_of(payment) == ("paid", 1)


@pytest.mark.parametrize(
    ("way", "told"), [("pay", [200]), ("twice", [200, 200]), ("out_of_order", [200, 200]), ("late", []), ("never", [])]
)
def test_whatever_way_it_is_told_it_is_booked_once(sandbox, payment, way, told):
    assert sandbox.pay(link_of(payment), way).json()["told"] == told
    sandbox.courier.bring_what_waits()
    settlement.reconcile(at=clock.now() + timedelta(minutes=10))
    settlement.reconcile(at=clock.now() + timedelta(minutes=20))
    assert state_of(payment) == ("paid", 1)
    assert heard() == 1


def test_a_failed_attempt_may_be_followed_by_a_good_one(sandbox, payment):
    link = link_of(payment)
    assert sandbox.pay(link, "fail").json() == {"state": "failed", "told": [200]}
    assert state_of(payment) == ("pending", 0)
    sandbox.pay(link)
    assert state_of(payment) == ("paid", 1)


def test_paying_twice_on_the_page_is_paying_once(sandbox, payment):
    link = link_of(payment)
    assert sandbox.pay(link).json()["trade"] == sandbox.pay(link).json()["trade"]
    assert state_of(payment) == ("paid", 1)


def test_a_late_notice_after_closing_is_booked_as_late(sandbox, payment):
    sandbox.pay(link_of(payment), "late")
    settlement.close_payment(purpose="purchase", reference=payment.reference, by=SYSTEM, at=clock.now())
    assert sandbox.courier.bring_what_waits() == [200]
    assert state_of(payment) == ("late", 1)


def test_a_notice_is_brought_again_until_the_platform_listens(sandbox, payment, monkeypatch):
    from huopan.domains.settlement.ports import PROVIDERS

    link = link_of(payment)
    monkeypatch.delitem(PROVIDERS, "sandbox")
    assert sandbox.pay(link).json()["told"] == [404]
    monkeypatch.setitem(PROVIDERS, "sandbox", sandbox.provider)
    assert sandbox.courier.bring_what_waits() == [200]
    assert state_of(payment) == ("paid", 1)


def test_a_sandbox_notice_finds_no_door_where_the_provider_is_real(sandbox, payment, monkeypatch):
    from huopan.domains.settlement.ports import PROVIDERS

    link = link_of(payment)
    monkeypatch.delitem(PROVIDERS, "sandbox")
    assert sandbox.pay(link).json()["told"] == [404]
    assert state_of(payment) == ("pending", 0)


def test_refunds_come_back_over_http(sandbox, payment):
    sandbox.pay(link_of(payment))
    reference = payment.allocations[0][0]
    made = settlement.refund(reference=reference, amount=Money(345), cause="c", by=SYSTEM, at=clock.now())
    assert settlement.send_waiting(at=clock.now()).looked_at == 1
    made.refresh_from_db()
    assert made.state == "done"
    assert balance(payment.allocations[0][1], "escrow") == 12_000


def test_the_sandbox_gives_back_no_more_than_it_got(sandbox, payment):
    sandbox.pay(link_of(payment))
    refund = sandbox.provider.refund
    assert refund(payment.number, refund_number="RF1", amount=Money(12_000)) == Outcome("done")
    assert refund(payment.number, refund_number="RF1", amount=Money(12_000)) == Outcome("done")
    assert refund(payment.number, refund_number="RF2", amount=Money(346)).state == "failed"
    assert refund("PY-none", refund_number="RF3", amount=Money(1)).state == "failed"


@pytest.mark.parametrize(("account", "state"), [("6222020000112233", "done"), ("6222020000110000", "failed")])
def test_payouts_reach_accounts_that_exist(sandbox, account, state):
    to = Destination("工厂", "工商银行", account)
    assert sandbox.provider.pay_out("PO1", destination=to, amount=Money(5)).state == state
    assert sandbox.provider.pay_out("PO1", destination=to, amount=Money(5)).state == state


def test_calls_with_another_secret_are_refused(sandbox):
    stranger = SandboxProvider(url=sandbox.provider.url, secret="another", clock=clock.now)
    with pytest.raises(ProviderSilentError):
        stranger.query("PY1")


def test_a_sandbox_that_is_down_is_silent_not_broken(payment):
    nobody = SandboxProvider(url="http://127.0.0.1:9", secret="x", clock=clock.now)
    with pytest.raises(ProviderSilentError):
        nobody.query("PY1")


@pytest.mark.parametrize(("language", "word"), [("zh", "确认付款"), ("en", "Pay, but never tell")])
def test_the_page_speaks_both_languages(sandbox, payment, language, word):
    page = sandbox.client.get(link_of(payment), params={"lang": language})
    assert page.status_code == 200
    assert word in page.text
    assert "¥123.45" in page.text
    assert "script" not in page.text


def test_a_changed_link_is_refused_in_words(sandbox, payment):
    link = link_of(payment)
    page = sandbox.client.get(link[:-1] + ("0" if link[-1] != "0" else "1"))
    assert page.status_code == 404
    assert "重新点击付款" in page.text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("/pay/x.y", b"", 404), ("/query", b"{}", 403), ("/nowhere", b"", 404), ("/pay/x", b"x" * 70_000, 413)],
)
def test_the_sandbox_refuses_what_it_does_not_know(sandbox, path, body, status):
    assert sandbox.client.post(sandbox.provider.url + path, content=body).status_code == status


def test_the_sandbox_refuses_unknown_ways(sandbox, payment):
    assert sandbox.client.post(link_of(payment), json={"way": "steal"}).status_code == 400
    assert sandbox.client.post(link_of(payment), content=b"[", headers={"Content-Type": "application/json"}).is_error


def test_a_program_pays_with_one_post(sandbox, payment):
    link = link_of(payment)
    paid = sandbox.client.post(link, json={"way": "never"})
    assert paid.json() | {"trade": ""} == {"state": "paid", "trade": "", "told": []}
    assert sandbox.client.post(link + "?way=never").json() == paid.json()
    assert settlement.reconcile(at=clock.now() + timedelta(minutes=10)).found == 1


def test_a_browser_is_sent_back_to_the_shop(sandbox, payment):
    back = sandbox.client.post(link_of(payment), data={"way": "never"}, headers={"Accept": "text/html"})
    assert (back.status_code, back.headers["location"]) == (303, "https://huopan.example/orders")


def test_the_courier_tries_again_by_itself():
    answers = iter([500, 503, 200])
    brought: list[httpx.Request] = []

    def site(request: httpx.Request) -> httpx.Response:
        brought.append(request)
        return httpx.Response(next(answers))

    courier = Courier("s", retry_seconds=(0.01, 0.01), client=httpx.Client(transport=httpx.MockTransport(site)))
    assert courier.bring(Parcel("N1", "http://site.example/", {})) == 500
    wait_until(lambda: len(brought) == 3)
    assert {request.headers["sandbox-id"] for request in brought} == {"N1"}


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert is_so()


@pytest.mark.slow
def test_the_sandbox_runs_as_its_own_process():
    command = [sys.executable, "-m", "huopan.integrations.payments.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        address = re.search(r"http://\S+", process.stdout.readline()).group()
        assert httpx.get(f"{address}/healthz", trust_env=False).json() == {"state": "well"}
        process.terminate()
