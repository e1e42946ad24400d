"""Alipay as a payment provider. Sources: opendocs.alipay.com on alipay.trade.page.pay, .wap.pay, .query, .refund and
"Asynchronous notification" (异步通知说明)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, unquote

from huopan.domains.settlement.ports import (
    Destination,
    ForgedNoticeError,
    Notice,
    Outcome,
    PaymentAsk,
    ProviderSilentError,
)
from huopan.integrations.payments.alipay.gateway import CHINA, Gateway
from huopan.integrations.payments.alipay.signing import NOT_SIGNED_IN_NOTICES, BadSignatureError, check, content
from huopan.kernel.money import Money, NotAnAmountError

SUCCESS = "10000"
PAID = {"TRADE_SUCCESS", "TRADE_FINISHED"}
TRADE_UNKNOWN = "ACQ.TRADE_NOT_EXIST"
BALANCE_TOO_LOW = "ACQ.SELLER_BALANCE_NOT_ENOUGH"
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
KEPT = {
    "notify_id",
    "notify_time",
    "app_id",
    "seller_id",
    "out_trade_no",
    "trade_no",
    "trade_status",
    "total_amount",
    "passback_params",
    "gmt_payment",
    "gmt_refund",
    "refund_fee",
    "out_biz_no",
}
REFUND_REFUSED = {
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "ACQ.REASON_TRADE_BEEN_FREEZEN",
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_STATUS_ERROR",
    "ACQ.DISCORDANT_REPEAT_REQUEST",
    "ACQ.BUYER_ERROR",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.REFUND_FEE_ERROR",
}


@dataclass(frozen=True)
class AlipayProvider:
    """`payee`: our seller id at Alipay (2088…). Payouts are made by hand and written down by the treasury: transfers
    to bank accounts need Alipay's certificate mode."""

    code: ClassVar[str] = "alipay"
    gateway: Gateway
    payee: str

    def link(self, ask: PaymentAsk, *, return_url: str, notify_url: str) -> str:
        asked = _asked(ask, "FAST_INSTANT_TRADE_PAY")
        return self.gateway.address("alipay.trade.page.pay", asked, notify_url=notify_url, return_url=return_url)

    def phone_link(self, ask: PaymentAsk, *, return_url: str, notify_url: str) -> str:
        """The same for a phone's browser, which opens the Alipay app."""
        asked = _asked(ask, "QUICK_WAP_WAY")
        return self.gateway.address("alipay.trade.wap.pay", asked, notify_url=notify_url, return_url=return_url)

    def parse_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Notice | None:  # noqa: ARG002
        """Alipay signs no time, so age is no ground for refusal: a replay finds its `notify_id` taken."""
        try:
            told = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            check(told["sign"], content(told, without=NOT_SIGNED_IN_NOTICES), self.gateway.alipays_key)
            return self._notice(told)
        except (BadSignatureError, NotAnAmountError, ValueError, KeyError) as error:
            raise ForgedNoticeError from error

    def query(self, number: str) -> Notice | None:
        told = self.gateway.call("alipay.trade.query", {"out_trade_no": number})
        if told.get("sub_code") == TRADE_UNKNOWN or told.get("trade_status") not in PAID:
            return None
        return Notice(
            kind="payment",
            outcome="done",
            external_id=f"query-{told['trade_no']}",
            number=told["out_trade_no"],
            amount=_yuan(told["total_amount"]),
            payee=self.payee,
            provider_reference=told["trade_no"],
            payload=told,
        )

    def refund(self, number: str, *, refund_number: str, amount: Money) -> Outcome:
        """`out_request_no` makes it safe to repeat. A code of 10000 without `fund_change` Y says only "heard"."""
        asked = {"out_trade_no": number, "refund_amount": f"{amount.yuan():.2f}", "out_request_no": refund_number}
        told = self.gateway.call("alipay.trade.refund", asked)
        if told.get("code") != SUCCESS:
            return _refund_refused(told)
        if told.get("fund_change") == "Y":
            return Outcome("done")
        return self._refund_status(number, refund_number)

    def pay_out(self, payout_number: str, *, destination: Destination, amount: Money) -> Outcome:  # noqa: ARG002
        return Outcome("pending", "to be made by hand")

    def _notice(self, told: dict[str, str]) -> Notice | None:
        """None for news that asks nothing of us: waiting for the buyer, or closed unpaid."""
        if told["trade_status"] not in PAID:
            return None
        is_for_us = told["app_id"] == self.gateway.app_id
        return Notice(
            kind="payment",
            outcome="done",
            external_id=told["notify_id"],
            number=told["out_trade_no"],
            amount=_yuan(told["total_amount"]),
            payee=told["seller_id"] if is_for_us else f"app {told['app_id']}",
            reference=unquote(told.get("passback_params", "")),
            provider_reference=told["trade_no"],
            payload={name: value for name, value in told.items() if name in KEPT},
        )

    def _refund_status(self, number: str, refund_number: str) -> Outcome:
        asked = {"out_trade_no": number, "out_request_no": refund_number}
        told = self.gateway.call("alipay.trade.fastpay.refund.query", asked)
        return Outcome("done" if told.get("refund_status") == "REFUND_SUCCESS" else "pending")


def _refund_refused(told: Mapping[str, Any]) -> Outcome:
    """Final refusals fail; a lack of balance waits; anything else leaves it open whether the refund was made."""
    code, because = str(told.get("sub_code", "")), str(told.get("sub_msg", ""))
    if code == BALANCE_TOO_LOW:
        return Outcome("pending", because)
    if code in REFUND_REFUSED:
        return Outcome("failed", because)
    raise ProviderSilentError


def _asked(ask: PaymentAsk, product: str) -> dict[str, str]:
    return {
        "out_trade_no": ask.number,
        "total_amount": f"{ask.amount.yuan():.2f}",
        "subject": ask.reference,
        "product_code": product,
        "passback_params": quote(ask.reference, safe=""),
        "time_expire": f"{ask.expires_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
    }


def _yuan(text: str) -> Money:
    """Alipay writes amounts as 88.88, always in yuan."""
    if not AMOUNT.fullmatch(text):
        raise NotAnAmountError(text=text, decimals=2)
    return Money.from_yuan(text)
