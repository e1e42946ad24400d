"""Shipping by the dozen: a scanner at the packing table, or a sheet with waybills written in."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics import queries as parcels
from huopan.domains.logistics.models import Parcel
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import ShippingSheet, SupplierOrder
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.refusing import status_of
from huopan.web.workbench import scanning
from huopan.web.workbench.forms.shipping import CARRIERS
from huopan.web.workbench.pages.orders import RESULT

State = SupplierOrder.State
SHOWN_PARCELS, SHOWN_SHEETS, SHOWN_ROWS = 10, 10, 300


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the panel shows. `tone`: ready, good or bad, for eye and ear; `order`: whose waybill is expected now;
    `parcels`: of an order that has left, for a correction."""

    tone: str = ""
    words: str = ""
    order: SupplierOrder | None = None
    parcels: tuple[Parcel, ...] = ()
    refusal: RefusedError | None = None


class SheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Excel or CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )


@for_party("sell")
def shipping(request: ActingRequest) -> HttpResponse:
    """The ways to ship, and what left last."""
    waiting = queries.waiting_for(request.actor, now())
    shown = {
        "waiting": waiting.get(State.AWAITING_SHIPMENT),
        "labels": waiting.get("labels"),
        "parcels": parcels.shipped_lately(request.actor, SHOWN_PARCELS),
        "at": now(),
    }
    return render(request, "workbench/shipping.html", shown)


@for_party("sell")
def scan(request: ActingRequest) -> HttpResponse:
    """Nothing scanned yet, an order whose waybill comes next, or, asked to `fix`, one whose waybill was wrong."""
    code = request.GET.get("code", "")
    shown = _scanned(request, code) if code.strip() else Scanned()
    if shown.parcels and "fix" in request.GET:
        shown = Scanned("ready", parcels=shown.parcels)
    return _panel(request, shown)


@require_POST
@for_party("sell")
def ship(request: ActingRequest) -> HttpResponse:
    """The waybill of the order on the panel; another order's code changes to that order."""
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    if scanning.number_said(code):
        return _panel(request, _scanned(request, code))
    try:
        carrier = scanning.courier(request.POST.get("carrier", ""), code)
        orders.ship_order(number=number, parcels=[(carrier, code)], by=request.actor, at=now())
    except RefusedError as refusal:
        order = queries.order(number, request.actor)
        return _panel(request, Scanned("bad", order=order, refusal=refusal))
    words = _("%(number)s is shipped: %(carrier)s %(waybill)s")
    told = {"number": number, "carrier": parcels.carrier_name(carrier), "waybill": code.strip().upper()}
    return _panel(request, Scanned("good", words % told), last=number)


@require_POST
@for_party("sell")
def correct(request: ActingRequest) -> HttpResponse:
    """Another waybill for a parcel that no courier has seen."""
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    if scanning.number_said(code):
        return _panel(request, _scanned(request, code))
    parcel_id = request.POST.get("parcel", "")
    try:
        carrier = scanning.courier(request.POST.get("carrier", ""), code)
        logistics.correct_waybill(
            parcel_id=int(parcel_id) if parcel_id.isdecimal() else 0,
            carrier=carrier,
            waybill_number=code,
            by=request.actor,
            at=now(),
        )
    except RefusedError as refusal:
        return _panel(request, Scanned("bad", parcels=_parcels_of(request, number), refusal=refusal))
    return _panel(request, Scanned("good", _("Corrected: %(waybill)s") % {"waybill": code.strip().upper()}), number)


@for_party("sell")
def to_ship(request: ActingRequest) -> HttpResponse:
    """The orders to ship as a sheet to write waybills into."""
    content = orders.export_orders(side="supplier", state=State.AWAITING_SHIPMENT, by=request.actor, at=now())
    return file_answer(content, f"to-ship-{now():%Y%m%d}.xlsx")


@for_party("sell")
def sheet(request: ActingRequest) -> HttpResponse:
    """Send a sheet; the ones before it."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    sent = ShippingSheet.objects.visible_to(request.actor).filter(supplier_id=request.actor.party_id).order_by("-pk")
    asking = Asking(request, form, "workbench/shipping_sheet.html", sheets=sent[:SHOWN_SHEETS])
    return asking.answered(lambda form: _kept(request, form))


@for_party("sell")
def sheet_read(request: ActingRequest, sheet_id: int) -> HttpResponse:
    """What shipping by the sheet would do, row by row, the bad rows first."""
    kept = ShippingSheet.objects.visible_to(request.actor).seen(request.actor, pk=sheet_id)
    judged = orders.judge_shipping_sheet(sheet_id=sheet_id, by=request.actor) if kept.shipped_at is None else None
    rows = sorted(judged.rows, key=lambda row: (not row.faults, row.row)) if judged else []
    result = request.session.pop(RESULT, None) if RESULT in request.session else None
    shown = {"sheet": kept, "judged": judged, "rows": rows[:SHOWN_ROWS], "left": rows[SHOWN_ROWS:], "result": result}
    return render(request, "workbench/shipping_sheet_read.html", shown)


@require_POST
@for_party("sell")
def sheet_ships(request: ActingRequest, sheet_id: int) -> HttpResponse:
    done = orders.ship_by_kept_sheet(sheet_id=sheet_id, by=request.actor, at=now())
    count = len(done.shipped)
    refused = [(number, " ".join(map(in_words, refusals))) for number, refusals in done.refused.items()]
    request.session[RESULT] = {
        "done": count,
        "words": ngettext("%(n)s order shipped.", "%(n)s orders shipped.", count) % {"n": count},
        "refused": refused[:50],
        "refused_count": len(refused),
        "numbers": [],
        "prints": "",
    }
    return redirect("workbench:shipping_sheet_read", sheet_id=sheet_id)


@for_party("sell")
def sheet_returned(request: ActingRequest, sheet_id: int) -> HttpResponse:
    """The file as it came, with a comment on each bad cell."""
    return file_answer(orders.return_shipping_sheet(sheet_id=sheet_id, by=request.actor), f"returned-{sheet_id}.xlsx")


def _kept(request: ActingRequest, form: SheetForm) -> str:
    sent = form.cleaned_data["file"]
    kept = orders.keep_shipping_sheet(file=sent, name=sent.name, by=request.actor, at=now())
    return reverse("workbench:shipping_sheet_read", args=[kept.pk])


def _scanned(request: ActingRequest, code: str) -> Scanned:
    try:
        order = queries.order(scanning.must_be_number(code), request.actor)
    except RefusedError as refusal:
        return Scanned("bad", refusal=refusal)
    if order.supplier_id != request.actor.party_id:
        return Scanned("bad", refusal=scanning.NotAnOrderError(text=code.strip()[:60]))
    if order.state == State.AWAITING_SHIPMENT:
        return Scanned("ready", order=order)
    sent = _parcels_of(request, order.number)
    words = in_words(orders.OrderNotReadyError(number=order.number, state=State(order.state).label))
    return Scanned("bad", words, order=None if sent else order, parcels=sent)


def _parcels_of(request: ActingRequest, number: str) -> tuple[Parcel, ...]:
    return tuple(parcels.parcels_to_label([number], request.actor).get(number, []))


def _panel(request: ActingRequest, scanned: Scanned, last: str = "") -> HttpResponse:
    chosen = request.POST.get("carrier") or request.GET.get("carrier") or scanning.BY_SHAPE
    shown = {
        "scanned": scanned,
        "last": last,
        "carriers": CARRIERS,
        "chosen": chosen,
        "parcels": parcels.shipped_lately(request.actor, SHOWN_PARCELS),
    }
    template = "workbench/_scan.html" if request.htmx else "workbench/scan.html"
    return render(request, template, shown, status=status_of(scanned.refusal) if scanned.refusal else 200)
