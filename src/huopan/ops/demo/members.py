"""Which of the demo's suppliers have a plan: some of each, one that ends soon, one renewed, one ended early."""

from __future__ import annotations

from datetime import datetime, timedelta

from huopan.domains.membership import actions as membership
from huopan.ops.demo.people import Cast
from huopan.ops.demo.words import MAKERS

TRUSTED = ("huaxin", "zhimo", "wanhe", "muyou", "cixing")
SUPER = ("qinglan", "zuyin")  # they have proven their inspection
ENDS_SOON, RENEWED, ENDED = "huaxin", "qinglan", "muyou"
FEW_DAYS = 12


def join(cast: Cast, at: datetime, *, until: datetime) -> None:
    """Granted by the operator at `at`; one plan ends twelve days after `until`, which is now."""
    for place, maker in enumerate(MAKERS, 1):
        if maker.key in (*TRUSTED, *SUPER):
            _grant(cast, maker.key, f"HT-{at.year}-{place:04d}", at, until)
    _grant(cast, RENEWED, f"HT-{at.year + 1}-0001", at + timedelta(days=3), until)


def _grant(cast: Cast, key: str, reference: str, at: datetime, until: datetime) -> None:
    row = membership.grant_membership(
        party_id=cast.makers[key].party_id,
        plan_code="super_factory" if key in SUPER else "trusted",
        reference=reference,
        until_day=until.date() + timedelta(days=FEW_DAYS) if key == ENDS_SOON else None,
        by=cast.operator,
        at=at,
    )
    if key == ENDED:
        later = at + timedelta(days=9)
        membership.end_membership(subscription_id=row.pk, because="双方书面解除合同", by=cast.operator, at=later)
