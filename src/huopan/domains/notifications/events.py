"""What happened to a party's webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class WebhookCreated(Event):
    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Event):
    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class WebhookSecretRotated(Event):
    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class WebhookDisabled(Event):
    """By its owner, or by the platform after days of failure or a 410."""

    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int
    because: str


@dataclass(frozen=True, kw_only=True)
class WebhookEnabled(Event):
    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(Event):
    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class WebhookPinged(Event):
    """The owner asks for a test; only the pinged endpoint hears it."""

    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class WebhookReplayed(Event):
    about: ClassVar[str] = "endpoint_id"

    endpoint_id: int
    delivery_count: int
