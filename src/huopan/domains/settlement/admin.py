"""The treasury's desk in the console: the ledger to read, payouts and odd notices to decide on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from huopan.domains.parties.queries import operator_of
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Account, CommissionRate, Payment, Payout, ProviderNotice, Refund, Transfer
from huopan.domains.settlement.ports import Outcome
from huopan.domains.settlement.queries import derived_balance
from huopan.domains.settlement.rules import Verdict, masked
from huopan.infra import clock
from huopan.infra.sentences import in_words
from huopan.kernel.actor import VISITOR, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError


def actor_of(request: HttpRequest) -> Actor:
    """The operator's actor that the signed-in person is, whichever organisation their pages act for at the time; their
    role decides, not Django's permissions."""
    return operator_of(request.user.pk or 0) or VISITOR


class ReadOnlyAdmin(ModelAdmin):
    """Money is looked at here, never edited: every change is an action."""

    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def each(self, request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], object]) -> None:
        """Do `act` to each chosen row; say how many went well and, in words, why others did not."""
        done = 0
        for row in rows:
            try:
                act(row)
                done += 1
            except RefusedError as refusal:
                self.message_user(request, f"{row}: {in_words(refusal)}", messages.ERROR)
        if done:
            said = ngettext("{count} done.", "{count} done.", done).format(count=done)
            self.message_user(request, said, messages.SUCCESS)


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "party", "reference", "balance")
    list_filter = ("kind", "currency")
    search_fields = ("reference", "party__name_zh", "party__name_en")
    list_select_related = ("party",)
    readonly_fields = ("derived",)

    @display(description=_("balance"), ordering="balance_fen")
    def balance(self, account: Account) -> str:
        return str(Money(account.balance_fen, account.currency)) if account.keeps_balance else "–"

    @display(description=_("balance, from its transfers"))
    def derived(self, account: Account) -> str:
        return str(derived_balance(account.pk))


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "debit", "credit", "amount", "cause")
    search_fields = ("cause", "debit__reference", "credit__reference")
    list_select_related = ("debit__party", "credit__party")
    date_hierarchy = "at"

    @display(description=_("amount"), ordering="amount_fen")
    def amount(self, transfer: Transfer) -> str:
        return str(Money(transfer.amount_fen, transfer.debit.currency))


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("number", "payer", "amount", "state", "provider", "opened_at", "paid_at")
    list_filter = ("state", "provider")
    search_fields = ("number", "reference", "provider_reference")
    list_select_related = ("payer",)

    @display(description=_("amount"), ordering="amount_fen")
    def amount(self, payment: Payment) -> str:
        return str(Money(payment.amount_fen, payment.currency))


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("number", "reference", "amount", "state", "requested_at", "done_at", "failure")
    list_filter = ("state",)
    search_fields = ("number", "reference", "cause")
    actions = ("ask_again",)

    @display(description=_("amount"), ordering="amount_fen")
    def amount(self, refund: Refund) -> str:
        return str(Money(refund.amount_fen))

    @admin.action(description=_("Ask the provider again"))
    def ask_again(self, request: HttpRequest, rows: QuerySet[Refund]) -> None:
        by, at = actor_of(request), clock.now()
        self.each(request, rows, lambda refund: settlement.retry_refund(number=refund.number, by=by, at=at))


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    list_display = ("number", "party", "amount", "state", "needs_second_person", "to", "requested_at", "failure")
    list_filter = ("state", "needs_second_person", "provider")
    search_fields = ("number", "party__name_zh", "party__name_en")
    list_select_related = ("party",)
    exclude = ("destination",)
    readonly_fields = ("to",)
    actions = ("approve", "refuse", "record_paid", "record_failed")

    @display(description=_("amount"), ordering="amount_fen")
    def amount(self, payout: Payout) -> str:
        return str(Money(payout.amount_fen))

    @display(description=_("bank account"))
    def to(self, payout: Payout) -> str:
        return f"{payout.destination['bank']} {masked(payout.destination['number'])}"

    @admin.action(description=pgettext_lazy("settlement", "Approve"))
    def approve(self, request: HttpRequest, rows: QuerySet[Payout]) -> None:
        by, at = actor_of(request), clock.now()
        self.each(request, rows, lambda payout: settlement.approve_payout(number=payout.number, by=by, at=at))

    @admin.action(description=_("Refuse and return the money"))
    def refuse(self, request: HttpRequest, rows: QuerySet[Payout]) -> None:
        by, at, because = actor_of(request), clock.now(), gettext("refused by the treasury")
        self.each(
            request,
            rows,
            lambda payout: settlement.refuse_payout(number=payout.number, because=because, by=by, at=at),
        )

    @admin.action(description=_("Record as paid by hand"))
    def record_paid(self, request: HttpRequest, rows: QuerySet[Payout]) -> None:
        self._record(request, rows, Outcome("done"))

    @admin.action(description=_("Record as failed at the bank and return the money"))
    def record_failed(self, request: HttpRequest, rows: QuerySet[Payout]) -> None:
        self._record(request, rows, Outcome("failed", gettext("failed at the bank")))

    def _record(self, request: HttpRequest, rows: QuerySet[Payout], outcome: Outcome) -> None:
        by, at = actor_of(request), clock.now()
        self.each(
            request,
            rows,
            lambda payout: settlement.record_payout(number=payout.number, outcome=outcome, by=by, at=at),
        )


class WaitingFilter(admin.SimpleListFilter):
    title = _("quarantine")
    parameter_name = "quarantine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [("waiting", _("waiting for a person")), ("resolved", _("resolved"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProviderNotice]) -> QuerySet[ProviderNotice]:  # noqa: ARG002
        if self.value() is None:
            return queryset
        return queryset.filter(verdict=Verdict.QUARANTINED, resolved_at__isnull=self.value() == "waiting")


@admin.register(ProviderNotice)
class ProviderNoticeAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "provider", "number", "verdict", "because", "resolution")
    list_filter = (WaitingFilter, "verdict", "provider")
    search_fields = ("number", "external_id")
    actions = ("resolve",)

    @admin.action(description=_("Mark as looked at"))
    def resolve(self, request: HttpRequest, rows: QuerySet[ProviderNotice]) -> None:
        by, at, looked_at = actor_of(request), clock.now(), gettext("looked at in the console")
        self.each(
            request,
            rows,
            lambda notice: settlement.resolve_quarantine(notice_id=notice.pk, resolution=looked_at, by=by, at=at),
        )


@admin.register(CommissionRate)
class CommissionRateAdmin(ModelAdmin):
    list_display = ("party", "basis_points")
    raw_id_fields = ("party",)
    list_select_related = ("party",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).may("treasury")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return actor_of(request).may("treasury")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: CommissionRate, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001
        saved = settlement.set_commission_rate(
            party_id=obj.party_id, basis_points=obj.basis_points, by=actor_of(request), at=clock.now()
        )
        obj.pk = saved.pk
