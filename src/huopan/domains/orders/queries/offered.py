"""An offer as somebody who may buy it sees it: with its supplier's record and the reader's own marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Offer
from huopan.domains.orders.models import CartLine, Favourite, Thread
from huopan.domains.parties import queries as parties
from huopan.kernel.actor import Actor

# How many kinds of goods lie in the cart of whom a person acts for by the role `live`: for the statement with which
# every page begins.
KINDS_IN_CART = "SELECT COUNT(*) FROM orders_cartline AS line WHERE line.buyer_id = live.party_id"


@dataclass(frozen=True, slots=True)
class ToBuy:
    """`offer` with supplier, place, belt, standing, category and pictures; the rest is the reader's own. `thread_id`:
    of the talk about it, or None; `cart_kinds`: how many kinds of goods lie in the cart. `proven`: the kinds of
    credentials that its supplier has verified and in force."""

    offer: Offer
    is_favourite: bool
    thread_id: int | None
    cart_kinds: int
    proven: tuple[str, ...]


def offer_to_buy(offer_id: int, *, by: Actor, on: date) -> ToBuy:
    """Two statements. Raises UnknownError to strangers."""
    offers = Offer.objects.visible_to(by).select_related("supplier__division__parent", "supplier__belt", "category")
    statement, params = parties.kinds_in_force("catalog_offer.supplier_id", on=on)
    own = offers.select_related("supplier__standing").annotate(
        is_favourite=Exists(Favourite.objects.filter(buyer_id=by.party_id, offer=OuterRef("pk"))),
        thread_id=Subquery(Thread.objects.filter(buyer_id=by.party_id, offer=OuterRef("pk")).values("pk")[:1]),
        cart_kinds=_kinds_in_cart_of(by.party_id),
        proven=RawSQL(f"({statement})", params, TextField()),  # noqa: S611 - its day is a parameter
    )
    found = own.prefetch_related("images").seen(by, pk=offer_id)
    marks = vars(found)
    proven = parties.kinds_listed(marks["proven"])
    return ToBuy(found, marks["is_favourite"], marks["thread_id"], marks["cart_kinds"], proven)


def _kinds_in_cart_of(party_id: int) -> Coalesce:
    lines = CartLine.objects.filter(buyer_id=party_id).order_by().values("buyer")
    return Coalesce(Subquery(lines.annotate(kinds=Count("pk")).values("kinds"), output_field=IntegerField()), Value(0))
