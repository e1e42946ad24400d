"""Bringing in a sheet of offers: sent, its columns confirmed, watched, mended, sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun
from huopan.domains.logistics import queries as logistics
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.infra.files.tables import xlsx_table
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import told_at
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import prepared, submitted
from huopan.web.workbench.pages.columns import Stage, stages

SHOWN_RUNS, FAULTS_A_PAGE = 20, 100
State, Mode = ImportRun.State, ImportRun.Mode
AT_WORK = (State.WAITING, State.WRITING)


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Excel or CSV file"))
    mode = forms.ChoiceField(
        label=gettext_lazy("If a row is bad"),
        choices=[(Mode.ONLY_GOOD, Mode.ONLY_GOOD.label), (Mode.NOTHING_IF_BAD, Mode.NOTHING_IF_BAD.label)],
    )
    publish = forms.BooleanField(label=gettext_lazy("Put new offers on the market at once"), required=False)


@for_party("offers.write")
def imports(request: ActingRequest) -> HttpResponse:
    """The form, what can be taken away, and the runs so far."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_bound:
        return _asked(request, form)
    if not form.is_valid():
        return _asked(request, form, status=422)

    def in_place(refusal: RefusedError) -> HttpResponse:
        told_at(form, refusal)
        return _asked(request, form, status=status_of(refusal))

    return prepared(request, prepare=lambda: _read(request, form), in_place=in_place)


@for_party("offers.write")
def import_run(request: ActingRequest, run_id: int) -> HttpResponse:
    """How far it is, then every bad cell in words. While it works the page asks again."""
    run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
    if run.state == State.ASKING and not request.htmx:
        return redirect("workbench:import_columns", run_id)
    kind = request.GET.get("kind", "")
    faults = [fault for fault in queries.import_faults(run) if kind in ("", fault.code)]
    shown = {
        "run": run,
        "stages": stages(Stage.of(run), run),
        "is_working": run.state in AT_WORK,
        "refusals": queries.import_refusals(run),
        "kinds": queries.fault_kinds(run),
        "kind": kind,
        "page": page_of(request, faults, size=FAULTS_A_PAGE),
        "is_partly_in": run.mode == Mode.ONLY_GOOD,
        **(_still_to_do(request.actor) if run.state == State.DONE else {}),
    }
    answer = render(request, "workbench/_import_run.html" if request.htmx else "workbench/import_run.html", shown)
    if request.htmx and run.state not in AT_WORK:
        answer.headers["HX-Refresh"] = "true"
    return answer


@for_party("offers.write")
def returned(request: ActingRequest, run_id: int) -> HttpResponse:
    """The sheet back, each bad cell with a comment: all of it, or only the offers that were refused."""
    run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
    sheet = queries.returned_sheet(run, only_bad=request.GET.get("rows") == "bad")
    return file_answer(sheet, f"import-{run.pk}-returned.xlsx")


@for_party("offers.write")
def template_sheet(request: ActingRequest) -> HttpResponse:
    book = queries.template_book(queries.category_tree(), request.GET.get("category", ""))
    return file_answer(book, "huopan-offers-template.xlsx")


@for_party("offers.write")
def own_offers_sheet(request: ActingRequest) -> HttpResponse:
    """All offers as they stand, fit to be changed in Excel and sent back."""
    return file_answer(xlsx_table(queries.offer_rows(request.actor), title=queries.SHEET_TITLE), "huopan-offers.xlsx")


@require_POST
@for_party("offers.write")
def stop(request: ActingRequest, run_id: int) -> HttpResponse:
    return _done(request, run_id, catalog.stop_import, told=_("Stopped. What is in already stays."))


@require_POST
@for_party("offers.write")
def ask_again(request: ActingRequest, run_id: int) -> HttpResponse:
    return _done(request, run_id, catalog.ask_again)


def _done(request: ActingRequest, run_id: int, deed: Callable[..., object], *, told: str = "") -> HttpResponse:
    def work() -> str:
        deed(run_id=run_id, by=request.actor, at=now())
        return reverse("workbench:import", args=[run_id])

    def in_place(refusal: RefusedError) -> HttpResponse:
        run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
        shown = {"run": run, "refusal": refusal, "stages": stages(Stage.of(run), run)}
        return render(request, "workbench/import_run.html", shown, status=status_of(refusal))

    return submitted(request, work=work, in_place=in_place, told=told)


def _asked(request: ActingRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    runs = ImportRun.objects.visible_to(request.actor).filter(supplier_id=request.actor.party_id)
    shown = {
        "form": form,
        "runs": runs.defer("faults", "sample", "columns", "bad_rows").order_by("-pk")[:SHOWN_RUNS],
        "categories": queries.category_tree(),
        "stages": stages(Stage.SEND),
    }
    return render(request, "workbench/imports.html", shown, status=status)


def _still_to_do(by: Actor) -> dict[str, Any]:
    """What keeps buyers from ordering what is in now. Two statements."""
    return {"drafts": queries.shortages_of(by).drafts, "lacks_freight": not logistics.freight_templates(by).exists()}


def _read(request: ActingRequest, form: ImportForm) -> Callable[[], str]:
    """Reading takes as long as the sheet is large, so it is done before anything is written."""
    sent = form.cleaned_data["file"]
    first = catalog.first_rows(sent)
    wanted: dict[str, Any] = {"mode": form.cleaned_data["mode"], "publish": form.cleaned_data["publish"]}

    def work() -> str:
        run = catalog.start_import(file=sent, name=sent.name, first=first, **wanted, by=request.actor, at=now())
        return reverse("workbench:import", args=[run.pk])

    return work
