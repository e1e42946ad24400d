"""What happens to memberships. `plan_code`: one of rules.PLAN_CODES."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class _OfSubscription:
    """Plans are told by name too, so that a notice reads the same after a plan was renamed; days as 2027-06-30."""

    about: ClassVar[str] = "party_id"

    party_id: int
    subscription_id: int
    plan_code: str
    plan_zh: str
    plan_en: str


@dataclass(frozen=True, kw_only=True)
class MembershipGranted(_OfSubscription, Event):
    from_day: str
    until_day: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(_OfSubscription, Event):
    """Before its last day, by the operator."""

    because: str


@dataclass(frozen=True, kw_only=True)
class MembershipLapsed(_OfSubscription, Event):
    """Its last day is over. `is_followed`: another one goes on from there."""

    is_followed: bool


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    """Which plan is in force is another one now; "" for none."""

    about: ClassVar[str] = "party_id"

    party_id: int
    plan_code: str
