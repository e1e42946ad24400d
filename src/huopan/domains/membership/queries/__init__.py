"""Reads that repeat or lock."""

from huopan.domains.membership.queries.memberships import Membership, is_admitted, memberships, plans_in_force
from huopan.domains.membership.queries.plans import plan_name, plans
from huopan.domains.membership.queries.subscriptions import (
    membership_history,
    memberships_lapsing,
    own_memberships,
    subscription,
    subscriptions,
)

__all__ = [
    "Membership",
    "is_admitted",
    "membership_history",
    "memberships",
    "memberships_lapsing",
    "own_memberships",
    "plan_name",
    "plans",
    "plans_in_force",
    "subscription",
    "subscriptions",
]
