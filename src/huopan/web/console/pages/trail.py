"""The audit: who did what to what, when, and what changed by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties import queries as parties
from huopan.infra.outbox import looking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.event import Event
from huopan.kernel.money import Money
from huopan.web.acting import ActingRequest
from huopan.web.console.guarding import for_operator
from huopan.web.console.things import thing_name

SHOWN = 50
HIDDEN = frozenset({"at", "concerns"})
NOBODY = -1


class TrailForm(forms.Form):
    who = forms.CharField(label=_("Who (e-mail or number)"), max_length=254, required=False)
    what = forms.CharField(label=_("Event"), max_length=80, required=False)
    thing = forms.ChoiceField(label=_("To what"), required=False)
    number = forms.CharField(label=_("Its number"), max_length=40, required=False)
    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until day"), required=False, widget=forms.DateInput({"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, sent: Any) -> None:
        super().__init__(sent)
        choices = [("", _("anything")), *((name, thing_name(name)) for name in looking.aggregates())]
        self.fields["thing"].choices = choices  # type: ignore[attr-defined]
        self.fields["what"].widget.attrs["list"] = "event-names"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words. `changes`: each field that the event tells, readable."""

    entry: TrailEntry
    person: str
    party: tuple[str, str]
    changes: list[tuple[str, str]]

    @property
    def thing(self) -> str:
        return thing_name(self.entry.aggregate)


@for_operator("operate", "arbitrate", "treasury")
def trail(request: ActingRequest) -> HttpResponse:
    """Newest first; leafed through by the oldest id shown, as counting the trail would cost more than reading it."""
    form = TrailForm(request.GET)
    rows = list(_found(form.cleaned_data)[: SHOWN + 1]) if form.is_valid() else []
    shown = {
        "form": form,
        "lines": list(_lines(rows[:SHOWN])),
        "next": rows[SHOWN - 1].pk if rows[SHOWN:] else 0,
        "event_names": sorted(Event.known),
    }
    return render(request, "console/trail.html", shown, status=200 if form.is_valid() else 422)


def _found(asked: dict[str, Any]) -> Any:
    number = asked["number"].strip()
    by_id = {"aggregate_id": int(number)} if number.isdecimal() and len(number) < 19 else {}  # noqa: PLR2004
    return looking.trail(
        name=asked["what"].strip(),
        person_id=_person(asked["who"].strip()),
        aggregate=asked["thing"],
        number="" if by_id else number,
        since=_midnight(asked["since"]),
        until=_midnight(asked["until"] + timedelta(days=1) if asked["until"] else None),
        before=asked["before"],
        **by_id,
    )


def _person(who: str) -> int | None:
    """Somebody unknown did nothing."""
    if not who:
        return None
    if who.isdecimal() and len(who) < 19:  # noqa: PLR2004
        return int(who)
    return parties.person_id_of(who) or NOBODY


def _midnight(day: Any) -> datetime | None:
    return make_aware(datetime.combine(day, time.min)) if day else None


def _lines(rows: list[TrailEntry]) -> Iterator[Line]:
    people = parties.person_names({row.person_id for row in rows if row.person_id})
    names = parties.party_names({row.party_id for row in rows if row.party_id})
    for row in rows:
        yield Line(row, people.get(row.person_id, ""), names.get(row.party_id, ("", "")), list(_changes(row.payload)))


def _changes(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in payload.items():
        if name in HIDDEN or value in (None, "", []):
            continue
        if name.endswith("_fen") and isinstance(value, int):
            yield name.removesuffix("_fen").replace("_", " "), str(Money(value))
        else:
            yield name.replace("_", " "), ", ".join(map(str, value)) if isinstance(value, list) else str(value)
