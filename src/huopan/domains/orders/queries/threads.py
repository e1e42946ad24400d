"""Talks about offers as their two sides read them."""

from __future__ import annotations

from typing import Literal

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery

from huopan.domains.orders.models import Thread, ThreadMessage
from huopan.kernel.actor import Actor

Side = Literal["buyer", "supplier"]


def threads(by: Actor, side: Side) -> QuerySet[Thread]:
    """`by`'s talks on that side, the last written first, with offer and both parties. One statement.

    Each has `last_text`, `last_party_id` and `unread`, what the other side wrote and `by`'s party has not seen.
    """
    newest = ThreadMessage.objects.filter(thread=OuterRef("pk")).order_by("-id")
    unread = Q(messages__read_at__isnull=True) & ~Q(messages__party=by.party_id)
    return (
        Thread.objects.filter(**{f"{side}_id": by.party_id})
        .select_related("offer", "buyer", "supplier")
        .annotate(
            last_text=Subquery(newest.values("text")[:1], output_field=CharField()),
            last_party_id=Subquery(newest.values("party_id")[:1]),
            unread=Count("messages", filter=unread),
        )
        .order_by("-last_at", "-id")
    )


def thread(thread_id: int, by: Actor) -> Thread:
    """One talk with offer and both parties. One statement. Raises UnknownError to strangers."""
    return Thread.objects.select_related("offer", "buyer", "supplier").seen(by, pk=thread_id)


def thread_about(offer_id: int, by: Actor) -> Thread | None:
    """The talk `by`'s party, as a buyer, has about an offer. One statement."""
    return Thread.objects.filter(buyer_id=by.party_id, offer_id=offer_id).first()


def thread_messages(thread_id: int, by: Actor) -> QuerySet[ThreadMessage]:
    """What was said, oldest first, each with the party that said it. One statement; nothing to strangers."""
    return ThreadMessage.objects.visible_to(by).filter(thread_id=thread_id).select_related("party").order_by("id")


def unread_in_threads(by: Actor, side: Side) -> int:
    """How many talks wait with something unread on that side. One statement."""
    unread = ThreadMessage.objects.filter(read_at__isnull=True, **{f"thread__{side}_id": by.party_id})
    return unread.exclude(party_id=by.party_id).values("thread").distinct().count()
