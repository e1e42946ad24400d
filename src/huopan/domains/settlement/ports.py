"""What the room needs from a payment provider; `huopan.config` hands the adapters in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

LONGEST_ID, LONGEST_REFERENCE = 100, 80
NUL = "\\u0000"  # as JSON writes it
SURROGATE = re.compile("[\ud800-\udfff]")


class ForgedNoticeError(RefusedError):
    kind = "invalid"
    sentence = said("The notice's signature does not fit its content; it was not accepted.")


class ProviderSilentError(RefusedError):
    """The provider gave no usable answer; what was asked may or may not have happened, so ask again later."""

    kind = "busy"
    sentence = said("The payment provider does not answer; nothing is lost, try again in a few minutes.")


@dataclass(frozen=True, slots=True)
class PaymentAsk:
    """A payment as a provider must know it. `reference` comes back in the notice and must fit."""

    number: str
    reference: str
    amount: Money
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider says about something we asked of it; the adapter has checked the signature already.

    `external_id`: the provider's own id of this notice, the same on every retry. `number`: our number of the payment,
    refund or payout. `payee`: the merchant id the money went to. `reference` as we gave it; None where the provider
    cannot say it, as in an answer to a question about our own number. `payload`: as it came, for the record.
    """

    kind: Literal["payment", "refund", "payout"]
    outcome: Literal["done", "failed"]
    external_id: str
    number: str
    amount: Money
    payee: str = ""
    reference: str | None = None
    provider_reference: str = ""
    because: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_storable(self) -> bool:
        """Whether every database can keep it: no NUL, no broken characters, nothing too long for its column."""
        text = json.dumps([self.number, self.external_id, self.because, dict(self.payload)], ensure_ascii=False)
        fits = len(self.external_id) <= LONGEST_ID and len(self.provider_reference) <= LONGEST_REFERENCE
        return fits and NUL not in text and not SURROGATE.search(text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a refund or a payout got at the provider."""

    state: Literal["pending", "done", "failed"]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """A bank account in full; only ever handed to a provider."""

    holder: str
    bank: str
    number: str


class PaymentProvider(Protocol):
    """Calls may raise ProviderSilentError. `refund` and `pay_out` are safe to repeat: our number is the key."""

    @property
    def code(self) -> str: ...

    @property
    def payee(self) -> str:
        """Our merchant id at the provider, which every notice must name."""

    def link(self, ask: PaymentAsk, *, return_url: str, notify_url: str) -> str:
        """The address of the provider's payment page; makes no call."""

    def parse_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Notice | None:
        """Read a callback; None for one that asks nothing of us. Raises ForgedNoticeError."""

    def query(self, number: str) -> Notice | None:
        """What the provider knows of the payment, as it would have told us; None while unpaid or unknown."""

    def refund(self, number: str, *, refund_number: str, amount: Money) -> Outcome: ...

    def pay_out(self, payout_number: str, *, destination: Destination, amount: Money) -> Outcome: ...


PROVIDERS: dict[str, PaymentProvider] = {}
