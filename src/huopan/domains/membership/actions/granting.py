"""A membership is granted, or goes on: what was agreed and paid outside the platform is written down here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from huopan.domains.membership.actions.telling import tell_granted, tell_in_force
from huopan.domains.membership.models import Plan, Subscription
from huopan.domains.membership.policies import must_decide_for
from huopan.domains.membership.queries import is_admitted
from huopan.domains.membership.rules import LONGEST, first_day, year_from
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

LONGEST_REFERENCE = 80


class OnlySellersAreMembersError(RefusedError):
    sentence = said("Only who sells here has a membership; a buyer needs none.")


class MemberNotActiveError(RefusedError):
    sentence = said("The organisation may not trade at the moment, so it gets no membership now.")


class PlanNotOfferedError(RefusedError):
    kind = "invalid"
    sentence = said("There is no such plan to be had; choose one of those on offer.")


class NotAdmittedError(RefusedError):
    sentence = said("“{plan}” is for factories whose inspection is verified and still holds; check that one first.")


class ReferenceMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Name the contract or receipt in up to {limit} characters: the fee is paid outside the platform.")


class ReferenceKnownError(RefusedError):
    sentence = said("“{reference}” is written down already; one contract gives one membership.")


class LastDayError(RefusedError):
    kind = "invalid"
    sentence = said("It would begin on {first}; its last day lies between that and {latest}.")


@transaction.atomic
def grant_membership(
    *, party_id: int, plan_code: str, reference: str, until_day: date | None = None, by: Actor, at: datetime
) -> Subscription:
    """Give an organisation a plan from today, or from the day after the last one it has, until `until_day` (a year).

    So renewing is granting again, and leaves no gap. Raises ForbiddenError without "operate", OwnMembershipError,
    UnknownError, OnlySellersAreMembersError, MemberNotActiveError, PlanNotOfferedError, NotAdmittedError,
    ReferenceMissingError, ReferenceKnownError, LastDayError."""
    granted_by = must_decide_for(party_id, by)
    party: Party = Party.objects.visible_to(by).select_for_update().seen(by, pk=party_id)
    today = localdate(at)
    plan = _plan(plan_code)
    _must_be_fit(party, plan, today)
    begins = first_day(today, _covered_until(party_id))
    row = Subscription(
        party=party,
        plan=plan,
        from_day=begins,
        until_day=_last_day(begins, until_day, today),
        reference=_reference(reference),
        granted_by_id=granted_by,
        granted_at=at,
        began_at=at if begins <= today and not _runs(party_id) else None,
    )
    row.agreed_until_day = row.until_day
    _insert(row)
    tell_granted(row, by, at)
    if row.began_at:
        tell_in_force(party_id, plan.code, by, at)
    return row


def _plan(code: str) -> Plan:
    plan: Plan | None = Plan.objects.filter(code=code, is_offered=True).first()
    if plan is None:
        raise PlanNotOfferedError
    return plan


def _must_be_fit(party: Party, plan: Plan, today: date) -> None:
    if not party.is_seller:
        raise OnlySellersAreMembersError
    if party.state != Party.State.ACTIVE:
        raise MemberNotActiveError
    if plan.needs_admission and not is_admitted(party, on=today):
        raise NotAdmittedError(plan=str(plan))


def _covered_until(party_id: int) -> date | None:
    live = Subscription.objects.filter(party_id=party_id, ended_at__isnull=True)
    last: date | None = live.aggregate(last=Max("until_day"))["last"]
    return last


def _runs(party_id: int) -> bool:
    """Also what was over at midnight and that the sweep has not ended yet: it begins the next one then."""
    return Subscription.objects.running().filter(party_id=party_id).exists()


def _last_day(begins: date, until_day: date | None, today: date) -> date:
    last, latest = until_day or year_from(begins), today + LONGEST
    if not begins <= last <= latest:
        raise LastDayError(first=begins, latest=latest, field="until_day")
    return last


def _reference(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST_REFERENCE:
        raise ReferenceMissingError(limit=LONGEST_REFERENCE, field="reference")
    return text


def _insert(row: Subscription) -> None:
    """The party's row is locked, so days cannot clash: what is refused is the contract's name."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ReferenceKnownError(reference=row.reference) from None
