"""Marking offers to come back to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog import queries as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.orders.models import Favourite
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

MOST_FAVOURITES = 500


class TooManyFavouritesError(RefusedError):
    kind = "invalid"
    sentence = said("You keep {most} favourites already; take some away first.")


@transaction.atomic
def keep_favourites(*, offer_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Mark published offers with the lowest public price they have now; how many were not marked before.

    Raises ForbiddenError, TooManyFavouritesError, and UnknownError where one is not to be seen.
    """
    by.must("buy")
    wanted = dict.fromkeys(offer_ids)
    cards = {card.offer_id: card for card in catalog.offer_cards(list(wanted), by=by)}
    if wanted.keys() - cards.keys():
        raise UnknownError(what=str(Offer._meta.verbose_name))
    mine = Favourite.objects.filter(buyer_id=by.party_id)
    new = wanted.keys() - set(mine.filter(offer_id__in=wanted).values_list("offer_id", flat=True))
    if mine.count() + len(new) > MOST_FAVOURITES:
        raise TooManyFavouritesError(most=MOST_FAVOURITES)
    rows = [
        Favourite(buyer_id=by.party_id, offer_id=offer_id, price_hao=cards[offer_id].from_price_hao, added_at=at)
        for offer_id in wanted
        if offer_id in new
    ]
    Favourite.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def drop_favourites(*, offer_ids: Collection[int], by: Actor, at: datetime) -> int:  # noqa: ARG001
    """Unmark offers; how many were marked. What is not marked is no error."""
    by.must("buy")
    gone, _ = Favourite.objects.filter(buyer_id=by.party_id, offer_id__in=offer_ids).delete()
    return gone
