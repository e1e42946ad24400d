"""What the seller's own desk asks of the catalogue and nobody else may know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CharField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import (
    BulkStep,
    Category,
    Offer,
    OfferCost,
    OfferImage,
    PriceTier,
    Sku,
    Stock,
    StockMovement,
    UnfinishedOffer,
)
from huopan.kernel.actor import Actor
from huopan.kernel.money import UnitPrice


def unit_cost(offer_id: int, *, by: Actor) -> UnitPrice | None:
    """What a piece of the actor's own offer costs; None when unknown, and for everybody else's."""
    row = OfferCost.objects.visible_to(by).filter(pk=offer_id).first()
    return None if row is None else UnitPrice(row.unit_cost_hao)


@dataclass(frozen=True, slots=True)
class OnTheDesk:
    """An own offer with its category, what a piece costs, what was typed of it and not saved, and the answers asked for
    beside."""

    offer: Offer
    unit_cost: UnitPrice | None
    unfinished: UnfinishedOffer | None
    also: dict[str, Any]


def on_the_desk(offer_id: int, *, by: Actor, also: Mapping[str, Combinable]) -> OnTheDesk:
    """One of the actor's own offers for its editor; `also`: what other rooms answer within the same statement. Raises
    UnknownError."""
    cost = OfferCost.objects.visible_to(by).filter(pk=OuterRef("pk"))
    kept = UnfinishedOffer.objects.visible_to(by).filter(offer=OuterRef("pk"))
    columns = {f"kept_{name}": Subquery(kept.values(name)[:1]) for name in ("pk", "form", "revision", "kept_at")}
    own = Offer.objects.filter(supplier_id=by.party_id).select_related("category")
    offer: Any = own.annotate(cost_hao=Subquery(cost.values("unit_cost_hao")[:1]), **columns, **also).seen(
        by, pk=offer_id
    )
    return OnTheDesk(
        offer,
        None if offer.cost_hao is None else UnitPrice(offer.cost_hao),
        _unfinished(offer) if offer.kept_pk else None,
        {name: getattr(offer, name) for name in also},
    )


def _unfinished(offer: Any) -> UnfinishedOffer:
    return UnfinishedOffer(
        pk=offer.kept_pk,
        supplier_id=offer.supplier_id,
        offer=offer,
        form=offer.kept_form,
        revision=offer.kept_revision,
        kept_at=offer.kept_kept_at,
    )


def unfinished_offers(by: Actor) -> QuerySet[UnfinishedOffer]:
    """What the actor's party has typed and not saved, the latest first."""
    return UnfinishedOffer.objects.filter(supplier_id=by.party_id).select_related("offer").order_by("-kept_at", "-pk")


def unfinished_of(by: Actor, *, offer_id: int | None, unfinished_id: int | None) -> UnfinishedOffer | None:
    """What was typed of this offer, or of the new one named."""
    mine = UnfinishedOffer.objects.filter(supplier_id=by.party_id)
    if offer_id is not None:
        return mine.filter(offer_id=offer_id).first()
    return None if unfinished_id is None else mine.filter(pk=unfinished_id, offer=None).first()


ORDERS = {
    "new": ("-pk",),
    "changed": ("-changed_at", "-pk"),
    "price": ("price_from_hao", "-pk"),
    "stock": ("left", "-pk"),
    "code": ("code", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a seller looks for among its offers. `order`: a key of ORDERS."""

    state: str = ""
    words: str = ""
    category: str = ""
    is_low: bool = False
    has_no_picture: bool = False
    order: str = "new"


def own_offers(by: Actor, wanted: Wanted) -> QuerySet[Offer]:
    """The actor's own offers with `image`, `price_from_hao`, `price_to_hao`, `left` (pieces that may still be ordered)
    and `is_low`; what only their pages tell is left in the database."""
    rows = _on_the_list().filter(supplier_id=by.party_id)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.words:
        word = wanted.words
        rows = rows.filter(Q(title_zh__icontains=word) | Q(title_en__icontains=word) | Q(code__icontains=word))
    if wanted.category:
        rows = rows.filter(category__code=wanted.category)
    if wanted.is_low:
        rows = rows.filter(is_low=True)
    if wanted.has_no_picture:
        rows = rows.filter(images=None)
    return rows.order_by(*ORDERS.get(wanted.order, ORDERS["new"]))


@cache
def _on_the_list() -> QuerySet[Any]:
    """Composed once, not for every page; never evaluated itself."""
    prices = PriceTier.objects.filter(offer=OuterRef("pk")).order_by().values("offer")
    pictures = OfferImage.objects.filter(offer=OuterRef("pk")).order_by("position", "id").values("file")[:1]
    offers = Offer.objects.select_related("category").defer("description_zh", "description_en", "attributes")
    return offers.annotate(
        image=Coalesce(Subquery(pictures, output_field=CharField()), Value("")),
        price_from_hao=Subquery(prices.annotate(price=Min("unit_price_hao")).values("price")),
        price_to_hao=Subquery(prices.annotate(price=Max("unit_price_hao")).values("price")),
        left=_left(),
        is_low=_is_low(),
    )


def public_ladders(offer_ids: Collection[int]) -> dict[tuple[int, int | None], list[tuple[int, int]]]:
    """The public (quantity, hao) steps by (offer, SKU or None), from small to large. One statement."""
    ladders: dict[tuple[int, int | None], list[tuple[int, int]]] = {}
    tiers = PriceTier.objects.filter(offer_id__in=offer_ids).order_by("from_quantity")
    for offer, sku, quantity, hao in tiers.values_list("offer_id", "sku_id", "from_quantity", "unit_price_hao"):
        ladders.setdefault((offer, sku), []).append((quantity, hao))
    return ladders


def own_categories(by: Actor) -> QuerySet[Category]:
    """Those in which the actor's party has offers."""
    mine = Offer.objects.filter(category=OuterRef("pk"), supplier_id=by.party_id)
    rows: QuerySet[Category] = Category.objects.filter(Exists(mine))
    return rows


def bulk_steps(by: Actor) -> QuerySet[BulkStep]:
    """Changes of many offers at once by the actor's party, the latest first."""
    return BulkStep.objects.filter(supplier_id=by.party_id).order_by("-done_at", "-pk")


def stocked_skus(by: Actor, *, words: str = "", only_low: bool = False) -> QuerySet[Sku]:
    """The actor's own SKUs on sale with their stock, offer by offer."""
    rows = Sku.objects.filter(offer__supplier_id=by.party_id, is_active=True).select_related("offer", "stock")
    if words:
        asked = (
            Q(code__icontains=words)
            | Q(offer__code__icontains=words)
            | Q(offer__title_zh__icontains=words)
            | Q(offer__title_en__icontains=words)
            | Q(barcode=words)
        )
        rows = rows.filter(asked)
    if only_low:
        rows = rows.filter(_low("stock__"))
    return rows.order_by("-offer_id", "position", "pk")


def own_sku(sku_id: int, *, by: Actor) -> Sku:
    """One of the actor's own SKUs with its stock. Raises UnknownError."""
    sku: Sku = Sku.objects.filter(offer__supplier_id=by.party_id).select_related("offer", "stock").seen(by, pk=sku_id)
    return sku


def movements_of(sku: Sku) -> QuerySet[StockMovement]:
    """Why what is on hand of it has changed, the latest first."""
    return StockMovement.objects.filter(sku=sku).order_by("-at", "-pk")


def _left() -> Coalesce:
    stock = Stock.objects.filter(sku__offer=OuterRef("pk"), sku__is_active=True).order_by().values("sku__offer")
    return Coalesce(Subquery(stock.annotate(left=Sum(F("on_hand") - F("reserved"))).values("left")), 0)


def _is_low() -> Exists:
    return Exists(Stock.objects.filter(_low(""), sku__offer=OuterRef("pk"), sku__is_active=True))


def _low(prefix: str) -> Q:
    """At most as much left as its seller wants to be told of; nothing left where no limit was set."""
    return Q(**{f"{prefix}on_hand__lte": F(f"{prefix}reserved") + Coalesce(F(f"{prefix}low_at"), 0)})
