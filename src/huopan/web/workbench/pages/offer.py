"""The offers editor: typed or pasted, kept while it is typed, saved, looked at as a buyer, put on the market."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.expressions import Combinable
from django.http import HttpResponse, JsonResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer, UnfinishedOffer
from huopan.domains.catalog.rules import OfferDraft
from huopan.domains.logistics import queries as logistics
from huopan.domains.production import queries as production
from huopan.infra.clock import now
from huopan.infra.sentences import in_words
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import status_of
from huopan.web.submitting import NOT_MEANT, submitted
from huopan.web.workbench.checklist import missing_in
from huopan.web.workbench.forms.offer import OfferForm, as_typed, shown

OUR_OWN = (*NOT_MEANT, "then", "unfinished", "revision", "seen_at")


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk: the offer and its stored draft, unless it is a new one; what was typed and not saved; the
    margin that is wanted at least."""

    offer: Offer | None = None
    stored: OfferDraft | None = None
    unit_cost: UnitPrice | None = None
    unfinished: UnfinishedOffer | None = None
    has_freight: bool = False
    least_margin_pct: int = 0

    @property
    def offer_id(self) -> int | None:
        return self.offer.pk if self.offer else None


@for_party("offers.write")
def new_offer(request: ActingRequest) -> HttpResponse:
    asked = request.POST.get("unfinished") or request.GET.get("unfinished", "")
    unfinished = _unfinished(request, None, int(asked)) if asked.isdecimal() else None
    least_pct = production.terms_of(request.actor.party_id).least_margin_pct
    return _editor(request, Desk(unfinished=unfinished, least_margin_pct=least_pct))


@for_party("offers.write")
def offer(request: ActingRequest, offer_id: int) -> HttpResponse:
    """The editor at what is stored, or at what was typed since and not saved."""
    also: dict[str, Combinable] = {
        "has_freight": logistics.has_template(request.actor),
        "least_margin_pct": production.least_margin_pct_of(request.actor.party_id),
    }
    known = queries.on_the_desk(offer_id, by=request.actor, also=also)
    stored = queries.stored_drafts([known.offer])[offer_id]
    return _editor(request, Desk(known.offer, stored, known.unit_cost, known.unfinished, **known.also))


@require_POST
@for_party("offers.write")
def keep(request: ActingRequest) -> HttpResponse:
    """What is typed, sent by the page itself after a pause. Safe to repeat: the same words are kept once."""
    try:
        kept = catalog.keep_unfinished(
            form=_typed(request.POST).urlencode(),
            offer_id=_number(request.POST.get("offer", "")),
            unfinished_id=_number(request.POST.get("unfinished", "")),
            revision=_number(request.POST.get("revision", "")) or 0,
            by=request.actor,
            at=now(),
        )
    except RefusedError as refusal:
        told = {"sentence": in_words(refusal), "revision": refusal.params.get("revision")}
        return JsonResponse(told, status=status_of(refusal))
    time = date_format(localtime(kept.kept_at), "H:i")
    return JsonResponse({"unfinished": kept.pk, "revision": kept.revision, "time": time})


@require_POST
@for_party("offers.write")
def discard(request: ActingRequest, unfinished_id: int) -> HttpResponse:
    kept = queries.unfinished_offers(request.actor).filter(pk=unfinished_id).first()
    to = reverse("workbench:offer", args=[kept.offer_id]) if kept and kept.offer_id else reverse("workbench:offers")

    def work() -> str:
        catalog.discard_unfinished(unfinished_id=unfinished_id, by=request.actor)
        return to

    return submitted(request, work=work, in_place=_reraised, told=_("Discarded."))


@for_party("offers.write")
def attributes(request: ActingRequest) -> HttpResponse:
    """The fields that the chosen category asks for."""
    form = OfferForm(
        nodes=queries.category_tree(), category=request.GET.get("category", ""), initial=request.GET.dict()
    )
    return render(request, "workbench/offers/_attributes.html", {"form": form})


def _editor(request: ActingRequest, desk: Desk) -> HttpResponse:
    nodes = queries.category_tree()
    if request.method != "POST":
        first = _first_values(desk)
        return _shown(request, desk, OfferForm(initial=first, nodes=nodes, category=first.get("category", "")), 200)
    form = OfferForm(request.POST, nodes=nodes)
    if not form.is_valid():
        return _shown(request, desk, form, 422)

    def refused(refusal: RefusedError) -> HttpResponse:
        form.tell(refusal)
        return _shown(request, desk, form, status_of(refusal))

    return submitted(request, work=lambda: _saved(request, desk, form), in_place=refused, told=_("Saved."))


def _saved(request: ActingRequest, desk: Desk, form: OfferForm) -> str:
    """Store it, forget what was kept meanwhile, and go where the button pressed says."""
    by, at = request.actor, now()
    saved = _write(desk, form.draft(), seen_at=parse_datetime(request.POST.get("seen_at", "")), by=by, at=at)
    catalog.set_unit_cost(offer_id=saved.pk, unit_cost=form.cleaned_data["unit_cost"], by=by, at=at)
    if desk.unfinished:
        catalog.discard_unfinished(unfinished_id=desk.unfinished.pk, by=by)
    then = request.POST.get("then", "")
    if then == "publish" and saved.state == Offer.State.DRAFT:
        catalog.publish_offer(offer_id=saved.pk, by=by, at=at)
    return reverse("market:offer" if then == "preview" else "workbench:offer", args=[saved.pk])


def _write(desk: Desk, draft: OfferDraft, *, seen_at: datetime | None, by: Any, at: datetime) -> Offer:
    if desk.offer is None:
        return catalog.create_offer(draft=draft, by=by, at=at)
    return catalog.change_offer(offer_id=desk.offer.pk, draft=draft, seen_at=seen_at, by=by, at=at)


def _shown(request: ActingRequest, desk: Desk, form: OfferForm, status: int) -> HttpResponse:
    pictures = list(desk.offer.images.all()) if desk.offer else []
    missing = (
        missing_in(
            desk.stored,
            pictures=len(pictures),
            has_freight=desk.has_freight,
            unit_cost=desk.unit_cost,
            least_margin_pct=desk.least_margin_pct,
        )
        if desk.stored
        else []
    )
    context = {
        "offer": desk.offer,
        "form": form,
        "images": pictures,
        "unfinished": desk.unfinished,
        "seen_at": request.POST.get("seen_at") or (desk.offer.changed_at.isoformat() if desk.offer else ""),
        "missing": missing,
        "least_margin_pct": desk.least_margin_pct,
        "cell_faults": [
            {"row": fault.row, "column": fault.column, "sentence": fault.sentence} for fault in form.grid_faults()
        ],
    }
    return render(request, "workbench/offers/offer.html", context, status=status)


def _first_values(desk: Desk) -> dict[str, Any]:
    if desk.unfinished:
        return as_typed(QueryDict(desk.unfinished.form))
    return shown(desk.stored, desk.unit_cost) if desk.stored else {}


def _unfinished(request: ActingRequest, offer_id: int | None, unfinished_id: int | None) -> UnfinishedOffer | None:
    return queries.unfinished_of(request.actor, offer_id=offer_id, unfinished_id=unfinished_id)


def _typed(sent: QueryDict) -> QueryDict:
    fields: QueryDict = sent.copy()
    for name in (*OUR_OWN, "offer"):
        fields.pop(name, None)
    return fields


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _reraised(refusal: RefusedError) -> HttpResponse:
    raise refusal
