"""Offers as a search index keeps them, and the plain search of the database for when there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Category, Offer, OfferImage, PriceTier
from huopan.domains.catalog.queries.cards import in_stock, lowest_price
from huopan.domains.parties.models import Party

AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """What can be searched of an offer on the market: nothing that only some may see.

    `category_codes` and names from the root down; `tiers`: public (SKU, from quantity, hao); `picture`: the first
    one's fingerprint, or ""; `sample_price_hao`: 0 for free, None where no sample is given.
    """

    offer_id: int
    supplier_id: int
    title_zh: str
    title_en: str
    supplier_names: str
    category_codes: tuple[str, ...]
    category_names: str
    division_code: str
    belt_code: str
    from_price_hao: int
    moq: int
    is_in_stock: bool
    supplier_kind: str
    attributes: Mapping[str, Any]
    tiers: tuple[tuple[int | None, int, int], ...]
    lead_time_days: int
    is_dropshipped: bool
    sample_price_hao: int | None
    sample_days: int | None
    picture: str


def listings(offer_ids: Collection[int]) -> list[Listing]:
    """Those among `offer_ids` that are on the market. Three statements."""
    return _listings(_on_market().filter(pk__in=offer_ids), _branches())


def every_listing() -> Iterator[list[Listing]]:
    """All that is on the market, in portions, by rising id."""
    branches, last = _branches(), 0
    while portion := _listings(_on_market().filter(pk__gt=last).order_by("pk")[:AT_A_TIME], branches):
        yield portion
        last = portion[-1].offer_id


def listed_count() -> int:
    return _on_market().count()


def offers_of(supplier_id: int) -> list[int]:
    """The ids of a supplier's offers, on the market or not."""
    return list(Offer.objects.filter(supplier_id=supplier_id).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class PlainSearch:
    """Every word must occur in a title. `sort` is a field of `ORDERS`; prices in hao."""

    words: tuple[str, ...] = ()
    category_code: str = ""
    supplier_id: int | None = None
    supplier_kind: str = ""
    division_prefix: str = ""
    belt_code: str = ""
    min_price_hao: int | None = None
    max_price_hao: int | None = None
    max_moq: int | None = None
    max_ship_days: int | None = None
    only_in_stock: bool = False
    only_dropship: bool = False
    only_sample: bool = False
    sort: str = "newest"


ORDERS = {
    "newest": (F("pk").desc(),),
    "price_up": (F("from_price_hao").asc(nulls_last=True), F("pk").desc()),
    "price_down": (F("from_price_hao").desc(nulls_last=True), F("pk").desc()),
    "moq_up": (F("moq").asc(), F("pk").desc()),
    "ship_up": (F("lead_time_days").asc(), F("pk").desc()),
}


def plainly_found(asked: PlainSearch, *, offset: int, limit: int) -> list[int]:
    """The ids that match, at most `limit`, without any index: slow beyond some thousands of offers."""
    offers = _on_market().annotate(from_price_hao=lowest_price(), is_in_stock=in_stock())
    for word in asked.words:
        offers = offers.filter(Q(title_zh__icontains=word) | Q(title_en__icontains=word))
    offers = offers.filter(**{name: value for name, value in _conditions(asked).items() if value not in (None, "")})
    if asked.category_code:
        path = Category.objects.filter(code=asked.category_code).values_list("path", flat=True).first()
        offers = offers.filter(category__path__startswith=path) if path else offers.none()
    ordered = offers.order_by(*ORDERS.get(asked.sort, ORDERS["newest"]))
    return list(ordered.values_list("pk", flat=True)[offset : offset + limit])


def _conditions(asked: PlainSearch) -> dict[str, Any]:
    return {
        "supplier_id": asked.supplier_id,
        "supplier__kind": asked.supplier_kind,
        "supplier__division__code__startswith": asked.division_prefix,
        "supplier__belt__code": asked.belt_code,
        "from_price_hao__gte": asked.min_price_hao,
        "from_price_hao__lte": asked.max_price_hao,
        "moq__lte": asked.max_moq,
        "lead_time_days__lte": asked.max_ship_days,
        "is_in_stock": asked.only_in_stock or None,
        "dropship_price_hao__isnull": False if asked.only_dropship else None,
        "sample_price_hao__isnull": False if asked.only_sample else None,
    }


def _on_market() -> QuerySet[Offer]:
    return Offer.objects.filter(state=Offer.State.PUBLISHED, supplier__state=Party.State.ACTIVE)


def _branches() -> dict[int, list[Category]]:
    """Each category with its ancestors, from the root down."""
    by_path = {category.path: category for category in Category.objects.all()}
    step = Category.steplen
    return {
        category.pk: [by_path[path[:end]] for end in range(step, len(path) + 1, step)]
        for path, category in by_path.items()
    }


def _listings(offers: QuerySet[Offer], branches: dict[int, list[Category]]) -> list[Listing]:
    rows = offers.annotate(is_in_stock=in_stock(), picture=_first_fingerprint()).values(
        "pk",
        "supplier_id",
        "category_id",
        "title_zh",
        "title_en",
        "supplier__name_zh",
        "supplier__name_en",
        "supplier__division_id",
        "supplier__belt__code",
        "supplier__kind",
        "moq",
        "attributes",
        "lead_time_days",
        "dropship_price_hao",
        "sample_price_hao",
        "sample_days",
        "is_in_stock",
        "picture",
    )
    found = list(rows)
    tiers = _tiers([row["pk"] for row in found])
    return [_listing(row, branches[row["category_id"]], tuple(tiers[row["pk"]])) for row in found]


def _tiers(offer_ids: list[int]) -> dict[int, list[tuple[int | None, int, int]]]:
    """The same tiers that cards take their price from; private prices have a table of their own, not read here."""
    tiers: dict[int, list[tuple[int | None, int, int]]] = defaultdict(list)
    rows = PriceTier.objects.filter(offer_id__in=offer_ids)
    for offer_id, *tier in rows.order_by("id").values_list("offer_id", "sku_id", "from_quantity", "unit_price_hao"):
        tiers[offer_id].append(tuple(tier))
    return tiers


def _first_fingerprint() -> Any:
    first = OfferImage.objects.filter(offer=OuterRef("pk")).order_by("position", "id").values("fingerprint")[:1]
    return Coalesce(Subquery(first, output_field=CharField()), Value(""))


def _listing(row: Mapping[str, Any], branch: list[Category], tiers: tuple[tuple[int | None, int, int], ...]) -> Listing:
    return Listing(
        offer_id=row["pk"],
        supplier_id=row["supplier_id"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        supplier_names=f"{row['supplier__name_zh']} {row['supplier__name_en']}",
        category_codes=tuple(category.code for category in branch),
        category_names=" ".join(f"{category.name_zh} {category.name_en}" for category in branch),
        division_code=row["supplier__division_id"] or "",
        belt_code=row["supplier__belt__code"] or "",
        from_price_hao=min((hao for _, _, hao in tiers), default=0),
        moq=row["moq"],
        is_in_stock=row["is_in_stock"],
        supplier_kind=row["supplier__kind"],
        attributes=row["attributes"],
        tiers=tiers,
        lead_time_days=row["lead_time_days"],
        is_dropshipped=row["dropship_price_hao"] is not None,
        sample_price_hao=row["sample_price_hao"],
        sample_days=row["sample_days"],
        picture=row["picture"],
    )
