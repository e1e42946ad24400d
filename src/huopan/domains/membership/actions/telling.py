"""How the news of a membership is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huopan.domains.membership.events import (
    MembershipChanged,
    MembershipEnded,
    MembershipGranted,
    MembershipLapsed,
)
from huopan.domains.membership.models import Subscription
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor


def tell_granted(row: Subscription, by: Actor, at: datetime) -> None:
    days: dict[str, Any] = {"from_day": row.from_day.isoformat(), "until_day": row.until_day.isoformat()}
    announce(MembershipGranted(**_what(row), **days, reference=row.reference, concerns=(row.party_id,), at=at), by=by)


def tell_ended(row: Subscription, by: Actor, at: datetime) -> None:
    announce(MembershipEnded(**_what(row), because=row.ended_because, concerns=(row.party_id,), at=at), by=by)


def tell_lapsed(row: Subscription, *, is_followed: bool, at: datetime) -> None:
    announce(MembershipLapsed(**_what(row), is_followed=is_followed, concerns=(row.party_id,), at=at), by=SYSTEM)


def tell_in_force(party_id: int, plan_code: str, by: Actor, at: datetime) -> None:
    announce(MembershipChanged(party_id=party_id, plan_code=plan_code, concerns=(party_id,), at=at), by=by)


def _what(row: Subscription) -> dict[str, Any]:
    return {
        "party_id": row.party_id,
        "subscription_id": row.pk,
        "plan_code": row.plan.code,
        "plan_zh": row.plan.name_zh,
        "plan_en": row.plan.name_en,
    }
