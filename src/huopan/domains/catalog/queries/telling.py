"""What of the catalogue is worth telling its seller."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from huopan.domains.catalog.models import Offer, Stock


def offer_titles(offer_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Chinese and English title by id. One statement."""
    named = Offer.objects.filter(pk__in=offer_ids).values_list("pk", "title_zh", "title_en")
    return {pk: (zh, en) for pk, zh, en in named}


def sold_out(sku_ids: Collection[int]) -> set[int]:
    """Which of these have nothing left to sell. One statement, none for none."""
    if not sku_ids:
        return set()
    gone = Stock.objects.filter(sku__in=sku_ids, reserved__gte=F("on_hand"))
    return set(gone.values_list("sku_id", flat=True))
