"""Who buys here: sums, claims, prices of their own, and what to keep in mind."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.catalog import queries as catalog
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.queries.customers import SORTS
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.paging import page_of

LONGEST_WORDS = 60
SHOWN_ORDERS, SHOWN_CLAIMS = 10, 5


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note for ourselves"),
        help_text=gettext_lazy("The buyer never sees it."),
        max_length=orders.LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@for_party("sell")
def customers(request: ActingRequest) -> HttpResponse:
    words, sort = request.GET.get("q", "").strip()[:LONGEST_WORDS], request.GET.get("sort", "spent")
    chosen = sort if sort in SORTS else "spent"
    page = page_of(request, queries.customers(request.actor, words=words, sort=chosen))  # type: ignore[arg-type]
    ids = [row["buyer_id"] for row in page]
    prices = catalog.private_prices_of(ids, by=request.actor, at=now())
    shown = {
        "page": page,
        "words": words,
        "sort": chosen,
        "notes": queries.customer_notes(ids, request.actor),
        "priced": Counter(price.buyer_id for price in prices),
    }
    return render(request, "workbench/customers.html", shown)


@for_party("sell")
def customer(request: ActingRequest, buyer_id: int) -> HttpResponse:
    """One buyer; the form keeps the note."""
    buyer, sums = queries.customer(buyer_id, request.actor)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": sums["note"]})
    asking = Asking(
        request,
        form,
        "workbench/customer.html",
        buyer=buyer,
        sums=sums,
        orders=queries.orders_sold(request.actor).filter(buyer_id=buyer_id)[:SHOWN_ORDERS],
        claims=queries.after_sales_received(request.actor).filter(order__buyer_id=buyer_id)[:SHOWN_CLAIMS],
        prices=catalog.private_prices_of([buyer_id], by=request.actor, at=now()),
    )
    return asking.answered(lambda form: _noted(request, buyer_id, form), told=_("Saved."))


def _noted(request: ActingRequest, buyer_id: int, form: NoteForm) -> str:
    orders.note_customer(buyer_id=buyer_id, text=form.cleaned_data["text"], by=request.actor, at=now())
    return reverse("workbench:customer", args=[buyer_id])
