"""Asking a payer for money, and no longer asking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from huopan.domains.settlement import queries
from huopan.domains.settlement.events import PaymentClosed, PaymentOpened
from huopan.domains.settlement.models import Payment
from huopan.domains.settlement.ports import PROVIDERS, PaymentAsk
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.domains.settlement.rules import Allocation, total_of
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.infra.rows import store
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

NOTIFY_PATH = "/payments/notify/"


class CurrencyNotServedError(RefusedError):
    kind = "invalid"
    sentence = said("Payments are made in {served}; {currency} is not offered yet.")


class PaymentAlreadyOpenError(RefusedError):
    sentence = said("A payment for {reference} is open or made already; use that one.")


class PaymentAlreadyMadeError(RefusedError):
    sentence = said("{number} has been paid already; refresh the page to see it.")


class PaymentNoLongerOpenError(RefusedError):
    sentence = said("The time to pay {number} is over and nothing was taken; place the order again.")


class ProviderNotOfferedError(RefusedError):
    kind = "busy"
    sentence = said("Paying through “{provider}” is not possible at the moment; try again later or tell the operator.")


@transaction.atomic(savepoint=False)
def open_payment(
    *,
    purpose: str,
    reference: str,
    payer_id: int,
    allocations: Sequence[Allocation],
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> Payment:
    """Ask `payer_id` for the sum of `allocations`; each is held in escrow for its payee when the money arrives.

    Two statements. Raises EmptyPaymentError, TwicePaidReferenceError, CurrencyNotServedError and, when `reference` has
    an open or made payment of this `purpose`, PaymentAlreadyOpenError; the surrounding transaction is lost then.
    """
    amount = total_of(allocations)
    if amount.currency != LEDGER_CURRENCY:
        raise CurrencyNotServedError(served=LEDGER_CURRENCY, currency=amount.currency)
    payment = Payment(
        number=new_number("PY", at),
        purpose=purpose,
        reference=reference,
        payer_id=payer_id,
        amount_fen=amount.fen,
        currency=amount.currency,
        allocations=[[part.reference, part.payee_id, part.amount.fen] for part in allocations],
        provider=settings.HUOPAN.payment_provider,
        opened_at=at,
        expires_at=expires_at,
    )
    _insert_only(payment)
    announce(
        PaymentOpened(
            payment_id=payment.pk,
            number=payment.number,
            purpose=purpose,
            reference=reference,
            amount_fen=amount.fen,
            at=at,
            concerns=(payer_id,),
        ),
        by=by,
    )
    return payment


def payment_link(*, number: str, return_url: str, by: Actor, at: datetime) -> str:
    """The address of the provider's page where the payer pays; `return_url` is where the page sends them back.

    Raises UnknownError, PaymentAlreadyMadeError, PaymentNoLongerOpenError, ProviderNotOfferedError.
    """
    by.must("money.pay")
    payment = queries.payment(number, by)
    if payment.state in (Payment.State.PAID, Payment.State.LATE):
        raise PaymentAlreadyMadeError(number=number)
    if payment.state == Payment.State.CLOSED or payment.expires_at <= at:
        raise PaymentNoLongerOpenError(number=number)
    provider = PROVIDERS.get(payment.provider)
    if provider is None:
        raise ProviderNotOfferedError(provider=payment.provider)
    ask = PaymentAsk(
        number=payment.number,
        reference=payment.reference,
        amount=Money(payment.amount_fen, payment.currency),
        expires_at=payment.expires_at,
    )
    notify_url = f"{settings.HUOPAN.base_url}{NOTIFY_PATH}{provider.code}"
    return provider.link(ask, return_url=return_url, notify_url=notify_url)


@transaction.atomic
def close_payment(*, purpose: str, reference: str, by: Actor, at: datetime) -> bool:
    """Stop asking; True if a payment was open. Money that still arrives is booked and announced as late.

    Raises PaymentAlreadyMadeError when the money came first: then whoever asked must go on as paid.
    """
    payments = Payment.objects.select_for_update().filter(purpose=purpose, reference=reference)
    live = payments.filter(state__in=[Payment.State.PENDING, Payment.State.PAID]).first()
    if live is None:
        return False
    if not Payment.objects.filter(pk=live.pk, state=Payment.State.PENDING).update(state=Payment.State.CLOSED):
        raise PaymentAlreadyMadeError(number=live.number)
    announce(
        PaymentClosed(
            payment_id=live.pk,
            number=live.number,
            purpose=purpose,
            reference=reference,
            at=at,
            concerns=(live.payer_id,),
        ),
        by=by,
    )
    return True


def _insert_only(payment: Payment) -> None:
    try:
        store([payment])
    except IntegrityError as error:
        if "settlement_payment" in str(error) or "one_live_payment_per_reference" in str(error):
            raise PaymentAlreadyOpenError(reference=payment.reference) from error
        raise
