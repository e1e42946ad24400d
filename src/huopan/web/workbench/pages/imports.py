"""Bringing in a sheet of offers: the file, the mode, and what became of it row by row."""

from __future__ import annotations

import csv
import io

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking

SHOWN_RUNS, SHOWN_FAULTS = 20, 200
LEADERS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Excel or CSV file"), help_text=gettext_lazy("One row per SKU; sent twice it is read once.")
    )
    mode = forms.ChoiceField(label=gettext_lazy("If a row is bad"), choices=ImportRun.Mode.choices)
    publish = forms.BooleanField(label=gettext_lazy("Put new offers on the market at once"), required=False)


@for_party("offers.write")
def imports(request: ActingRequest) -> HttpResponse:
    """The form, and the runs so far."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    runs = ImportRun.objects.visible_to(request.actor).filter(supplier_id=request.actor.party_id).order_by("-pk")
    asking = Asking(request, form, "workbench/imports.html", runs=runs[:SHOWN_RUNS])
    return asking.answered(lambda form: _started(request, form), told=_("The file is in; it is being read."))


@for_party("offers.write")
def import_run(request: ActingRequest, run_id: int) -> HttpResponse:
    """How far it is, then every bad cell in words. While it works the page asks again."""
    run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
    shown = {
        "run": run,
        "is_working": run.state in (ImportRun.State.WAITING, ImportRun.State.WRITING),
        "refusals": queries.import_refusals(run),
        "faults": queries.import_faults(run)[:SHOWN_FAULTS],
    }
    return render(request, "workbench/_import_run.html" if request.htmx else "workbench/import_run.html", shown)


@for_party("offers.write")
def import_faults(request: ActingRequest, run_id: int) -> HttpResponse:
    """The bad cells as a file to work through."""
    run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([_("Row"), _("Column"), _("Title"), _("Value"), _("What is wrong")])
    for fault in queries.import_faults(run):
        writer.writerow([fault.row, fault.column, fault.title, _harmless(fault.value), fault.sentence])
    response = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    return response


def _started(request: ActingRequest, form: ImportForm) -> str:
    sent = form.cleaned_data["file"]
    run = catalog.start_import(
        file=sent,
        name=sent.name,
        mode=form.cleaned_data["mode"],
        publish=form.cleaned_data["publish"],
        by=request.actor,
        at=now(),
    )
    return reverse("workbench:import", args=[run.pk])


def _harmless(value: str) -> str:
    """A spreadsheet must not take a returned cell for a formula."""
    return f"'{value}" if value.startswith(LEADERS_OF_FORMULAS) else value
