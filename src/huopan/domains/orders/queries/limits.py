"""What people may spend, what they spent, and what waits for approval."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet, Sum
from django.utils.timezone import localtime

from huopan.domains.orders.models import PurchaseRequest, SpendingLimit, SupplierOrder
from huopan.domains.orders.queries.carts import Cart, checked_cart
from huopan.domains.orders.rules.limits import Allowance, month_of
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money


def spending_limits(by: Actor) -> dict[int, SpendingLimit]:
    """The limits of `by`'s party by person id. One statement."""
    return {limit.person_id: limit for limit in SpendingLimit.objects.filter(buyer_id=by.party_id)}


def may_approve(by: Actor) -> bool:
    """Who manages the team sets its limits, is bound by none, and approves what goes beyond."""
    return by.may("team.manage")


def allowance(by: Actor, at: datetime, *, is_locked: bool = False) -> Allowance | None:
    """What `by` may still order, None for who is bound by no limit. `is_locked`: the limit's row is held until the
    transaction ends, so that two purchases at once cannot both find room. Two statements at most."""
    if may_approve(by) or not by.person_id:
        return None
    rows = SpendingLimit.objects.filter(buyer_id=by.party_id, person_id=by.person_id)
    limit = (rows.select_for_update() if is_locked else rows).first()
    if limit is None:
        return None
    spent = Money(0) if limit.per_month_fen is None else _spent(by, at)
    return Allowance(_money(limit.per_order_fen), _money(limit.per_month_fen), spent)


def spent_by_person(by: Actor, at: datetime) -> dict[int, int]:
    """What each person of `by`'s party ordered this month, in fen. One statement."""
    rows = _this_month(by, at).values("group__placed_by").annotate(fen=Sum(F("total_fen") - F("refunded_fen")))
    return {row["group__placed_by"]: row["fen"] for row in rows.order_by()}


def purchase_requests(by: Actor) -> QuerySet[PurchaseRequest]:
    """What `by` asked for, or all of the party's for who may approve; the waiting first, then the newest."""
    rows = PurchaseRequest.objects.filter(buyer_id=by.party_id)
    seen = rows if may_approve(by) else rows.filter(asked_by_id=by.person_id)
    is_waiting = F("decided_at").desc(nulls_first=True)
    return seen.select_related("asked_by", "decided_by", "purchase").order_by(is_waiting, "-id")


def purchase_request(number: str, by: Actor) -> PurchaseRequest:
    """One request. Raises UnknownError to strangers and to colleagues who neither asked nor approve."""
    return purchase_requests(by).seen(by, number=number)  # type: ignore[attr-defined,no-any-return]


def cart_asked_for(request: PurchaseRequest, at: datetime) -> Cart:
    """What a request comes to at the prices of now. Three statements at most."""
    return checked_cart(
        {line["sku_id"]: line["quantity"] for line in request.lines},
        buyer_id=request.buyer_id,
        division_code=request.address["division_code"],
        at=at,
    )


def waiting_request_count(by: Actor) -> int:
    return PurchaseRequest.objects.filter(buyer_id=by.party_id, state=PurchaseRequest.State.WAITING).count()


def _spent(by: Actor, at: datetime) -> Money:
    mine = _this_month(by, at).filter(group__placed_by_id=by.person_id)
    return Money(mine.aggregate(fen=Sum(F("total_fen") - F("refunded_fen")))["fen"] or 0)


def _this_month(by: Actor, at: datetime) -> QuerySet[SupplierOrder]:
    since = month_of(localtime(at))
    living = SupplierOrder.objects.filter(buyer_id=by.party_id, placed_at__gte=since, placed_at__lte=at)
    return living.exclude(state=SupplierOrder.State.CANCELLED)


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
