"""Calls to Alipay's gateway: signed requests out, signed answers in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from huopan.domains.settlement.ports import ProviderSilentError
from huopan.integrations.payments.alipay.signing import BadSignatureError, check, signed

CHINA = timezone(timedelta(hours=8))
CALL_SECONDS = 15.0


@dataclass(frozen=True)
class Gateway:
    url: str
    app_id: str
    our_key: RSAPrivateKey
    alipays_key: RSAPublicKey
    clock: Callable[[], datetime]

    @cached_property
    def client(self) -> httpx.Client:
        return httpx.Client(timeout=CALL_SECONDS)

    def address(self, method: str, content: Mapping[str, Any], **also: str) -> str:
        """A signed address for the payer's browser."""
        return f"{self.url}?{urlencode(self._request(method, content, also))}"

    def call(self, method: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Alipay's answer to `method`, its signature checked. Raises ProviderSilentError without one to trust."""
        try:
            answer = self.client.post(self.url, data=self._request(method, content, {})).raise_for_status()
            return self._read(answer.text, f"{method.replace('.', '_')}_response")
        except (httpx.HTTPError, BadSignatureError, ValueError, KeyError, TypeError) as error:
            raise ProviderSilentError from error

    def _request(self, method: str, content: Mapping[str, Any], also: Mapping[str, str]) -> dict[str, str]:
        params = {
            "app_id": self.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": f"{self.clock().astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
            **also,
        }
        return {**params, "sign": signed(params, self.our_key)}

    def _read(self, text: str, name: str) -> dict[str, Any]:
        told = json.loads(text)
        check(told["sign"], _raw_value(text, name).encode(), self.alipays_key)
        answer: dict[str, Any] = told[name]
        return answer


def _raw_value(text: str, name: str) -> str:
    """The JSON text of member `name` exactly as it was sent: the signature covers its bytes, not its meaning."""
    start = text.index(f'"{name}"') + len(name) + 2
    start = text.index(":", start) + 1
    while text[start].isspace():
        start += 1
    _, end = json.JSONDecoder().raw_decode(text, start)
    return text[start:end]
