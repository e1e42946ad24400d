"""The sandbox seen from the platform: signed links out, signed notices in, signed calls for everything else."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

import httpx

from huopan.domains.settlement.ports import (
    Destination,
    ForgedNoticeError,
    Notice,
    Outcome,
    PaymentAsk,
    ProviderSilentError,
)
from huopan.integrations.payments.sandbox.signing import BadSignatureError, Order, checked_id, signed_headers, token_of
from huopan.kernel.money import Money

CALL_SECONDS = 10.0
PAYEE = "huopan-sandbox"


@dataclass(frozen=True)
class SandboxProvider:
    """`url`: where the sandbox process listens. `clock` signs calls with the current time."""

    url: str
    secret: str
    clock: Callable[[], datetime]
    code: ClassVar[str] = "sandbox"
    payee: str = PAYEE

    @cached_property
    def client(self) -> httpx.Client:
        return httpx.Client(timeout=CALL_SECONDS, trust_env=False)

    def link(self, ask: PaymentAsk, *, return_url: str, notify_url: str) -> str:
        order = Order(
            number=ask.number,
            reference=ask.reference,
            amount_fen=ask.amount.fen,
            currency=ask.amount.currency,
            payee=self.payee,
            notify_url=notify_url,
            return_url=return_url,
            expires=int(ask.expires_at.timestamp()),
        )
        return f"{self.url}/pay/{token_of(order, self.secret)}"

    def parse_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Notice | None:
        try:
            notice_id = checked_id(self.secret, "notice", headers, body, timestamp=int(at.timestamp()))
            return notice_of(json.loads(body), notice_id)
        except (BadSignatureError, ValueError, TypeError, KeyError) as error:
            raise ForgedNoticeError from error

    def query(self, number: str) -> Notice | None:
        told = self._call("query", {"number": number})
        return notice_of(told, f"query-{told['trade']}") if told.get("trade") else None

    def refund(self, number: str, *, refund_number: str, amount: Money) -> Outcome:
        return _outcome(
            self._call("refund", {"number": number, "refund_number": refund_number, "amount_fen": amount.fen})
        )

    def pay_out(self, payout_number: str, *, destination: Destination, amount: Money) -> Outcome:
        return _outcome(
            self._call("payout", {"number": payout_number, "account": destination.number, "amount_fen": amount.fen})
        )

    def _call(self, what: str, asked: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(asked).encode()
        headers = signed_headers(
            self.secret,
            "call",
            message_id=secrets.token_hex(8),
            timestamp=int(self.clock().timestamp()),
            body=body,
        )
        try:
            answer = self.client.post(f"{self.url}/{what}", content=body, headers=headers).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderSilentError from error
        if not isinstance(answer, dict):
            raise ProviderSilentError
        return answer


def notice_of(told: Mapping[str, Any], external_id: str) -> Notice:
    """A notice from the sandbox's JSON. Raises KeyError or TypeError when it is not one."""
    if not isinstance(told["amount_fen"], int) or told["kind"] not in ("payment", "refund", "payout"):
        raise TypeError(told["kind"])
    return Notice(
        kind=told["kind"],
        outcome="done" if told["outcome"] == "done" else "failed",
        external_id=external_id,
        number=str(told["number"]),
        amount=Money(told["amount_fen"], str(told["currency"])),
        payee=str(told.get("payee", "")),
        reference=str(told.get("reference", "")),
        provider_reference=str(told.get("trade", "")),
        because=str(told.get("because", "")),
        payload=dict(told),
    )


def _outcome(told: Mapping[str, Any]) -> Outcome:
    if told.get("state") not in ("pending", "done", "failed"):
        raise ProviderSilentError
    return Outcome(told["state"], str(told.get("because", "")))
