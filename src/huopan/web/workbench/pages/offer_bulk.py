"""One change to many offers: looked at first, row by row, then done, and taken back with one click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer
from huopan.domains.catalog.rules.bulk import PRICES, STATES, STOCK
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics import queries as freight
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.infra.files.tables import xlsx_table
from huopan.infra.languages import own_language
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import refused
from huopan.web.submitting import submitted
from huopan.web.workbench.forms.bulk import FREIGHT, VERBS, BulkForm


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer of the preview. `before`, `after`: in words."""

    offer: Offer
    before: str
    after: str
    refusals: tuple[RefusedError, ...] = ()

    @property
    def is_changing(self) -> bool:
        return not self.refusals and self.before != self.after


@require_POST
@for_party("offers.write")
def bulk(request: ActingRequest) -> HttpResponse:
    """What the change would do to each chosen offer; on `confirmed`, it is done where it may be."""
    ids = chosen_ids(request)
    if not ids:
        messages.warning(request, _("Choose the offers first."))
        return redirect("workbench:offers")
    form = bulk_form(request, request.POST)
    if not form.is_valid():
        return render(request, "workbench/offers/bulk.html", {"form": form, "ids": ids}, status=422)
    if "confirmed" in request.POST:
        work = _freight_set if form.cleaned_data["verb"] == FREIGHT else _done
        return submitted(request, work=lambda: work(request, form, ids), in_place=lambda why: refused(request, why))
    rows = _planned(request, form, ids)
    count = sum(row.is_changing for row in rows)
    context = {"rows": rows, "form": form, "ids": ids, "count": count, "left": len(rows) - count}
    return render(request, "workbench/offers/bulk.html", context)


@for_party("offers.write")
def value(request: ActingRequest) -> HttpResponse:
    """The field that the chosen change takes."""
    form = bulk_form(request, None)
    return render(request, "workbench/offers/_bulk_value.html", {"form": form, "verb": request.GET.get("verb", "")})


@for_party("offers.read")
def step(request: ActingRequest, step_id: int) -> HttpResponse:
    """What was done, and the way back."""
    found = queries.bulk_steps(request.actor).filter(pk=step_id).first()
    if found is None:
        return render(request, "404.html", status=404)
    changes = {change["offer"]: change for change in found.changes}
    rows = [
        Shown(offer, _words(found.verb, changes[offer.pk]["before"]), _words(found.verb, changes[offer.pk]["after"]))
        for offer in queries.own_offers(request.actor, queries.Wanted()).filter(pk__in=changes)
    ]
    context = {"step": found, "rows": rows, "wording": dict(VERBS)[found.verb]}
    return render(request, "workbench/offers/bulk_done.html", context)


@require_POST
@for_party("offers.write")
def undo(request: ActingRequest, step_id: int) -> HttpResponse:
    def work() -> str:
        catalog.undo_bulk(step_id=step_id, by=request.actor, at=now())
        return reverse("workbench:bulk_step", args=[step_id])

    told = _("Taken back, except what has been changed again since.")
    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=told)


@require_POST
@for_party("offers.read")
def export(request: ActingRequest) -> HttpResponse:
    """The chosen offers as a sheet that an import reads back."""
    rows = queries.offer_rows(request.actor, offer_ids=chosen_ids(request))
    return file_answer(xlsx_table(rows, title=queries.SHEET_TITLE), "offers.xlsx")


def chosen_ids(request: ActingRequest) -> list[int]:
    return [int(each) for each in request.POST.getlist("offer") if each.isdecimal() and len(each) < 16]  # noqa: PLR2004


def bulk_form(request: ActingRequest, typed: Any = None) -> BulkForm:
    nodes = queries.category_tree()
    choices = [(node.code, "　" * (node.depth - 1) + str(_named(node))) for node in nodes]
    return BulkForm(typed, categories=choices, templates=list(freight.freight_templates(request.actor)))


def _planned(request: ActingRequest, form: BulkForm, ids: list[int]) -> list[Shown]:
    verb = form.cleaned_data["verb"]
    if verb == FREIGHT:
        return _freight_planned(request, form, ids)
    rows = catalog.plan_bulk(offer_ids=ids, verb=verb, value=form.value, by=request.actor)
    return [Shown(row.offer, _words(verb, row.before), _words(verb, row.after), row.refusals) for row in rows]


def _done(request: ActingRequest, form: BulkForm, ids: list[int]) -> str:
    verb = form.cleaned_data["verb"]
    made = catalog.change_offers(offer_ids=ids, verb=verb, value=form.value, by=request.actor, at=now())
    return reverse("workbench:bulk_step", args=[made.pk])


def _freight_planned(request: ActingRequest, form: BulkForm, ids: list[int]) -> list[Shown]:
    names = {each.pk: each.name for each in freight.freight_templates(request.actor)}
    own = freight.own_templates_of(ids, by=request.actor)
    after = names.get(form.value, _("the default"))
    found = queries.own_offers(request.actor, queries.Wanted()).filter(pk__in=ids)
    return [Shown(offer, names.get(own.get(offer.pk, 0), _("the default")), after) for offer in found]


def _freight_set(request: ActingRequest, form: BulkForm, ids: list[int]) -> str:
    for offer_id in ids:
        logistics.set_offer_freight(offer_id=offer_id, template_id=form.value, by=request.actor, at=now())
    return reverse("workbench:offers")


def _words(verb: str, kept: Any) -> str:
    if verb in PRICES:
        return _range([hao for pairs in kept.values() for _quantity, hao in pairs])
    if verb in STOCK:
        pieces = sum(kept.values())
        return ngettext("%(n)s piece", "%(n)s pieces", pieces) % {"n": f"{pieces:,}"}
    if verb in STATES:
        return str(Offer.State(kept).label)
    if verb == "lead_time":
        return ngettext("%(n)s day", "%(n)s days", kept) % {"n": kept}
    return _category_words(kept)


def _range(prices: list[int]) -> str:
    low, high = UnitPrice(min(prices)), UnitPrice(max(prices))
    return str(low) if low == high else f"{low}–{high}"


def _category_words(code: str) -> str:
    found = queries.category_named(code)
    return str(found) if found else code


def _named(node: queries.CategoryNode) -> str:
    return own_language(node.name_zh, node.name_en)
