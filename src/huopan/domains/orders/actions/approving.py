"""A purchase beyond somebody's limit: asked for, approved or refused by who may, or withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huopan.domains.orders import queries
from huopan.domains.orders.actions.carting import put_in_cart, take_from_cart
from huopan.domains.orders.actions.placing import orderable, place_purchase
from huopan.domains.orders.events import PurchaseApproved, PurchaseAsked, PurchaseNotApproved
from huopan.domains.orders.models import PurchaseGroup, PurchaseRequest
from huopan.domains.orders.rules.carts import total_of
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

State = PurchaseRequest.State


class NeedsNoApprovalError(RefusedError):
    sentence = said("This is within what you may order; place the order yourself.")


class RequestDecidedError(RefusedError):
    sentence = said("Request {number} was decided by somebody else meanwhile; reload it to see how.")


@transaction.atomic(savepoint=False)
def ask_for_approval(
    *,
    address: AddressSnapshot | int,
    notes: Mapping[int, str] | None = None,
    sku_ids: Collection[int] | None = None,
    expected_total_fen: int | None = None,
    invoice_title: Mapping[str, str] | int | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> PurchaseRequest:
    """Take what lies in the cart and have somebody who may approve order it; nothing is reserved meanwhile.

    Raises NeedsNoApprovalError and what `place_purchase` raises before it orders."""
    by.must("buy")
    consignee = queries.kept_address(address, by) if isinstance(address, int) else address
    title = queries.kept_invoice_title(invoice_title, by) if isinstance(invoice_title, int) else invoice_title
    wanted = take_from_cart(sku_ids, by)
    total = total_of(group.total for group in orderable(wanted, expected_total_fen, consignee, by, at))
    allowance = queries.allowance(by, at)
    if allowance is None or allowance.refusal(total) is None:
        raise NeedsNoApprovalError
    request = PurchaseRequest.objects.create(
        number=new_number("PR", at),
        buyer_id=by.party_id,
        asked_by_id=by.person_id,
        lines=[{"sku_id": sku_id, "quantity": quantity} for sku_id, quantity in sorted(wanted.items())],
        notes={str(supplier_id): text for supplier_id, text in (notes or {}).items()},
        address=consignee.as_json(),
        invoice_title=dict(title or {}),
        total_fen=total.fen,
        why=why.strip(),
        asked_at=at,
    )
    announce(PurchaseAsked(**_about(request), total_fen=total.fen, at=at), by=by)
    return request


@transaction.atomic(savepoint=False)
def approve_purchase(*, number: str, expected_total_fen: int | None = None, by: Actor, at: datetime) -> PurchaseGroup:
    """Order what was asked for, in the name of who approves; of two who approve at once, one does.

    `expected_total_fen`: what the approver was shown; without it, what was asked for.
    Raises ForbiddenError without "team.manage", UnknownError, RequestDecidedError and what `place_purchase` raises."""
    by.must("team.manage")
    request = _locked(number, by)
    purchase = place_purchase(
        address=AddressSnapshot.stored(request.address),
        notes={int(supplier_id): text for supplier_id, text in request.notes.items()},
        wanted={line["sku_id"]: line["quantity"] for line in request.lines},
        expected_total_fen=request.total_fen if expected_total_fen is None else expected_total_fen,
        invoice_title=request.invoice_title,
        by=by,
        at=at,
    )
    _decide(request, State.APPROVED, by=by, at=at, purchase=purchase)
    announce(PurchaseApproved(**_about(request), purchase_number=purchase.number, at=at), by=by)
    return purchase


@transaction.atomic
def refuse_purchase(*, number: str, answer: str = "", by: Actor, at: datetime) -> PurchaseRequest:
    """Say no; the goods go back into the cart, which the party's people share.

    Raises ForbiddenError without "team.manage", UnknownError, RequestDecidedError."""
    by.must("team.manage")
    return _turn_down(number, State.REFUSED, answer, by=by, at=at)


@transaction.atomic
def withdraw_purchase_request(*, number: str, by: Actor, at: datetime) -> PurchaseRequest:
    """Who asked needs it no more; the goods go back into the cart. Raises UnknownError, RequestDecidedError."""
    by.must("buy")
    return _turn_down(number, State.WITHDRAWN, "", by=by, at=at)


def _turn_down(number: str, target: str, answer: str, *, by: Actor, at: datetime) -> PurchaseRequest:
    request = _locked(number, by)
    _decide(request, target, by=by, at=at, answer=answer.strip())
    put_in_cart(lines=[(line["sku_id"], line["quantity"]) for line in request.lines], by=by, at=at)
    announce(PurchaseNotApproved(**_about(request), state=target, at=at), by=by)
    return request


def _locked(number: str, by: Actor) -> PurchaseRequest:
    """The waiting request, its row held until the transaction ends."""
    request = queries.purchase_request(number, by)
    held: PurchaseRequest | None = (
        PurchaseRequest.objects.select_for_update().filter(pk=request.pk, state=State.WAITING).first()
    )
    if held is None:
        raise RequestDecidedError(number=number)
    return held


def _decide(request: PurchaseRequest, target: str, *, by: Actor, at: datetime, **changes: Any) -> None:
    changes = {"state": target, "decided_by_id": by.person_id, "decided_at": at, **changes}
    waiting = PurchaseRequest.objects.filter(pk=request.pk, state=State.WAITING)
    if not waiting.update(**changes):
        raise RequestDecidedError(number=request.number)
    for name, value in changes.items():
        setattr(request, name, value)


def _about(request: PurchaseRequest) -> dict[str, Any]:
    return {
        "purchase_request_id": request.pk,
        "number": request.number,
        "buyer_id": request.buyer_id,
        "concerns": (request.buyer_id,),
    }
