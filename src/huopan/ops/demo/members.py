"""Which of the demo's suppliers have a plan: some of each, one that ends soon, one renewed, one ended early."""

from __future__ import annotations

from datetime import datetime, timedelta

from huopan.domains.membership import actions as membership
from huopan.ops.demo.papers import OTHERS
from huopan.ops.demo.people import Cast
from huopan.ops.demo.words import MAKERS

SUPER, TRUSTED = 1, {0, 2, 5}  # of each six; the second proves its inspection (papers.OTHERS)
FEW_DAYS = 12


def join(cast: Cast, at: datetime, *, until: datetime) -> None:
    """Granted by the operator at `at`; the first one's plan ends twelve days after `until`, which is now."""
    for place, maker in enumerate(MAKERS):
        turn = place % len(OTHERS)
        if turn not in {SUPER, *TRUSTED}:
            continue
        party_id = cast.makers[maker.key].party_id
        row = membership.grant_membership(
            party_id=party_id,
            plan_code="super_factory" if turn == SUPER else "trusted",
            reference=f"HT-{at.year}-{place + 1:04d}",
            until_day=until.date() + timedelta(days=FEW_DAYS) if place == 0 else None,
            by=cast.operator,
            at=at,
        )
        if place == SUPER:
            membership.grant_membership(
                party_id=party_id,
                plan_code="super_factory",
                reference=f"HT-{at.year + 1}-{place + 1:04d}",
                by=cast.operator,
                at=at + timedelta(days=3),
            )
        if place == max(TRUSTED):
            membership.end_membership(
                subscription_id=row.pk,
                because="合同提前解除，双方已书面确认",
                by=cast.operator,
                at=at + timedelta(days=9),
            )
