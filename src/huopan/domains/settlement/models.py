"""The ledger and what moves through it. Triggers keep balances and refuse every change of a transfer."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import Party
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class AccountQuerySet(VisibleQuerySet["Account"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class Account(models.Model):
    """One ledger account. A stored balance is kept by the database as transfers arrive and never falls below zero;
    platform accounts that every payment touches keep none (`keeps_balance` false) and are summed when asked, so that
    no two payments wait for each other."""

    class Kind(models.TextChoices):
        CLEARING = "clearing", _("payment provider clearing")
        ESCROW = "escrow", _("escrow of an order")
        AVAILABLE = "available", _("available to a seller")
        PAYING_OUT = "paying_out", _("on its way to a seller")
        COMMISSION = "commission", _("platform commission")
        ORPHAN = "orphan", _("received without an order")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="accounts")
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    keeps_balance = models.BooleanField(default=True)
    balance_fen = models.BigIntegerField(_("balance"), default=0)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "party", "reference", "currency"],
                condition=Q(party__isnull=False),
                name="one_account_per_party_and_reference",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "currency"],
                condition=Q(party__isnull=True),
                name="one_platform_account_per_reference",
            ),
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="balance_never_below_zero"),
        ]


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
    at = models.DateTimeField()

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
        PAID = "paid", _("paid")
        CLOSED = "closed", _("closed unpaid")

    number = models.CharField(_("number"), max_length=24, unique=True)
    purpose = models.CharField(max_length=20)
    reference = models.CharField(_("reference"), max_length=40)
    payer = models.ForeignKey(Party, models.PROTECT, related_name="payments")
    amount_fen = models.BigIntegerField(_("amount"))
    currency = models.CharField(max_length=3, default="CNY")
    allocations = models.JSONField()
    provider = models.CharField(_("provider"), max_length=20)
    provider_reference = models.CharField(_("provider's number"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    opened_at = models.DateTimeField(_("opened"))
    expires_at = models.DateTimeField(_("expires"))
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_is_positive"),
            models.UniqueConstraint(
                fields=["purpose", "reference"],
                condition=~Q(state="closed"),
                name="one_live_payment_per_reference",
            ),
        ]


class ProviderNotice(models.Model):
    """A callback as it came in. `external_id` is the provider's own id of the notice: a replay finds it taken."""

    class Verdict(models.TextChoices):
        BOOKED = "booked", _("booked")
        LATE = "late", _("arrived after the order closed")
        QUARANTINED = "quarantined", _("does not match; a person must look")

    provider = models.CharField(max_length=20)
    external_id = models.CharField(max_length=100)
    payload = models.JSONField()
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    because = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("provider notice")
        verbose_name_plural = _("provider notices")
        constraints = [models.UniqueConstraint(fields=["provider", "external_id"], name="one_notice_per_external_id")]


class RefundQuerySet(VisibleQuerySet["Refund"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(payment__payer_id=by.party_id)


class Refund(models.Model):
    """Money on its way back to the payer; it left the escrow when this row was made."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked of the provider")
        DONE = "done", _("done")
        FAILED = "failed", _("failed; a person must look")

    number = models.CharField(_("number"), max_length=24, unique=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    reference = models.CharField(max_length=40)
    amount_fen = models.BigIntegerField(_("amount"))
    cause = models.CharField(max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_is_positive")]


class PayoutAccountQuerySet(VisibleQuerySet["PayoutAccount"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class PayoutAccount(models.Model):
    """Where a seller's money goes."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="payout_account")
    holder = models.CharField(_("holder"), max_length=120)
    bank = models.CharField(_("bank"), max_length=80)
    number = models.CharField(_("account number"), max_length=40)
    changed_at = models.DateTimeField()

    objects = PayoutAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")


class PayoutQuerySet(VisibleQuerySet["Payout"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class Payout(models.Model):
    """A seller's money leaving the platform; above a limit a second person must approve (M11)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waiting for approval")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("sent")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed, money returned")
        REFUSED = "refused", _("refused, money returned")

    number = models.CharField(_("number"), max_length=24, unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="payouts")
    amount_fen = models.BigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_by = models.BigIntegerField()
    approved_by = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payout_is_positive"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="payout_needs_a_second_person",
            ),
        ]


class CommissionRate(models.Model):
    """The platform's share of a released order, in basis points; the party's own rate wins over the general one."""

    party = models.OneToOneField(Party, models.CASCADE, null=True, blank=True, related_name="commission_rate")
    basis_points = models.PositiveSmallIntegerField(_("basis points"))

    class Meta:
        verbose_name = _("commission rate")
        verbose_name_plural = _("commission rates")
        constraints = [models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="commission_within_whole")]
