"""Writes: one verb each."""

from huopan.domains.membership.actions.ending import end_membership
from huopan.domains.membership.actions.granting import grant_membership
from huopan.domains.membership.actions.plans import load_plans
from huopan.domains.membership.actions.turning import turn_memberships

__all__ = ["end_membership", "grant_membership", "load_plans", "turn_memberships"]
