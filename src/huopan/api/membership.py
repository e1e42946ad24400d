"""Plans, who has which, and what the operator grants and ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, cast

from django.utils.timezone import localdate
from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Day, Fen, Id, PlanCode, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.membership import actions as membership
from huopan.domains.membership import queries
from huopan.domains.membership.models import Subscription
from huopan.domains.parties.models import Party

router = Router(tags=["membership"])
State = Literal["upcoming", "running", "lapsed", "ended"]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class MembershipPlanOut(Schema):
    code: PlanCode
    name_zh: str
    name_en: str
    yearly_fee_fen: Fen
    needs_admission: bool = Field(description="Only for factories with a verified inspection that still holds")


class MembershipPlansOut(Schema):
    items: list[MembershipPlanOut]


class HeldPlanOut(Schema):
    plan: PlanCode
    name_zh: str
    name_en: str
    since: date = Field(description="The first day of an unbroken run of this plan")
    until_day: date = Field(description="The last day covered")


class HeldMembershipOut(Schema):
    membership: HeldPlanOut | None = Field(description="The plan in force today")


class SubscriptionIn(Schema):
    plan: PlanCode
    reference: Reference = Field(description="The contract or receipt: the fee is paid outside the platform")
    until_day: Day | None = Field(None, description="The last day covered; a year from the first day without it")


class MembershipEndingIn(Schema):
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class SubscriptionOut(Schema):
    id: int
    organisation_id: int
    plan: PlanCode
    state: State
    from_day: date
    until_day: date = Field(description="The last day covered; the day before from_day where none is")
    agreed_until_day: date
    reference: str
    granted_at: datetime
    ended_at: datetime | None
    ended_because: str


@router.get("/membership-plans", response=MembershipPlansOut)
@reads(public=True)
def list_membership_plans(request: Asking) -> MembershipPlansOut:  # noqa: ARG001 - every operation takes its request
    """What can be subscribed to, and what it costs a year."""
    return MembershipPlansOut(
        items=[MembershipPlanOut.model_validate(plan, from_attributes=True) for plan in queries.plans()]
    )


@router.get("/organisations/{party_id}/membership", response=HeldMembershipOut)
@reads(public=True)
def organisation_membership(request: Asking, party_id: Id) -> HeldMembershipOut:
    """The plan of an organisation, since when and until when. It is paid for, and lifts nothing in search."""
    party = Party.objects.visible_to(request.actor).seen(request.actor, pk=party_id)
    found = queries.memberships([party.pk], on=localdate(request.at)).get(party.pk)
    return HeldMembershipOut(membership=_member(found) if found else None)


@router.get("/subscriptions", response=Page[SubscriptionOut])
@reads("party.manage", "operate")
def list_subscriptions(request: Asking, paging: Query[Paging]) -> Page[SubscriptionOut]:
    """All that your organisation had, has and will have; everybody's for the operator."""
    return page_of(queries.subscriptions(request.actor), paging=paging, show=_subscription)


@router.post("/organisations/{party_id}/subscriptions", response={201: SubscriptionOut})
@writes("operate")
def grant_membership(request: Asking, party_id: Id, body: SubscriptionIn) -> SubscriptionOut:
    """From today, or from the day after the last one that it has: renewing is granting again, without a gap."""
    row = membership.grant_membership(
        party_id=party_id,
        plan_code=body.plan,
        reference=body.reference,
        until_day=body.until_day,
        by=request.actor,
        at=request.at,
    )
    return _subscription(row)


@router.post("/subscriptions/{subscription_id}/ending", response={200: SubscriptionOut})
@writes("operate")
def end_membership(request: Asking, subscription_id: Id, body: MembershipEndingIn) -> SubscriptionOut:
    """Before its last day: today is the first without. Its people are told why."""
    membership.end_membership(subscription_id=subscription_id, because=body.because, by=request.actor, at=request.at)
    return _subscription(queries.subscription(subscription_id, request.actor))


def _member(found: queries.Membership) -> HeldPlanOut:
    return HeldPlanOut(
        plan=cast("PlanCode", found.plan_code),
        name_zh=found.name_zh,
        name_en=found.name_en,
        since=found.since,
        until_day=found.until_day,
    )


def _subscription(row: Subscription) -> SubscriptionOut:
    same = (
        "from_day", "until_day", "agreed_until_day", "reference", "granted_at", "ended_at", "ended_because",
    )  # fmt: skip
    return SubscriptionOut(
        id=row.pk,
        organisation_id=row.party_id,
        plan=cast("PlanCode", row.plan.code),
        state=cast("State", row.state),
        **{name: getattr(row, name) for name in same},
    )
