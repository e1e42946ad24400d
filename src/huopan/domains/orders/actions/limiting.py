"""Setting how much somebody may order without asking, and holding them to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.orders import queries
from huopan.domains.orders.events import SpendingLimitSet
from huopan.domains.orders.models import SpendingLimit
from huopan.domains.parties import queries as parties
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, UnknownError, said


class LimitNotForApproverError(RefusedError):
    sentence = said("{person} manages the team and approves for others, so no limit binds them; change the role first.")


@transaction.atomic
def set_spending_limit(
    *, person_id: int, per_order: Money | None, per_month: Money | None, by: Actor, at: datetime
) -> SpendingLimit | None:
    """How much a person of `by`'s party may order without approval; None limits nothing, both None end the limit.

    Raises ForbiddenError without "team.manage", UnknownError for who is not on the team, LimitNotForApproverError.
    """
    by.must("team.manage")
    grant = parties.team(by).filter(person_id=person_id).first()
    if grant is None:
        raise UnknownError(what=str(SpendingLimit._meta.get_field("person").verbose_name))
    if grant.role == "owner":
        raise LimitNotForApproverError(person=str(grant.person))
    per_order_fen, per_month_fen = (None if money is None else money.fen for money in (per_order, per_month))
    rows = SpendingLimit.objects.filter(buyer_id=by.party_id, person_id=person_id)
    limit = None
    if per_order_fen is None and per_month_fen is None:
        rows.delete()
    else:
        limit, _is_new = rows.update_or_create(
            buyer_id=by.party_id,
            person_id=person_id,
            defaults={
                "per_order_fen": per_order_fen,
                "per_month_fen": per_month_fen,
                "set_by_id": by.person_id,
                "set_at": at,
            },
        )
    announce(
        SpendingLimitSet(
            buyer_id=by.party_id,
            person_id=person_id,
            per_order_fen=per_order_fen,
            per_month_fen=per_month_fen,
            concerns=(by.party_id,),
            at=at,
        ),
        by=by,
    )
    return limit


def must_stay_within_limit(total: Money, *, by: Actor, at: datetime) -> None:
    """Raise OverOrderLimitError or OverMonthLimitError; the limit's row stays locked, so that of two purchases at once
    the second counts the first."""
    allowance = queries.allowance(by, at, is_locked=True)
    if allowance and (refusal := allowance.refusal(total)):
        raise refusal
