"""Stock as it is counted on the shelf: many SKUs on one page, and why each of them changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Sku
from huopan.infra.clock import now
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusalsError, RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

COUNTED, RECEIVED, LOW = "counted", "received", "low"
SKUS_ON_A_PAGE = 30


class StockForm(forms.Form):
    """For each SKU what was counted, what came in, and from when on it runs low; left empty, nothing changes."""

    source = forms.CharField(max_length=80, required=False)

    def __init__(self, sent: Any, *, skus: list[Sku]) -> None:
        super().__init__(sent, initial={f"{LOW}-{sku.pk}": sku.stock.low_at for sku in skus})
        self.skus = skus
        for sku in skus:
            for name, label in (
                (COUNTED, _("Counted now")),
                (RECEIVED, pgettext("workbench", "Received")),
                (LOW, _("Low from")),
            ):
                widget = forms.NumberInput({"class": "control figure", "aria-label": f"{label}, {sku.code}", "min": 0})
                field = forms.IntegerField(min_value=0, max_value=10**9, required=False, widget=widget)
                self.fields[f"{name}-{sku.pk}"] = field

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for sku in self.skus:
            if typed.get(f"{COUNTED}-{sku.pk}") is not None and typed.get(f"{RECEIVED}-{sku.pk}"):
                self.add_error(f"{COUNTED}-{sku.pk}", _("Either count it, or add what came in."))
        return typed

    def figures(self, name: str) -> dict[int, int]:
        typed = {sku.pk: self.cleaned_data.get(f"{name}-{sku.pk}") for sku in self.skus}
        return {pk: figure for pk, figure in typed.items() if figure is not None}

    def new_limits(self) -> dict[int, int | None]:
        limits = {sku.pk: self.cleaned_data.get(f"{LOW}-{sku.pk}") for sku in self.skus}
        return {sku.pk: limits[sku.pk] for sku in self.skus if limits[sku.pk] != sku.stock.low_at}


@dataclass(frozen=True, slots=True)
class Row:
    sku: Sku
    cells: list[forms.BoundField]

    @property
    def left(self) -> int:
        return self.sku.stock.on_hand - self.sku.stock.reserved

    @property
    def is_low(self) -> bool:
        return self.left <= (self.sku.stock.low_at or 0)


@for_party("stock.write")
def stock(request: ActingRequest) -> HttpResponse:
    """Counted, received, and from when on it runs low: all of a page at once, or none."""
    words, only_low = request.GET.get("q", "").strip()[:100], request.GET.get("low") == "1"
    page = page_of(request, queries.stocked_skus(request.actor, words=words, only_low=only_low), size=SKUS_ON_A_PAGE)
    form = StockForm(request.POST if request.method == "POST" else None, skus=list(page.object_list))

    def shown(status: int) -> HttpResponse:
        rows = [Row(sku, [form[f"{name}-{sku.pk}"] for name in (COUNTED, RECEIVED, LOW)]) for sku in form.skus]
        context = {"page": page, "rows": rows, "form": form, "words": words, "only_low": only_low}
        return render(request, "workbench/offers/stock.html", context, status=status)

    def refused(refusal: RefusedError) -> HttpResponse:
        for each in refusal.refusals if isinstance(refusal, RefusalsError) else [refusal]:
            place = f"{COUNTED}-{each.params.get('sku_id')}"
            form.add_error(place if place in form.fields else None, in_words(each))
        return shown(status_of(refusal))

    if not form.is_bound:
        return shown(200)
    if not form.is_valid():
        return shown(422)
    return submitted(request, work=lambda: _written(request, form), in_place=refused, told=_("Saved."))


@for_party("stock.write")
def movements(request: ActingRequest, sku_id: int) -> HttpResponse:
    sku = queries.own_sku(sku_id, by=request.actor)
    page = page_of(request, queries.movements_of(sku), size=SKUS_ON_A_PAGE)
    return render(request, "workbench/offers/movements.html", {"sku": sku, "page": page})


def _written(request: ActingRequest, form: StockForm) -> str:
    by, at = request.actor, now()
    if counts := form.figures(COUNTED):
        catalog.count_stock(counts=counts, by=by, at=at)
    if received := form.figures(RECEIVED):
        catalog.receive_stock(quantities=received, source=form.cleaned_data["source"], by=by, at=at)
    if limits := form.new_limits():
        catalog.set_low_limit(limits=limits, by=by)
    return request.get_full_path()
