"""Which column of a sheet is what: the guess, the sender's choice, and the offers it would make."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun
from huopan.domains.catalog.rules import OfferDraft
from huopan.domains.catalog.rules.sheets import AXIS, HEADING_WITHIN, Fault, Reading
from huopan.infra.clock import now
from huopan.infra.languages import own_language
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusalsError, RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

FIRST_VALUES, SKUS_SHOWN = 3, 6
State = ImportRun.State


class Stage(IntEnum):
    SEND, CONFIRM, BRING, DONE = range(4)

    @classmethod
    def of(cls, run: ImportRun) -> Stage:
        stages = {State.ASKING: cls.CONFIRM, State.WAITING: cls.BRING, State.WRITING: cls.BRING}
        return stages.get(State(run.state), cls.DONE)


def stages(current: Stage, run: ImportRun | None = None) -> list[dict[str, str]]:
    """The steps of an import, for c-steps."""
    labels = [_("Send the sheet"), _("Confirm the columns"), _("Bring it in"), _("Mend what is left")]
    phases = ["done" if at < current else "now" if at == current else "later" for at in Stage]
    if run is not None and run.state == State.DONE and not run.faults_found:
        phases[Stage.DONE] = "done"
    return [{"label": label, "phase": phase} for label, phase in zip(labels, phases, strict=True)]


@dataclass(frozen=True, slots=True)
class ColumnShown:
    position: int
    letter: str
    title: str
    values: list[str]
    field: str
    label: str
    why: str
    extras: list[queries.Field]


@dataclass(frozen=True, slots=True)
class OfferShown:
    """An offer as it will become; `faults` in words, each with its cell."""

    row: int
    code: str
    draft: OfferDraft | None
    category: str
    more_skus: int
    faults: list[tuple[str, str]]


@for_party("offers.write")
def import_columns(request: ActingRequest, run_id: int) -> HttpResponse:
    """The guess, or after a choice what is still wrong with it. `?row=`: the titles stand there."""
    run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
    if request.method == "POST":
        return _confirmed(request, run)
    if run.state != State.ASKING:
        return redirect("workbench:import", run_id)
    return _shown(request, run, catalog.propose_columns(run=run, row=_row(request.GET.get("row"), run)))


@require_POST
@for_party("offers.write")
def preview_columns(request: ActingRequest, run_id: int) -> HttpResponse:
    """The offers that the columns chosen so far would make."""
    run = ImportRun.objects.visible_to(request.actor).seen(request.actor, pk=run_id)
    chosen = catalog.columns_from(run, **_chosen(request, run))
    return render(request, "workbench/_import_preview.html", _preview(run, chosen, queries.category_tree()))


def _confirmed(request: ActingRequest, run: ImportRun) -> HttpResponse:
    chosen = _chosen(request, run)

    def work() -> str:
        catalog.choose_columns(run_id=run.pk, **chosen, by=request.actor, at=now())
        catalog.confirm_import(run_id=run.pk, by=request.actor, at=now())
        return reverse("workbench:import", args=[run.pk])

    def in_place(refusal: RefusedError) -> HttpResponse:
        return _shown(request, run, catalog.columns_from(run, **chosen), refusal)

    return submitted(request, work=work, in_place=in_place)


def _shown(
    request: ActingRequest, run: ImportRun, columns: dict[str, Any], refusal: RefusedError | None = None
) -> HttpResponse:
    nodes = queries.category_tree()
    told = refusal.refusals if isinstance(refusal, RefusalsError) else [refusal] if refusal else []
    shown = {
        "run": run,
        "columns": _columns(run, columns),
        "chosen": columns,
        "options": _options(nodes),
        "categories": nodes,
        "head_rows": [
            (number, " · ".join(filter(None, cells))[:60]) for number, cells, *_ in run.sample[:HEADING_WITHIN]
        ],
        "stages": stages(Stage.CONFIRM),
        "told": [in_words(each) for each in told],
        "is_remembered": "memory" in columns["why"],
    }
    shown |= _preview(run, columns, nodes)
    return render(request, "workbench/import_columns.html", shown, status=status_of(refusal) if refusal else 200)


def _chosen(request: ActingRequest, run: ImportRun) -> dict[str, Any]:
    row = _row(request.POST.get("row"), run)
    width = len(catalog.propose_columns(run=run, row=row)["titles"])
    fields = [request.POST.get(f"field-{at}", "")[:200] for at in range(width)]
    return {"row": row, "fields": fields, "category": request.POST.get("category", "")[:50]}


def _row(text: str | None, run: ImportRun) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else int(run.columns.get("row", 0))  # noqa: PLR2004 - a million rows


def _columns(run: ImportRun, columns: dict[str, Any]) -> list[ColumnShown]:
    below = [cells for number, cells, *_ in run.sample if number > columns["row"]]
    return [
        ColumnShown(
            position=at,
            letter=queries.column_letter(at),
            title=title,
            values=[cells[at] for cells in below if at < len(cells) and cells[at]][:FIRST_VALUES],
            field=(field := columns["fields"][at]),
            label=queries.field_label(field) if field else "",
            why=columns["why"][at],
            extras=_extras(title, field),
        )
        for at, title in enumerate(columns["titles"])
    ]


def _extras(title: str, field: str) -> list[queries.Field]:
    """What only this column can hold: a way of varying that bears its title."""
    value = f"{AXIS}{title.strip()}"
    return [queries.Field(value, queries.field_label(value))] if title.strip() and value != field else []


def _options(nodes: list[queries.CategoryNode]) -> SafeString:
    """Every choice once, as HTML, since each column repeats it."""
    groups = (
        (group.name, format_html_join("", '<option value="{}">{}</option>', ((f.value, f.label) for f in group.fields)))
        for group in queries.field_groups(nodes)
    )
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


def _preview(run: ImportRun, columns: dict[str, Any], nodes: list[queries.CategoryNode]) -> dict[str, Any]:
    names = {node.code: node for node in nodes}
    readings = catalog.preview_import(run=run, columns=columns, nodes=nodes)
    return {
        "lacking": queries.columns_lacking(columns),
        "offers": [_offer(reading, names) for reading in readings],
        "bad_offers": sum(bool(reading.faults) for reading in readings),
    }


def _offer(reading: Reading, names: dict[str, queries.CategoryNode]) -> OfferShown:
    draft = reading.draft
    faults = sorted(reading.faults, key=lambda each: (each.row, each.position))
    node = names.get(draft.category_code) if draft else None
    return OfferShown(
        row=reading.lines[0].number,
        code=reading.code,
        draft=draft,
        category=own_language(node.name_zh, node.name_en) if node else "",
        more_skus=max(len(draft.skus) - SKUS_SHOWN, 0) if draft else 0,
        faults=[(_cell(each), in_words(each.refusal)) for each in faults],
    )


def _cell(fault: Fault) -> str:
    return f"{queries.column_letter(fault.position)}{fault.row}"
