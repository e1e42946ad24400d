"""Offers as buyers and sellers look at them: a list in one statement, a whole offer in three."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huopan.domains.catalog.models import MixBatchRule, Offer, PrivatePrice, Stock
from huopan.domains.catalog.queries.statements import PICTURE, PRIVATE, skus_of_offer, spec_of, tiers_and_pictures
from huopan.domains.catalog.queries.terms import MixBatch
from huopan.domains.catalog.rules import Tier
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import UnknownError


@dataclass(frozen=True, slots=True)
class Picture:
    """`file` is a name in the media storage."""

    image_id: int
    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SkuView:
    sku_id: int
    code: str
    spec: dict[str, str]
    barcode: str
    weight_grams: int
    is_active: bool
    available: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """`offer` comes with its supplier and category; `tiers` with the viewer's own private prices. SKUs off sale are
    only for their seller's eyes."""

    offer: Offer
    skus: tuple[SkuView, ...]
    tiers: tuple[Tier, ...]
    pictures: tuple[Picture, ...]
    mix_batch: MixBatch | None


def offer_view(offer_id: int, *, by: Actor, at: datetime) -> OfferView:
    """Everything about one offer. Raises UnknownError for what `by` may not see."""
    related = ("supplier", "category", "supplier__mix_batch_rule")
    offer = Offer.objects.visible_to(by).select_related(*related).filter(pk=offer_id).first()
    if offer is None:
        raise UnknownError(what=str(Offer._meta.verbose_name))
    is_own = by.is_operator or offer.supplier_id == by.party_id
    tiers, pictures = _tiers_and_pictures(offer_id, buyer_id=by.party_id, at=at)
    return OfferView(offer, _skus(offer, with_inactive=is_own), tiers, pictures, _mix_batch(offer))


def private_prices(offer_id: int, *, by: Actor) -> QuerySet[PrivatePrice]:
    """Prices given to single buyers for one of the actor's own offers. Raises UnknownError for anybody else's."""
    granted = PrivatePrice.objects.filter(offer=sellers_own(offer_id, by=by))
    return granted.select_related("buyer").order_by("buyer_id", "from_quantity", "pk")


def private_prices_of(buyer_ids: Collection[int], *, by: Actor, at: datetime) -> QuerySet[PrivatePrice]:
    """Prices that stand now and that the actor's party gave to these buyers, with their offers. One statement."""
    own = PrivatePrice.objects.filter(offer__supplier_id=by.party_id, buyer_id__in=buyer_ids)
    standing = own.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    return standing.select_related("offer", "sku").order_by("offer_id", "from_quantity", "pk")


def sellers_own(offer_id: int, *, by: Actor) -> Offer:
    """The offer if it is the actor's own, else UnknownError, also when it is published."""
    return Offer.objects.filter(supplier_id=by.party_id).seen(by, pk=offer_id)


def own_stock(sku_ids: Collection[int], *, by: Actor) -> QuerySet[Stock]:
    """Stock of the actor's own SKUs, with what orders have reserved."""
    return Stock.objects.filter(sku_id__in=sku_ids, sku__offer__supplier_id=by.party_id).order_by("sku_id")


def _skus(offer: Offer, *, with_inactive: bool) -> tuple[SkuView, ...]:
    return tuple(
        SkuView(
            pk, code, spec_of(spec), barcode, offer.weight_grams if weight is None else weight, bool(is_active), left
        )
        for pk, code, spec, barcode, weight, is_active, left in skus_of_offer(offer.pk)
        if is_active or with_inactive
    )


def _tiers_and_pictures(offer_id: int, *, buyer_id: int, at: datetime) -> tuple[tuple[Tier, ...], tuple[Picture, ...]]:
    rows = sorted(tiers_and_pictures(offer_id, buyer_id=buyer_id, at=at), key=lambda row: (row[0], row[2], row[1] or 0))
    tiers = (Tier(sku, quantity, hao, kind == PRIVATE) for kind, sku, quantity, hao, *_ in rows if kind != PICTURE)
    shown = (Picture(pk, file, width, height) for kind, pk, _, width, height, file in rows if kind == PICTURE)
    return tuple(tiers), tuple(shown)


def _mix_batch(offer: Offer) -> MixBatch | None:
    rule: MixBatchRule | None = getattr(offer.supplier, "mix_batch_rule", None)
    if rule is None:
        return None
    return MixBatch(rule.min_quantity, None if rule.min_amount_fen is None else Money(rule.min_amount_fen))
