"""Memberships as their owner and the operator see them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from huopan.domains.membership.models import Subscription, SubscriptionQuerySet
from huopan.domains.membership.rules import LAPSES_SOON
from huopan.kernel.actor import Actor


def subscriptions(by: Actor) -> SubscriptionQuerySet:
    """One's own; everybody's for the operator. What begins or began last comes first."""
    rows = Subscription.objects.visible_to(by).select_related("party", "plan")
    return rows.order_by("-from_day", "-pk")


def own_memberships(by: Actor) -> SubscriptionQuerySet:
    """All that `by`'s organisation ever had, the newest first."""
    return subscriptions(by).filter(party_id=by.party_id)


def membership_history(party_id: int, by: Actor) -> SubscriptionQuerySet:
    """All that an organisation ever had, the newest first, with who granted it."""
    return subscriptions(by).filter(party_id=party_id).select_related("party", "plan", "granted_by")


def subscription(subscription_id: int, by: Actor) -> Subscription:
    """Raises UnknownError."""
    found: Subscription = subscriptions(by).seen(by, pk=subscription_id)
    return found


def memberships_lapsing(at: datetime) -> SubscriptionQuerySet:
    """In force, with the last day near, and nothing that goes on from there; what ends first comes first."""
    today = localdate(at)
    live = Subscription.objects.filter(ended_at__isnull=True)
    later = live.filter(party_id=OuterRef("party_id"), from_day__gt=OuterRef("until_day"))
    ending = live.filter(~Exists(later), from_day__lte=today, until_day__gte=today, until_day__lte=today + LAPSES_SOON)
    return ending.select_related("party", "plan").order_by("until_day", "pk")
