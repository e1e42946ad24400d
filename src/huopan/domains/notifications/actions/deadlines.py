"""What must move on soon is said before it is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from huopan.domains.membership import queries as membership
from huopan.domains.notifications.actions.noticing import Cause, tell
from huopan.domains.notifications.rules import KINDS
from huopan.domains.orders import queries as orders
from huopan.domains.parties import queries as parties

WARNED_BEFORE = timedelta(hours=12)


@transaction.atomic
def warn_of_deadlines(*, at: datetime) -> int:
    """A notice for each order and after-sale whose supplier has less than twelve hours left, and for each credential
    and each membership that ends within a month; one for each deadline."""
    return tell([*_causes(at), *_of_credentials(at), *_of_memberships(at)])


def _of_credentials(at: datetime) -> Iterable[Cause]:
    ending = parties.credentials_lapsing(at).values_list("pk", "party_id", "kind", "valid_until")
    for pk, party_id, kind, valid_until in ending:
        facts = {"credential_kind": kind, "valid_until": str(valid_until)}
        yield Cause(KINDS["credential_lapses_soon"], f"credential:{pk}", at, frozenset({party_id}), facts)


def _of_memberships(at: datetime) -> Iterable[Cause]:
    for row in membership.memberships_lapsing(at):
        facts = {
            "plan_zh": row.plan.name_zh,
            "plan_en": row.plan.name_en,
            "until_day": row.until_day.isoformat(),
        }
        yield Cause(KINDS["membership_lapses_soon"], f"membership:{row.pk}", at, frozenset({row.party_id}), facts)


def _causes(at: datetime) -> Iterable[Cause]:
    for kind, waiting in (
        ("order_due_soon", orders.orders_due_soon(at, within=WARNED_BEFORE)),
        ("after_sale_due_soon", orders.after_sales_due_soon(at, within=WARNED_BEFORE)),
    ):
        for number, supplier_id, due_at in waiting:
            if due_at is None:
                continue
            facts = {"number": number, "due_at": due_at.isoformat()}
            yield Cause(KINDS[kind], f"{number}:{due_at:%y%m%d%H%M}", at, frozenset({supplier_id}), facts)
