"""An offer as somebody who may buy it sees it: with its supplier's record and the reader's own marks."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Offer
from huopan.domains.orders.models import CartLine, Favourite, Thread
from huopan.kernel.actor import Actor


def offer_to_buy(offer_id: int, *, by: Actor) -> Offer:
    """An offer with supplier, place, belt, standing, category and pictures. Raises UnknownError to strangers.

    `is_favourite`, `thread_id` (of the reader's talk about it, or None) and `cart_kinds` (how many kinds of goods lie
    in the reader's cart) are the reader's own. Two statements.
    """
    offers = Offer.objects.select_related("supplier__division__parent", "supplier__belt", "supplier__standing")
    own = offers.select_related("category").annotate(
        is_favourite=Exists(Favourite.objects.filter(buyer_id=by.party_id, offer=OuterRef("pk"))),
        thread_id=Subquery(Thread.objects.filter(buyer_id=by.party_id, offer=OuterRef("pk")).values("pk")[:1]),
        cart_kinds=Coalesce(Subquery(_kinds(by), output_field=IntegerField()), Value(0)),
    )
    return own.prefetch_related("images").seen(by, pk=offer_id)


def _kinds(by: Actor) -> QuerySet[Any, Any]:
    mine = CartLine.objects.filter(buyer_id=by.party_id).order_by().values("buyer")
    return mine.annotate(kinds=Count("pk")).values("kinds")
