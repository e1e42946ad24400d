"""A page of offers as programs list them, in one written-out statement: composing it took the ORM half of the answer's
time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huopan.domains.catalog.queries.categories import path_of_code
from huopan.kernel.actor import Actor

# The door of Offer: published offers of active sellers, and the actor's own.
_SUMMARIES = """
SELECT offer.id, offer.code, offer.title_zh, offer.title_en, category.code, supplier.id, supplier.name_zh,
  supplier.name_en, offer.state,
  COALESCE((SELECT image.file FROM catalog_offerimage image
            WHERE image.offer_id = offer.id ORDER BY image.position, image.id LIMIT 1), ''),
  offer.unit, offer.moq, offer.price_kind,
  (SELECT MIN(unit_price_hao) FROM catalog_pricetier WHERE offer_id = offer.id),
  (SELECT MAX(unit_price_hao) FROM catalog_pricetier WHERE offer_id = offer.id),
  offer.lead_time_days
FROM catalog_offer offer
JOIN parties_party supplier ON supplier.id = offer.supplier_id
JOIN catalog_category category ON category.id = offer.category_id
WHERE (%s = TRUE OR offer.supplier_id = %s OR offer.state = 'published' AND supplier.state = 'active') {asked}
ORDER BY offer.id DESC LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class OfferSummary:
    """`image` is a name in the media storage, empty without any; the prices are those of the public tiers."""

    offer_id: int
    code: str
    title_zh: str
    title_en: str
    category: str
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    state: str
    image: str
    unit: str
    moq: int
    price_kind: str
    price_from_hao: int | None
    price_to_hao: int | None
    lead_time_days: int


def offer_summaries(
    by: Actor,
    *,
    limit: int,
    before: int | None = None,
    supplier_id: int | None = None,
    category: str = "",
    state: str = "",
) -> list[OfferSummary]:
    """Offers that `by` may see, newest first, with ids below `before`; of a category, those below it included.

    Raises UnknownError for a category there is not.
    """
    asked = dict(_asked(before=before, supplier_id=supplier_id, category=category, state=state))
    conditions = " ".join(f"AND {condition}" for condition in asked)
    statement = _SUMMARIES.format(asked=conditions, limit=int(limit))
    with connection.cursor() as cursor:
        cursor.execute(statement, [by.is_operator, by.party_id, *asked.values()])
        return [OfferSummary(*row) for row in cursor.fetchall()]


def _asked(*, before: int | None, supplier_id: int | None, category: str, state: str) -> Iterator[tuple[str, Any]]:
    if before is not None:
        yield "offer.id < %s", before
    if supplier_id is not None:
        yield "offer.supplier_id = %s", supplier_id
    if category:
        yield "category.path LIKE %s", f"{path_of_code(category)}%"
    if state:
        yield "offer.state = %s", state
