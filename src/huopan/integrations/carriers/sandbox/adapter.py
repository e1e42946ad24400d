"""The sandbox courier behind the port: labels by signed calls, sightings by signed pushes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx

from huopan.domains.logistics.ports import CarrierSilentError, ForgedPushError, Seen
from huopan.integrations.carriers.sandbox.signing import BadSignatureError, signed, verified

PATIENCE_SECONDS = 3.0
ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class SandboxCarrier:
    url: str
    secret: str
    clock: Callable[[], datetime]
    code: str = "sandbox"

    def label(self, *, request_id: str, reference: str) -> str:
        """Asked once more when the first answer is lost: the courier gives the same number to the same request."""
        body = json.dumps({"request_id": request_id, "reference": reference})
        for _ in range(ATTEMPTS):
            try:
                headers = signed(self.secret, message_id=request_id, at=self.clock(), body=body)
                answer = httpx.post(f"{self.url}/labels", content=body, headers=headers, timeout=PATIENCE_SECONDS)
                return str(answer.raise_for_status().json()["waybill_number"])
            except (httpx.HTTPError, ValueError, KeyError):
                continue
        raise CarrierSilentError

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> list[Seen]:
        try:
            return [_seen(row) for row in verified(self.secret, headers, body)["sightings"]]
        except (BadSignatureError, ValueError, KeyError, TypeError) as error:
            raise ForgedPushError from error


def _seen(row: Mapping[str, str]) -> Seen:
    seen_at = datetime.fromisoformat(row["seen_at"])
    if seen_at.tzinfo is None:
        raise ValueError(row["seen_at"])
    texts = (str(row["waybill_number"])[:40], str(row["kind"]), str(row["external_id"])[:80], str(row["place"])[:80])
    return Seen(*texts, seen_at)
