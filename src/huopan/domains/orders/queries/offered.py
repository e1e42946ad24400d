"""An offer as somebody who may buy it sees it: with its supplier's record and the reader's own marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Offer
from huopan.domains.orders.models import CartLine, Favourite, Thread
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ToBuy:
    """`offer` with supplier, place, belt, standing, category and pictures; the rest is the reader's own. `thread_id`:
    of the talk about it, or None; `cart_kinds`: how many kinds of goods lie in the cart."""

    offer: Offer
    is_favourite: bool
    thread_id: int | None
    cart_kinds: int


def offer_to_buy(offer_id: int, *, by: Actor) -> ToBuy:
    """Two statements. Raises UnknownError to strangers."""
    offers = Offer.objects.select_related("supplier__division__parent", "supplier__belt", "supplier__standing")
    own = offers.select_related("category").annotate(
        is_favourite=Exists(Favourite.objects.filter(buyer_id=by.party_id, offer=OuterRef("pk"))),
        thread_id=Subquery(Thread.objects.filter(buyer_id=by.party_id, offer=OuterRef("pk")).values("pk")[:1]),
        cart_kinds=Coalesce(Subquery(_kinds(by), output_field=IntegerField()), Value(0)),
    )
    found = own.prefetch_related("images").seen(by, pk=offer_id)
    marks = vars(found)
    return ToBuy(found, marks["is_favourite"], marks["thread_id"], marks["cart_kinds"])


def _kinds(by: Actor) -> QuerySet[Any, Any]:
    mine = CartLine.objects.filter(buyer_id=by.party_id).order_by().values("buyer")
    return mine.annotate(kinds=Count("pk")).values("kinds")
