from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.settlement.events import CommissionRateSet
from huopan.domains.settlement.models import CommissionRate
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import WHOLE_BASIS_POINTS
from huopan.kernel.refusal import RefusedError, said


class NotACommissionError(RefusedError):
    kind = "invalid"
    sentence = said("A commission is 0 to {most} basis points; {basis_points} is not.")


@transaction.atomic
def set_commission_rate(*, party_id: int, basis_points: int, by: Actor, at: datetime) -> CommissionRate:
    """Give a party its own commission, in 1/10,000, for what is released from now on. Raises NotACommissionError."""
    by.must("treasury")
    if not 0 <= basis_points <= WHOLE_BASIS_POINTS:
        raise NotACommissionError(most=WHOLE_BASIS_POINTS, basis_points=basis_points)
    rate, _ = CommissionRate.objects.update_or_create(party_id=party_id, defaults={"basis_points": basis_points})
    announce(
        CommissionRateSet(rate_id=rate.pk, payee_id=party_id, basis_points=basis_points, at=at, concerns=(party_id,)),
        by=by,
    )
    return rate
