"""What the two sides cannot settle, the platform decides on what both have shown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.orders import queries
from huopan.domains.orders.actions.after_sale import close
from huopan.domains.orders.actions.evidence import show
from huopan.domains.orders.actions.moving import ReasonMissingError
from huopan.domains.orders.actions.settling import drop_unshipped, go_on, move, must_stand_in, pay_back
from huopan.domains.orders.events import AfterSaleArbitrated, AfterSaleDisputed
from huopan.domains.orders.models import AfterSale, Evidence
from huopan.domains.orders.policies import must_be_a_side
from huopan.domains.orders.rules.disputes import DISPUTABLE, Outcome, awarded
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states
from huopan.infra.files.pictures import Picture
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

State = AfterSale.State
OPEN_STATES = tuple(sorted(AFTER_SALE_MOVES.keys() - final_states(AFTER_SALE_MOVES)))


class EvidenceEmptyError(RefusedError):
    kind = "invalid"
    sentence = said("Write something or add a picture.")


@transaction.atomic
def dispute_after_sale(*, number: str, because: str, by: Actor, at: datetime) -> AfterSale:
    """One side brings the after-sale before the platform: the buyer after a refusal or while goods travel, the supplier
    while goods travel. `because` becomes its first evidence.

    Raises UnknownError, NotASideError, ReasonMissingError, AfterSaleNotReadyError.
    """
    after_sale = queries.locked_after_sale(number, by)
    side = must_be_a_side(after_sale.order, by)
    must_stand_in(after_sale, *DISPUTABLE[side])
    if not because.strip():
        raise ReasonMissingError
    bring_before_the_platform(after_sale, by=by, at=at)
    show(after_sale, because.strip(), None, by=by, at=at)
    return after_sale


@transaction.atomic
def add_evidence(*, number: str, text: str = "", picture: Picture | None = None, by: Actor, at: datetime) -> Evidence:
    """One side shows a text or a picture (made safe by infra.files.pictures) while the after-sale is open.

    Raises UnknownError, NotASideError, EvidenceEmptyError, TooMuchEvidenceError, AfterSaleNotReadyError.
    """
    after_sale = queries.locked_after_sale(number, by)
    must_be_a_side(after_sale.order, by)
    must_stand_in(after_sale, *OPEN_STATES)
    if not text.strip() and picture is None:
        raise EvidenceEmptyError
    return show(after_sale, text.strip(), picture, by=by, at=at)


@transaction.atomic
def arbitrate(
    *, number: str, outcome: Outcome, ruling: str, amount: Money | None = None, by: Actor, at: datetime
) -> AfterSale:
    """The platform decides: "full", "partial" (with `amount`, below what was asked) or "none", and says why.

    Raises ForbiddenError, UnknownError, ReasonMissingError, AwardOutsideClaimError, AfterSaleNotReadyError and, on a
    completed order whose seller has not enough, SellerShortError: the dispute stays open.
    """
    by.must("arbitrate")
    after_sale = queries.locked_after_sale(number, by)
    must_stand_in(after_sale, State.DISPUTED)
    if not ruling.strip():
        raise ReasonMissingError
    award = awarded(outcome, asked=Money(after_sale.amount_fen), amount=amount)
    move(after_sale, State.ARBITRATED, at=at, ruling=ruling.strip(), refunded_fen=award.fen)
    announce(AfterSaleArbitrated.of(after_sale, outcome=outcome, refund_fen=award.fen, at=at), by=by)
    if award:
        pay_back(after_sale, award, by=by, at=at)
    if outcome == "full":
        drop_unshipped(after_sale, by=by, at=at)
    go_on(after_sale, at=at)
    return after_sale


def bring_before_the_platform(after_sale: AfterSale, *, by: Actor, at: datetime, is_by_silence: bool = False) -> None:
    move(after_sale, State.DISPUTED, at=at, disputed_at=at)
    announce(AfterSaleDisputed.of(after_sale, is_by_silence=is_by_silence, at=at), by=by)


def sweep_after_sales(*, at: datetime, limit: int = 500) -> int:
    """Move after-sales in which somebody let the time pass; how many. Each in its own transaction.

    The supplier's silence brings it before the platform; the buyer's ends it.
    """
    due = list(queries.due_after_sales(at).values_list("number", flat=True)[:limit])
    return sum(_sweep(number, at) for number in due)


@transaction.atomic
def _sweep(number: str, at: datetime) -> bool:
    after_sale = queries.locked_after_sale(number, SYSTEM)
    if after_sale.due_at is None or after_sale.due_at > at:
        return False
    if after_sale.state in (State.REQUESTED, State.GOODS_RETURNING):
        bring_before_the_platform(after_sale, by=SYSTEM, at=at, is_by_silence=True)
    else:
        close(after_sale, because="not_pursued_in_time", by=SYSTEM, at=at)
    return True
