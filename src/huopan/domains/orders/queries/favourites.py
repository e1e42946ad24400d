"""What a buyer keeps an eye on, with what became of its price."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huopan.domains.catalog import queries as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.orders.models import Favourite
from huopan.kernel.actor import Actor

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """`card` is None when the offer left the market; `price_hao` what it cost when it was marked."""

    offer: Offer
    card: catalog.OfferCard | None
    price_hao: int | None
    added_at: datetime

    @property
    def change_hao(self) -> int:
        """How much dearer it is now; negative: cheaper. 0 where either price is unknown."""
        now = self.card.from_price_hao if self.card else None
        return now - self.price_hao if now is not None and self.price_hao else 0

    @property
    def change_pct(self) -> int:
        """The change in whole percent of the price then, without its sign, at least 1 where there is any."""
        if not self.change_hao or not self.price_hao:
            return 0
        return max(1, round(abs(self.change_hao) * PERCENT / self.price_hao))


def favourites(by: Actor) -> QuerySet[Favourite]:
    """`by`'s favourites, the last marked first."""
    return Favourite.objects.filter(buyer_id=by.party_id).select_related("offer").order_by("-added_at", "-id")


def kept(rows: Iterable[Favourite], by: Actor) -> list[Kept]:
    """Those favourites with their offers as they are now. One statement beside `rows`."""
    found = list(rows)
    cards = {card.offer_id: card for card in catalog.offer_cards([row.offer_id for row in found], by=by)}
    return [Kept(row.offer, cards.get(row.offer_id), row.price_hao, row.added_at) for row in found]


def favourite_offers(by: Actor, among: Collection[int] | None = None) -> set[int]:
    """Which offers `by`'s party marked, of all or of some. One statement; none for visitors."""
    if not by.party_id:
        return set()
    mine = Favourite.objects.filter(buyer_id=by.party_id)
    rows = mine if among is None else mine.filter(offer_id__in=among)
    return set(rows.values_list("offer_id", flat=True))
