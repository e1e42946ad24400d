from __future__ import annotations

from django.conf import settings

from huopan.domains.settlement.models import CommissionRate


def commission_basis_points(payee_id: int) -> int:
    """The payee's own rate, else the platform's setting."""
    own = CommissionRate.objects.filter(party_id=payee_id).values_list("basis_points", flat=True).first()
    return settings.HUOPAN.commission_basis_points if own is None else own
