"""The supplier's money: what is there, what moved, and having it paid out."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement import queries
from huopan.domains.settlement.models import Payout, PayoutAccount
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField

SHOWN_PAYOUTS, SHOWN_MOVEMENTS = 10, 30


class PayoutForm(forms.Form):
    amount = MoneyField(label=gettext_lazy("Amount in yuan"), max_length=14)


class BankForm(forms.Form):
    holder = forms.CharField(label=gettext_lazy("Account holder"), max_length=120)
    bank = forms.CharField(label=gettext_lazy("Bank"), max_length=80)
    number = forms.CharField(label=gettext_lazy("Account number"), max_length=40)


@for_party("money.read")
def money(request: ActingRequest) -> HttpResponse:
    """Balances, movements and payouts; the form asks for one."""
    party_id = request.actor.party_id
    before = request.GET.get("before", "")
    movements = queries.statement_page(
        party_id, before=int(before) if before.isdecimal() else None, limit=SHOWN_MOVEMENTS
    )
    payouts = Payout.objects.visible_to(request.actor).filter(party_id=party_id).order_by("-pk")
    asking = Asking(
        request,
        PayoutForm(request.POST if request.method == "POST" else None),
        "workbench/money.html",
        balance=queries.balance_of(party_id),
        movements=movements,
        older=movements[-1].transfer_id if len(movements) == SHOWN_MOVEMENTS else None,
        payouts=payouts[:SHOWN_PAYOUTS],
        bank=_bank(request),
    )
    return asking.answered(lambda form: _asked(request, form), told=_("Asked. Large payouts wait for a second person."))


@for_party("money.payout")
def bank(request: ActingRequest) -> HttpResponse:
    """Where payouts go."""
    known = _bank(request)
    shown = {"holder": known.holder, "bank": known.bank} if known else None
    form = BankForm(request.POST if request.method == "POST" else None, initial=shown)
    return Asking(request, form, "workbench/bank.html").answered(
        lambda form: _bank_saved(request, form), told=_("Saved.")
    )


def _bank(request: ActingRequest) -> PayoutAccount | None:
    account: PayoutAccount | None = (
        PayoutAccount.objects.visible_to(request.actor).filter(party_id=request.actor.party_id).first()
    )
    return account


def _asked(request: ActingRequest, form: PayoutForm) -> str:
    settlement.request_payout(amount=form.cleaned_data["amount"], by=request.actor, at=now())
    return reverse("workbench:money")


def _bank_saved(request: ActingRequest, form: BankForm) -> str:
    settlement.save_payout_account(**form.cleaned_data, by=request.actor, at=now())
    return reverse("workbench:money")
