"""A working week as a grid of shifts, and a day that is otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.production.models import DayException
from huopan.domains.production.queries import exceptional_day
from huopan.domains.production.rules.working_time import Week
from huopan.engines.planning.calendars import Day, Hours

SHIFTS, MOST_SHIFTS = 3, 12  # a day
DAYS = 7
USUAL_RATE, HIGHEST_RATE = 100, 1000
LONGEST_CLOSING = 60  # days at once


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


def _rate(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput({"placeholder": USUAL_RATE, "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=HIGHEST_RATE, required=False, widget=widget)


class WeekForm(forms.Form):
    """A name, and up to three shifts for each weekday. Left empty, a shift is none."""

    name = forms.CharField(label=gettext_lazy("Name of the calendar"), max_length=60)

    def __init__(self, sent: Any = None, *, week: Week | None = None, name: str = "") -> None:
        super().__init__(sent, initial={"name": name, **_shown(week or {})})
        self.shifts = max(SHIFTS, *map(len, (week or {}).values()), _sent_shifts(sent or {}))
        for key, label in _cells(self.shifts):
            self.fields[key] = _rate(label) if key.endswith("rate") else _time(label)
            self.fields[key].widget.attrs["aria-label"] = label

    @property
    def rows(self) -> list[tuple[int, str, list[list[forms.BoundField]]]]:
        """(weekday, its name, [opens, closes, rate] of each shift)."""
        return [
            (day, str(WEEKDAYS[day]), [[self[key] for key in _keys(day, place)] for place in range(self.shifts)])
            for day in range(DAYS)
        ]

    @property
    def week(self) -> dict[int, Day]:
        """What was typed, where it can be read."""
        typed = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        return {day: tuple(self._hours(typed, day)) for day in range(DAYS)}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for day in range(DAYS):
            for place in range(self.shifts):
                opens, closes, rate = _keys(day, place)
                if {opens, closes, rate} & self.errors.keys():
                    continue
                if (typed.get(opens) is None) != (typed.get(closes) is None):
                    self.add_error(opens, _("Say when this shift begins and when it ends, or leave both empty."))
                elif typed.get(opens) is not None and typed[opens] == typed[closes]:
                    self.add_error(closes, _("It ends when it begins; a shift has a length."))
        return typed

    def _hours(self, typed: Mapping[str, Any], day: int) -> Iterator[Hours]:
        for place in range(self.shifts):
            opens, closes, rate = (typed.get(key) for key in _keys(day, place))
            if opens is not None and closes is not None and opens != closes:
                yield Hours(opens, closes, rate or USUAL_RATE)


class DayForm(forms.Form):
    """What a day, or each day until `last`, is like."""

    what = forms.ChoiceField(
        label=gettext_lazy("This day is"),
        choices=[
            ("usual", gettext_lazy("like its weekday")),
            ("closed", gettext_lazy("not worked")),
            ("as_weekday", gettext_lazy("worked like another weekday")),
            ("own_shift", gettext_lazy("worked at its own hours")),
        ],
        widget=forms.RadioSelect,
    )
    follows = forms.TypedChoiceField(
        label=gettext_lazy("Like"), choices=list(WEEKDAYS.items()), coerce=int, required=False
    )
    opens = _time(gettext_lazy("Opens"))
    closes = _time(gettext_lazy("Closes"))
    rate = _rate(gettext_lazy("An hour costs, percent"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=60, required=False)
    last = forms.DateField(
        label=gettext_lazy("The same until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, sent: Any = None, *, on: date, known: DayException | None = None) -> None:
        super().__init__(sent, initial=_day_shown(known))
        self.on = on

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("what") == DayException.Kind.OWN_SHIFT and not {"opens", "closes"} & self.errors.keys():
            if typed.get("opens") is None or typed.get("closes") is None:
                self.add_error("opens", _("Say when it opens and when it closes."))
            elif typed["opens"] == typed["closes"]:
                self.add_error("closes", _("It ends when it begins; a shift has a length."))
        last = typed.get("last")
        if last and not self.on <= last <= self.on + timedelta(days=LONGEST_CLOSING):
            self.add_error("last", _("Name a day from this one on, at most %(n)s days later.") % {"n": LONGEST_CLOSING})
        return typed

    @property
    def dates(self) -> list[date]:
        last = self.cleaned_data.get("last") or self.on
        return [self.on + timedelta(days=n) for n in range((last - self.on).days + 1)]

    @property
    def days(self) -> list[DayException]:
        """As rows that nobody has saved; none when the day is like its weekday."""
        typed = self.cleaned_data
        rate = typed.get("rate") or USUAL_RATE
        more: dict[str, Any] = {"reason": typed["reason"]}
        if typed["what"] == DayException.Kind.OWN_SHIFT:
            more["hours"] = Hours(typed["opens"], typed["closes"], rate)
        elif typed["what"] == DayException.Kind.AS_WEEKDAY:
            more |= {"follows_weekday": typed["follows"], "rate_pct": rate}
        return [] if typed["what"] == "usual" else [exceptional_day(on, **more) for on in self.dates]


def _keys(day: int, place: int) -> tuple[str, str, str]:
    return f"d{day}-{place}-opens", f"d{day}-{place}-closes", f"d{day}-{place}-rate"


def _sent_shifts(sent: Mapping[str, Any]) -> int:
    """How many shifts a day the form had that was sent."""
    return next((place + 1 for place in reversed(range(MOST_SHIFTS)) if _keys(0, place)[0] in sent), 0)


def _cells(shifts: int) -> Iterator[tuple[str, str]]:
    for day in range(DAYS):
        for place in range(shifts):
            named = {"day": str(WEEKDAYS[day]), "n": place + 1}
            opens, closes, rate = _keys(day, place)
            yield opens, _("%(day)s, shift %(n)s, opens") % named
            yield closes, _("%(day)s, shift %(n)s, closes") % named
            yield rate, _("%(day)s, shift %(n)s, an hour costs, percent") % named


def _shown(week: Week) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for day, hours in week.items():
        for place, each in enumerate(hours):
            shown |= dict(zip(_keys(day, place), (each.start, each.end, _said_rate(each.rate_pct)), strict=True))
    return shown


def _said_rate(rate_pct: int) -> int | None:
    """Only what differs from the usual is worth a number in the grid."""
    return None if rate_pct == USUAL_RATE else rate_pct


def _day_shown(known: DayException | None) -> dict[str, Any]:
    if known is None:
        return {"what": "usual", "follows": 0, "rate": None}
    own = {"opens": known.opens, "closes": known.closes, "rate": _said_rate(known.rate_pct), "reason": known.reason}
    return {"what": known.kind, "follows": known.follows_weekday or 0, **own}
