"""Whom the organisation's invoices are made out to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import InvoiceTitle, Party
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.market.forms.invoice_titles import InvoiceTitleForm
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted
from huopan.web.ways import our_address


@for_party()
def invoice_titles(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    shown = {"titles": queries.invoice_titles(request.actor), "refusal": refusal}
    return render(request, "market/invoice_titles.html", shown, status=status_of(refusal) if refusal else 200)


@for_party()
def invoice_title(request: ActingRequest, invoice_title_id: int | None = None) -> HttpResponse:
    """A new title, filled with what is known of the organisation, or an old one changed."""
    known = queries.kept_invoice_title(invoice_title_id, request.actor) if invoice_title_id else None
    form = InvoiceTitleForm(request.POST if request.method == "POST" else None, initial=_shown(request, known))
    asking = Asking(request, form, "market/invoice_title.html", title=known)
    return asking.answered(lambda form: _saved(request, form, invoice_title_id), told=_("The invoice title is saved."))


@require_POST
@for_party()
def remove(request: ActingRequest, invoice_title_id: int) -> HttpResponse:
    def work() -> str:
        parties.remove_invoice_title(invoice_title_id=invoice_title_id, by=request.actor, at=now())
        return reverse("market:invoice_titles")

    return submitted(request, work=work, in_place=lambda refusal: invoice_titles(request, refusal), told=_("Removed."))


def _saved(request: ActingRequest, form: InvoiceTitleForm, invoice_title_id: int | None) -> str:
    parties.save_invoice_title(**form.cleaned_data, invoice_title_id=invoice_title_id, by=request.actor, at=now())
    return our_address(request, request.GET.get("next", ""), reverse("market:invoice_titles"))


def _shown(request: ActingRequest, known: InvoiceTitle | None) -> dict[str, Any]:
    if known:
        return {name: getattr(known, name) for name in InvoiceTitleForm.base_fields}
    party = Party.objects.visible_to(request.actor).get(pk=request.actor.party_id)
    return {"name": party.name_zh, "tax_number": party.credit_code or ""}
