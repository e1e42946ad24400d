"""The supplier's money: what is there, what is let go when, and having it paid out by two people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.orders import queries as orders
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement import queries
from huopan.domains.settlement.models import Payout, PayoutAccount
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

TEMPLATE = "workbench/money.html"
SHOWN_PAYOUTS, SHOWN_HELD = 10, 8


class PayoutForm(forms.Form):
    amount = MoneyField(label=gettext_lazy("Amount in yuan"), max_length=14)


class BankForm(forms.Form):
    holder = forms.CharField(label=gettext_lazy("Account holder"), max_length=120)
    bank = forms.CharField(label=gettext_lazy("Bank"), max_length=80)
    number = forms.CharField(label=gettext_lazy("Account number"), max_length=40)


@for_party("money.read")
def money(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """Balances, what is released next, and payouts; the form asks for one."""
    if refusal is not None:
        shown = {"form": PayoutForm(), "refusal": refusal, **_figures(request)}
        return render(request, TEMPLATE, shown, status=status_of(refusal))
    form = PayoutForm(request.POST if request.method == "POST" else None)
    asking = Asking(request, form, TEMPLATE, **_figures(request))
    return asking.answered(lambda form: _asked(request, form), told=_("Asked. Large payouts wait for a second person."))


@for_party("money.read")
def escrows(request: ActingRequest) -> HttpResponse:
    """Every order whose money is held, the next to be let go first."""
    page = page_of(request, orders.orders_with_money_held(request.actor))
    held = orders.held_orders(list(page), request.actor)
    balance = queries.balance_of(request.actor.party_id)
    return render(request, "workbench/escrows.html", {"page": page, "held": held, "balance": balance})


@require_POST
@for_party("money.payout")
def approve(request: ActingRequest, number: str) -> HttpResponse:
    return _decided(
        request,
        lambda: settlement.approve_payout(number=number, by=request.actor, at=now()),
        _("Approved; it is on its way."),
    )


@require_POST
@for_party("money.payout")
def refuse(request: ActingRequest, number: str) -> HttpResponse:
    because = request.POST.get("because", "")
    return _decided(
        request,
        lambda: settlement.refuse_payout(number=number, because=because, by=request.actor, at=now()),
        _("Not paid out; the money is available again."),
    )


@for_party("money.payout")
def bank(request: ActingRequest) -> HttpResponse:
    """Where payouts go."""
    known = _bank(request)
    shown = {"holder": known.holder, "bank": known.bank} if known else None
    form = BankForm(request.POST if request.method == "POST" else None, initial=shown)
    return Asking(request, form, "workbench/bank.html", known=known).answered(
        lambda form: _bank_saved(request, form), told=_("Saved.")
    )


def _figures(request: ActingRequest) -> dict[str, Any]:
    party_id = request.actor.party_id
    payouts = Payout.objects.visible_to(request.actor).filter(party_id=party_id).order_by("-pk")
    next_held = orders.orders_with_money_held(request.actor)[:SHOWN_HELD] if request.actor.may("sell") else []
    return {
        "balance": queries.balance_of(party_id),
        "payouts": payouts[:SHOWN_PAYOUTS],
        "held": orders.held_orders(list(next_held), request.actor),
        "bank": _bank(request),
    }


def _bank(request: ActingRequest) -> PayoutAccount | None:
    account: PayoutAccount | None = (
        PayoutAccount.objects.visible_to(request.actor).filter(party_id=request.actor.party_id).first()
    )
    return account


def _decided(request: ActingRequest, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("workbench:money")

    return submitted(request, work=work, in_place=lambda refusal: money(request, refusal=refusal), told=told)


def _asked(request: ActingRequest, form: PayoutForm) -> str:
    settlement.request_payout(amount=form.cleaned_data["amount"], by=request.actor, at=now())
    return reverse("workbench:money")


def _bank_saved(request: ActingRequest, form: BankForm) -> str:
    settlement.save_payout_account(**form.cleaned_data, by=request.actor, at=now())
    return reverse("workbench:money")
