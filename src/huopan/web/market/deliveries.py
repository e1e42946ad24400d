"""What carrying an offer costs and when it arrives, at the reader's quantity and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from huopan.domains.catalog.models import Offer
from huopan.domains.logistics import queries as logistics
from huopan.domains.logistics.rules import usual_transit
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from huopan.web.market.offer_prices import Quote


@dataclass(frozen=True, slots=True)
class Arrival:
    """For goods that are paid today."""

    ships_by: date
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Delivery:
    """Of `quantity` pieces; `fee` or else `unserved`, neither while no place is known."""

    quantity: int
    fee: Money | None = None
    unserved: RefusedError | None = None
    arrival: Arrival | None = None


def delivery(offer: Offer, quoted: Quote, division_code: str, *, at: datetime) -> Delivery:
    """For the minimum order where no quantity is chosen yet. One statement, none without a place."""
    quantity = quoted.quantity or offer.moq
    if not division_code:
        return Delivery(quantity)
    ask = logistics.FreightAsk(offer.supplier_id, division_code, [_line(offer, quoted)])
    answer = logistics.freight_quotes([ask])[offer.supplier_id]
    if isinstance(answer, RefusedError):
        return Delivery(quantity, unserved=answer)
    coming = arrival(offer.lead_time_days, offer.supplier.division_id or "", division_code, at=at)
    return Delivery(quantity, fee=answer, arrival=coming)


def arrival(lead_time_days: int, origin_code: str, division_code: str, *, at: datetime) -> Arrival:
    """Shipped within the days the supplier states, then the couriers' usual time."""
    ships_by = timezone.localdate(at) + timedelta(days=lead_time_days)
    transit = usual_transit(origin_code, division_code)
    least, most = (timedelta(days=days) for days in transit)
    return Arrival(ships_by, ships_by + least, ships_by + most)


def _line(offer: Offer, quoted: Quote) -> tuple[int, int, int]:
    if quoted.quantity or not quoted.choices:
        return offer.pk, quoted.weight_grams, quoted.amount.fen
    first = quoted.choices[0]
    amount = (first.unit_price_hao or 0) * offer.moq // 100
    return offer.pk, first.terms.weight_grams * offer.moq, amount
