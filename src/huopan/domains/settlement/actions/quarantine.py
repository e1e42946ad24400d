from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.settlement.events import QuarantineResolved
from huopan.domains.settlement.models import ProviderNotice
from huopan.domains.settlement.rules import Verdict
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class NothingToResolveError(RefusedError):
    sentence = said("This notice is not in quarantine, or somebody has dealt with it already.")


@transaction.atomic
def resolve_quarantine(*, notice_id: int, resolution: str, by: Actor, at: datetime) -> None:
    """Write down what a person did about a notice that did not fit. Books nothing. Raises NothingToResolveError."""
    by.must("treasury")
    waiting = ProviderNotice.objects.filter(pk=notice_id, verdict=Verdict.QUARANTINED, resolved_at=None)
    if not waiting.update(resolved_at=at, resolution=resolution[:300]):
        raise NothingToResolveError
    announce(QuarantineResolved(notice_id=notice_id, resolution=resolution[:300], at=at), by=by)
