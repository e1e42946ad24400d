"""Alipay with keys made here: against a gateway process of our own, and at the notification door."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payment, ProviderNotice, Transfer
from huopan.domains.settlement.ports import PROVIDERS, Destination, Outcome, PaymentAsk, ProviderSilentError
from huopan.infra import clock
from huopan.integrations.payments.alipay.adapter import AlipayProvider
from huopan.integrations.payments.alipay.gateway import Gateway
from huopan.integrations.payments.alipay.signing import check, content, private_key, public_key, signed
from huopan.kernel.money import Money
from tests.factories.parties import a_party
from tests.factories.settlement import NOON, a_payment, an_allocation

ROOT = Path(__file__).resolve().parents[4]
DOOR = "/payments/notify/alipay"
SELLER, APP = "2088101122136241", "2014072300007148"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pairs, written as Alipay's key tool writes them: base64 without PEM lines."""
    folder = tmp_path_factory.mktemp("keys")
    for owner in ("merchant", "alipay"):
        pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = pair.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        public = pair.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        (folder / f"{owner}_private").write_text(b64encode(private).decode())
        (folder / f"{owner}_public").write_text(b64encode(public).decode())
    return folder


@dataclass
class Standing:
    url: str
    provider: AlipayProvider

    def trade(self, **fields: str) -> None:
        httpx.post(self.url.replace("gateway.do", "trade"), data=fields, trust_env=False)

    def fault(self, name: str) -> None:
        httpx.post(self.url.replace("gateway.do", f"fault?name={name}"), trust_env=False)


@pytest.fixture(scope="module")
def gateway(keys: Path) -> Iterator[Standing]:
    command = [sys.executable, "-m", "tests.integrations.payments.alipay.gateway", str(keys)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        own = Gateway(url, APP, private_key(keys / "merchant_private"), public_key(keys / "alipay_public"), clock.now)
        own.__dict__["client"] = httpx.Client(timeout=1.0, trust_env=False)
        yield Standing(url, AlipayProvider(own, SELLER))
        process.terminate()


@pytest.fixture
def payment(db: None, gateway: Standing, monkeypatch: pytest.MonkeyPatch) -> Payment:
    monkeypatch.setitem(PROVIDERS, "alipay", gateway.provider)
    opened = a_payment(a_party().pk, an_allocation(a_party("factory").pk, 12_345), at=clock.now())
    Payment.objects.update(provider="alipay")
    opened.refresh_from_db()
    return opened


def notification(payment: Payment, **changed: str) -> dict[str, str]:
    """As documented: what Alipay posts when a trade has succeeded."""
    return {
        "notify_time": "2026-11-23 12:00:00",
        "notify_type": "trade_status_sync",
        "notify_id": "2026112300222120000049991234567890",
        "charset": "utf-8",
        "version": "1.0",
        "app_id": APP,
        "auth_app_id": APP,
        "trade_no": "2026112322001449991234567890",
        "out_trade_no": payment.number,
        "seller_id": SELLER,
        "buyer_id": "2088102122524333",
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "123.45",
        "receipt_amount": "123.45",
        "subject": payment.reference,
        "passback_params": payment.reference,
        "fund_bill_list": '[{"amount":"123.45","fundChannel":"ALIPAYACCOUNT"}]',
        "gmt_payment": "2026-11-23 11:59:59",
        **changed,
    }


def signed_by_alipay(told: dict[str, str], keys: Path) -> dict[str, str]:
    text = content(told, without=set())
    signature = private_key(keys / "alipay_private").sign(text, PKCS1v15(), SHA256())
    return {**told, "sign_type": "RSA2", "sign": b64encode(signature).decode()}


def bring(told: dict[str, str]) -> tuple[int, str]:
    answer = Client().post(DOOR, urlencode(told), content_type="application/x-www-form-urlencoded")
    return answer.status_code, answer.content.decode()


def state_of(payment: Payment) -> tuple[str, int]:
    payment.refresh_from_db()
    return payment.state, Transfer.objects.count()


@pytest.mark.parametrize("phone", [False, True])
def test_the_link_is_a_signed_address_of_the_gateway(gateway, keys, phone):
    ask = PaymentAsk("PY261123ABCDEFGH", "PG261123ABCDEFGH", Money(8_800), NOON)
    link = gateway.provider.phone_link if phone else gateway.provider.link
    address = urlsplit(link(ask, return_url="https://a.example/回", notify_url="https://a.example/n"))
    params = dict(parse_qsl(address.query))
    check(params["sign"], content(params, without={"sign"}), public_key(keys / "merchant_public"))
    assert params["method"] == ("alipay.trade.wap.pay" if phone else "alipay.trade.page.pay")
    assert '"total_amount":"88.00"' in params["biz_content"]
    assert '"time_expire":"2026-11-23 12:00:00"' in params["biz_content"]


def test_a_signature_known_from_the_rules(keys):
    """Sorted by name, empty values and `sign` left out, nothing escaped."""
    params = {"b": "2&=", "a": "中文", "c": "", "sign_type": "RSA2", "sign": "x"}
    assert content(params, without={"sign"}) == "a=中文&b=2&=&sign_type=RSA2".encode()
    check(signed(params, private_key(keys / "merchant_private")), b"a=\xe4\xb8\xad\xe6\x96\x87&b=2&=&sign_type=RSA2",
          public_key(keys / "merchant_public"))  # fmt: skip


def test_a_notification_pays_the_order_and_is_answered_success(payment, keys):
    assert bring(signed_by_alipay(notification(payment), keys)) == (200, "success")
    assert state_of(payment) == ("paid", 1)


def test_the_same_notification_again_changes_nothing(payment, keys):
    told = signed_by_alipay(notification(payment), keys)
    assert [bring(told) for _ in range(3)] == [(200, "success")] * 3
    assert state_of(payment) == ("paid", 1)


@pytest.mark.parametrize("status", ["WAIT_BUYER_PAY", "TRADE_CLOSED"])
def test_other_news_is_heard_and_not_booked(payment, keys, status):
    assert bring(signed_by_alipay(notification(payment, trade_status=status), keys)) == (200, "success")
    assert state_of(payment) == ("pending", 0)


def test_the_end_of_a_trade_after_its_success_changes_nothing(payment, keys):
    bring(signed_by_alipay(notification(payment), keys))
    later = notification(payment, trade_status="TRADE_FINISHED", notify_id="another", refund_fee="1.00")
    assert bring(signed_by_alipay(later, keys)) == (200, "success")
    assert state_of(payment) == ("paid", 1)


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"total_amount": "123.44"}, "amount"),
        ({"seller_id": "2088000000000000"}, "payee"),
        ({"app_id": "2014000000000000"}, "payee"),
        ({"passback_params": "PG-other"}, "reference"),
        ({"out_trade_no": "PY-none"}, "unknown"),
    ],
)
def test_a_signed_misfit_is_quarantined(payment, keys, changed, because):
    assert bring(signed_by_alipay(notification(payment, **changed), keys))[0] == 422
    assert ProviderNotice.objects.get().because == because
    assert state_of(payment) == ("pending", 0)


@pytest.mark.parametrize("amount", ["123.456", "1e2", "¥123.45", "-123.45", "", "１２３.45", "123,45", "NaN"])
def test_an_amount_that_is_none_is_refused(payment, keys, amount):
    assert bring(signed_by_alipay(notification(payment, total_amount=amount), keys))[0] == 400
    assert state_of(payment) == ("pending", 0)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(data=st.data())
def test_any_change_after_signing_is_refused(payment, keys, data):
    told = signed_by_alipay(notification(payment), keys)
    field = data.draw(st.sampled_from(sorted(set(told) - {"sign_type"})))
    told[field] = data.draw(st.text(max_size=40).filter(lambda text: text != told[field]))
    assert bring({**told, field: told[field]})[0] == 400
    assert state_of(payment) == ("pending", 0)


@pytest.mark.parametrize("changed", [{"extra": "1"}, {"refund_fee": "1.00"}])
def test_nothing_may_be_added_after_signing(payment, keys, changed):
    assert bring({**signed_by_alipay(notification(payment), keys), **changed})[0] == 400


def test_our_own_key_signs_no_notifications(payment, keys):
    told = notification(payment)
    own = signed(told, private_key(keys / "merchant_private"))
    assert bring({**told, "sign": own, "sign_type": "RSA2"})[0] == 400


@pytest.mark.parametrize("raw", [b"", b"sign=&", b"\xff\xfe", b"sign=%00", b"a=1"])
def test_nonsense_is_refused(payment, raw):
    answer = Client().post(DOOR, raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def paid_trade(payment: Payment, **changed: str) -> dict[str, str]:
    return {
        "out_trade_no": payment.number,
        "trade_no": "2026112322001449991234567890",
        "trade_status": "TRADE_SUCCESS",
        "total_amount": "123.45",
        **changed,
    }


def test_a_lost_notification_is_found_by_asking(payment, gateway, keys):
    gateway.trade(**paid_trade(payment))
    assert settlement.reconcile(at=payment.expires_at).found == 1
    assert bring(signed_by_alipay(notification(payment), keys)) == (200, "success")
    assert state_of(payment) == ("paid", 1)


def test_an_unpaid_or_unknown_trade_is_not_booked(payment, gateway):
    assert gateway.provider.query(payment.number) is None
    gateway.trade(**paid_trade(payment, trade_status="WAIT_BUYER_PAY"))
    assert gateway.provider.query(payment.number) is None


@pytest.mark.parametrize("fault", ["down", "slow", "unsigned", "forged", "garbage"])
def test_an_answer_that_cannot_be_trusted_is_silence(payment, gateway, fault):
    gateway.trade(**paid_trade(payment, total_amount="1.00"))
    gateway.fault(fault)
    with pytest.raises(ProviderSilentError):
        gateway.provider.query(payment.number)
    assert gateway.provider.query(payment.number).amount == Money(100)


def test_a_refund_is_made_once_however_often_asked(payment, gateway):
    gateway.trade(**paid_trade(payment))
    refund = gateway.provider.refund
    assert refund(payment.number, refund_number="RF1", amount=Money(10_000)) == Outcome("done")
    assert refund(payment.number, refund_number="RF1", amount=Money(10_000)) == Outcome("done")
    assert refund(payment.number, refund_number="RF2", amount=Money(2_346)).state == "failed"
    assert refund(payment.number, refund_number="RF3", amount=Money(2_345)) == Outcome("done")


def test_a_refund_without_an_answer_stays_open(payment, gateway):
    gateway.trade(**paid_trade(payment))
    gateway.fault("silent_refund")
    with pytest.raises(ProviderSilentError):
        gateway.provider.refund(payment.number, refund_number="RF1", amount=Money(100))


def test_a_stranger_cannot_ask_the_gateway(gateway, keys):
    stranger = Gateway(
        gateway.url, APP, private_key(keys / "alipay_private"), public_key(keys / "alipay_public"), clock.now
    )
    with pytest.raises(ProviderSilentError):
        AlipayProvider(stranger, SELLER).query("PY1")


def test_payouts_wait_for_the_treasury(gateway):
    outcome = gateway.provider.pay_out("PO1", destination=Destination("厂", "银行", "6222"), amount=Money(1))
    assert outcome.state == "pending"
