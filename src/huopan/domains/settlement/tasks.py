"""What the room does by the clock."""

from __future__ import annotations

from datetime import datetime

import structlog

from huopan.domains.settlement import actions as settlement
from huopan.infra.jobs.ticking import every

log = structlog.get_logger(__name__)


@every(seconds=20)
def send_waiting_money(*, at: datetime) -> None:
    """Refunds and payouts leave within seconds; what a silent provider did not take waits for the next round."""
    sent = settlement.send_waiting(at=at)
    if sent.was_silent:
        log.warning("payment_provider_silent", sent=sent.looked_at)


@every(minutes=2)
def find_lost_notices(*, at: datetime) -> None:
    result = settlement.reconcile(at=at)
    if result.found or result.was_silent:
        log.warning("payments_reconciled", looked_at=result.looked_at, found=result.found, silent=result.was_silent)
