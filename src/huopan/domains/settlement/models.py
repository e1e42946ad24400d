"""The ledger and what moves through it. Triggers keep balances and refuse every change of a transfer.

`debit` gives and `credit` receives: a transfer takes `amount_fen` off the debit account's balance and adds it to the
credit account's, so all accounts together always sum to zero. Clearing stands at minus what the provider holds for us.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party
from huopan.domains.settlement.rules import Mismatch, Verdict
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class AccountQuerySet(VisibleQuerySet["Account"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class Account(models.Model):
    """One ledger account. A stored balance is kept by the database as transfers arrive and never falls below zero;
    platform accounts that every payment touches keep none (`keeps_balance` false) and are summed when asked, so that
    no two payments wait for each other. An escrow account belongs to one payment and one of its allocations; its party
    is the payee. Platform accounts have fixed ids below zero (`queries.platform`)."""

    class Kind(models.TextChoices):
        CLEARING = "clearing", _("payment provider clearing")
        ESCROW = "escrow", _("escrow of an order")
        AVAILABLE = "available", _("available to a seller")
        REFUNDING = "refunding", _("on its way back to buyers")
        PAYING_OUT = "paying_out", _("on its way to sellers")
        COMMISSION = "commission", _("platform commission")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="accounts")
    payment = models.ForeignKey("Payment", models.PROTECT, null=True, blank=True, related_name="escrows")
    reference = models.CharField(pgettext_lazy("settlement", "reference"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    keeps_balance = models.BooleanField(default=True)
    balance_fen = models.BigIntegerField(_("balance"), default=0)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "reference"], condition=Q(kind="escrow"), name="one_escrow_per_allocation"
            ),
            models.UniqueConstraint(
                fields=["party", "currency"], condition=Q(kind="available"), name="one_available_account_per_party"
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "currency"],
                condition=Q(party__isnull=True),
                name="one_platform_account_per_reference",
            ),
            models.CheckConstraint(
                condition=Q(kind="escrow", party__isnull=False, payment__isnull=False)
                | Q(kind="available", party__isnull=False, payment__isnull=True)
                | Q(party__isnull=True, payment__isnull=True) & ~Q(kind__in=["escrow", "available"]),
                name="account_has_its_owner",
            ),
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="balance_never_below_zero"),
        ]
        indexes = [models.Index(fields=["reference"], condition=Q(kind="escrow"), name="escrow_by_reference")]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.get_kind_display()), self.reference, str(self.party or "")]))


class TransferQuerySet(VisibleQuerySet["Transfer"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(Q(debit__party_id=by.party_id) | Q(credit__party_id=by.party_id))


class Transfer(models.Model):
    """`amount_fen` from `debit` to `credit`: every posting sums to zero by its very shape. Never changed or deleted.

    `cause` names what asked for it (`payment:77`, `order:SO…:release`); one transfer per cause and pair of accounts."""

    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount_fen = models.BigIntegerField(_("amount"))
    cause = models.CharField(_("cause"), max_length=80)
    at = models.DateTimeField(_("at"))

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.UniqueConstraint(fields=["cause", "debit", "credit"], name="one_transfer_per_cause"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfer_is_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_goes_somewhere"),
        ]


class PaymentQuerySet(VisibleQuerySet["Payment"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(payer_id=by.party_id)


class Payment(models.Model):
    """One sum asked of a payer through a provider. `allocations`: [[reference, payee party id, amount fen], …], which
    become one escrow account each when the money arrives."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for payment")
        PAID = "paid", pgettext_lazy("settlement", "paid")
        CLOSED = "closed", _("closed unpaid")
        LATE = "late", _("paid after it was closed")

    number = models.CharField(_("number"), max_length=24, unique=True)
    purpose = models.CharField(max_length=20)
    reference = models.CharField(pgettext_lazy("settlement", "reference"), max_length=40)
    payer = models.ForeignKey(Party, models.PROTECT, related_name="payments")
    amount_fen = models.BigIntegerField(_("amount"))
    currency = models.CharField(max_length=3, default="CNY")
    allocations = models.JSONField()
    provider = models.CharField(_("provider"), max_length=20)
    provider_reference = models.CharField(_("provider's number"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    opened_at = models.DateTimeField(pgettext_lazy("settlement", "opened"))
    expires_at = models.DateTimeField(pgettext_lazy("settlement", "expires"))
    paid_at = models.DateTimeField(pgettext_lazy("settlement", "paid"), null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("settlement", "payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_is_positive"),
            models.UniqueConstraint(
                fields=["purpose", "reference"],
                condition=Q(state__in=["pending", "paid"]),
                name="one_live_payment_per_reference",
            ),
        ]
        indexes = [
            models.Index(fields=["polled_at"], condition=Q(state__in=["pending", "closed"]), name="payments_to_poll")
        ]

    def __str__(self) -> str:
        return self.number


class ProviderNotice(models.Model):
    """A callback as it came in. `external_id` is the provider's own id of the notice: a replay finds it taken."""

    VERDICTS = {
        Verdict.BOOKED: _("booked"),
        Verdict.LATE: _("arrived after the payment closed; booked"),
        Verdict.REPEATED: _("said again what was booked before"),
        Verdict.NOTED: _("noted; nothing to book"),
        Verdict.QUARANTINED: _("does not match; a person must look"),
    }
    MISMATCHES = {
        Mismatch.UNKNOWN: _("no such payment"),
        Mismatch.PROVIDER: _("another provider's payment"),
        Mismatch.AMOUNT: _("another amount"),
        Mismatch.CURRENCY: _("another currency"),
        Mismatch.PAYEE: _("another payee"),
        Mismatch.REFERENCE: _("another order"),
        Mismatch.PAID_TWICE: _("paid a second time"),
        Mismatch.STATE: _("settled the other way already"),
    }

    provider = models.CharField(max_length=20)
    external_id = models.CharField(max_length=100)
    number = models.CharField(_("number"), max_length=40)
    payload = models.JSONField(_("content"))
    verdict = models.CharField(_("verdict"), max_length=12, choices=VERDICTS)
    because = models.CharField(_("because"), max_length=12, choices=MISMATCHES, blank=True)
    received_at = models.DateTimeField(pgettext_lazy("settlement", "received"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolution = models.CharField(_("resolution"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("provider notice")
        verbose_name_plural = _("provider notices")
        constraints = [models.UniqueConstraint(fields=["provider", "external_id"], name="one_notice_per_external_id")]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"


class RefundQuerySet(VisibleQuerySet["Refund"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(payment__payer_id=by.party_id)


class Refund(models.Model):
    """Money on its way back to the payer; it left the escrow when this row was made."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked of the provider")
        DONE = "done", pgettext_lazy("settlement", "done")
        FAILED = "failed", _("failed; a person must look")

    number = models.CharField(_("number"), max_length=24, unique=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    reference = models.CharField(pgettext_lazy("settlement", "reference"), max_length=40)
    amount_fen = models.BigIntegerField(_("amount"))
    cause = models.CharField(max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(pgettext_lazy("settlement", "done"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_is_positive")]
        indexes = [models.Index(fields=["requested_at"], condition=Q(state="requested"), name="refunds_to_send")]

    def __str__(self) -> str:
        return self.number


class PayoutAccountQuerySet(VisibleQuerySet["PayoutAccount"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class PayoutAccount(models.Model):
    """Where a seller's money goes. The number leaves the room only masked (`rules.masked`)."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="payout_account")
    holder = models.CharField(_("holder"), max_length=120)
    bank = models.CharField(_("bank"), max_length=80)
    number = models.CharField(_("account number"), max_length=40)
    changed_at = models.DateTimeField(pgettext_lazy("settlement", "changed"))

    objects = PayoutAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")


class PayoutQuerySet(VisibleQuerySet["Payout"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class Payout(models.Model):
    """A seller's money leaving the platform; above a limit a second person must approve (M11). The destination is
    copied at the request, so that changing the account cannot redirect what was already approved."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waiting for approval")
        APPROVED = "approved", pgettext_lazy("settlement", "approved")
        SENT = "sent", pgettext_lazy("settlement", "sent")
        PAID = "paid", pgettext_lazy("settlement", "paid")
        FAILED = "failed", _("failed, money returned")
        REFUSED = "refused", _("refused, money returned")

    number = models.CharField(_("number"), max_length=24, unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="payouts")
    amount_fen = models.BigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    destination = models.JSONField()
    provider = models.CharField(_("provider"), max_length=20)
    needs_second_person = models.BooleanField(_("needs a second person"))
    requested_by = models.BigIntegerField(_("asked by"))
    approved_by = models.BigIntegerField(_("approved by"), null=True, blank=True)
    requested_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payout_is_positive"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="payout_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(needs_second_person=False)
                | Q(approved_by__isnull=False)
                | Q(state__in=["requested", "refused"]),
                name="large_payout_has_a_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=Q(state__in=["approved", "sent"]), name="payouts_to_send")
        ]

    def __str__(self) -> str:
        return self.number


class CommissionRate(models.Model):
    """A party's own share to the platform of each released order, in basis points; without one the setting rules."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="commission_rate", verbose_name=_("organisation"))
    basis_points = models.PositiveSmallIntegerField(_("basis points"))

    class Meta:
        verbose_name = _("commission rate")
        verbose_name_plural = _("commission rates")
        constraints = [models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="commission_within_whole")]
