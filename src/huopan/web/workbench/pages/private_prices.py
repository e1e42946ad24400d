"""Prices for one buyer: pasted from Excel, looked at beside the public ones, never seen by anybody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer, PrivatePrice, Sku
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.parties.models import Party
from huopan.infra.clock import now
from huopan.infra.sentences import in_words
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusalsError, RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

COLUMNS = 5
Steps = dict[int, list[catalog.PrivateStep]]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A private price beside the lowest public one at its quantity."""

    price: PrivatePrice
    public_hao: int | None

    @property
    def is_lower(self) -> bool:
        return self.public_hao is None or self.price.unit_price_hao < self.public_hao


class PricesForm(forms.Form):
    """One price a line, as Excel copies it: item code, SKU code, from quantity, price, last day; some may be empty."""

    prices = forms.CharField(
        label=gettext_lazy("Item code, SKU code, from quantity, price, last day"),
        widget=forms.Textarea({"rows": 10, "wrap": "off", "spellcheck": "false", "class": "control"}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_prices(self) -> Steps:
        lines = [line.split("\t") for line in self.cleaned_data["prices"].replace("\r", "").split("\n")]
        rows = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(lines, 1) if any(cells)]
        offers = {row.code: row.pk for row in _own(self.by).filter(code__in={cells[0] for _, cells in rows})}
        skus = {
            (sku.offer_id, sku.code): sku.pk
            for sku in Sku.objects.visible_to(self.by).filter(offer_id__in=offers.values())
        }
        steps: Steps = defaultdict(list)
        faults = []
        for number, cells in rows:
            try:
                offer_id, step = _read(cells, offers, skus)
                steps[offer_id].append(step)
            except ValidationError as refused:
                faults += [_("Line %(n)s: %(why)s") % {"n": number, "why": why} for why in refused.messages]
        if faults:
            raise ValidationError(faults)
        return steps


@for_party("offers.write")
def private_prices(request: ActingRequest) -> HttpResponse:
    """The buyers with their own prices, and those of the one chosen."""
    buyers = _buyers(request)
    asked = request.POST.get("buyer") or request.GET.get("buyer", "")
    buyer = buyers.get(int(asked)) if asked.isdecimal() else None
    if asked and buyer is None:
        return render(request, "404.html", status=404)
    given = _given(request, buyer)
    form = PricesForm(
        request.POST if request.method == "POST" and buyer else None,
        initial={"prices": "\n".join(_line(price) for price in given)},
        by=request.actor,
    )

    def shown(status: int) -> HttpResponse:
        context = {"buyers": buyers.values(), "buyer": buyer, "rows": list(_beside_public(given)), "form": form}
        return render(request, "workbench/offers/private_prices.html", context, status=status)

    def refused(refusal: RefusedError) -> HttpResponse:
        for each in refusal.refusals if isinstance(refusal, RefusalsError) else [refusal]:
            form.add_error("prices", in_words(each))
        return shown(status_of(refusal))

    if buyer is None or not form.is_bound:
        return shown(200)
    if not form.is_valid():
        return shown(422)
    had = {price.offer_id for price in given}
    return submitted(request, work=lambda: _set(request, buyer, form, had), in_place=refused, told=_("Saved."))


def _set(request: ActingRequest, buyer: Party, form: PricesForm, had: set[int]) -> str:
    """What the text no longer names is taken away."""
    steps: Steps = form.cleaned_data["prices"]
    for offer_id in sorted(had | steps.keys()):
        catalog.set_private_prices(
            offer_id=offer_id, buyer_id=buyer.pk, prices=steps.get(offer_id, []), by=request.actor, at=now()
        )
    return f"{reverse('workbench:private_prices')}?buyer={buyer.pk}"


def _own(by: Any) -> Any:
    return Offer.objects.visible_to(by).filter(supplier_id=by.party_id)


def _buyers(request: ActingRequest) -> dict[int, Party]:
    """Who has ordered here or has own prices: a seller knows no other buyers."""
    by = request.actor
    ordered = SupplierOrder.objects.visible_to(by).filter(supplier_id=by.party_id).order_by().values("buyer_id")
    given = PrivatePrice.objects.visible_to(by).filter(offer__supplier_id=by.party_id).order_by().values("buyer_id")
    known = Party.objects.visible_to(by).filter(pk__in=ordered.union(given)).exclude(pk=by.party_id)
    return {party.pk: party for party in known.order_by("name_zh", "pk")}


def _given(request: ActingRequest, buyer: Party | None) -> list[PrivatePrice]:
    if buyer is None:
        return []
    by = request.actor
    rows = PrivatePrice.objects.visible_to(by).filter(offer__supplier_id=by.party_id, buyer=buyer)
    return list(rows.select_related("offer", "sku").order_by("offer__code", "sku__position", "from_quantity"))


def _beside_public(given: list[PrivatePrice]) -> Iterator[PriceRow]:
    ladders = queries.public_ladders({price.offer_id for price in given})
    for price in given:
        steps = ladders.get((price.offer_id, price.sku_id)) or ladders.get((price.offer_id, None), [])
        reached = [hao for quantity, hao in steps if quantity <= price.from_quantity]
        yield PriceRow(price, reached[-1] if reached else None)


def _line(price: PrivatePrice) -> str:
    until = localtime(price.ends_at - timedelta(seconds=1)).date().isoformat() if price.ends_at else ""
    yuan = str(UnitPrice(price.unit_price_hao)).lstrip("¥")
    return "\t".join([price.offer.code, price.sku.code if price.sku else "", str(price.from_quantity), yuan, until])


def _read(
    cells: list[str], offers: Mapping[str, int], skus: Mapping[tuple[int, str], int]
) -> tuple[int, catalog.PrivateStep]:
    code, sku_code, quantity, yuan, until = [*cells, *[""] * COLUMNS][:COLUMNS]
    if code not in offers:
        raise ValidationError(_("You have no offer with the item code “%(code)s”.") % {"code": code})
    offer_id = offers[code]
    if sku_code and (offer_id, sku_code) not in skus:
        raise ValidationError(_("The offer has no SKU with the code “%(code)s”.") % {"code": sku_code})
    if quantity and not (quantity.isascii() and quantity.isdigit()):
        raise ValidationError(_("“%(text)s” is no whole number.") % {"text": quantity})
    sku_id = skus[offer_id, sku_code] if sku_code else None
    return offer_id, catalog.PrivateStep(_price(yuan), int(quantity or 1), sku_id, _ends(until))


def _price(yuan: str) -> UnitPrice:
    try:
        return UnitPrice.from_yuan(yuan)
    except RefusedError as refusal:
        raise ValidationError(in_words(refusal)) from refusal


def _ends(until: str) -> datetime | None:
    """The end of the last day."""
    if not until:
        return None
    try:
        day = parse_date(until.replace("/", "-").replace(".", "-"))
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("“%(text)s” is no day; write it as 2026-12-31.") % {"text": until})
    return make_aware(datetime.combine(day + timedelta(days=1), time()))
