"""Choosing a place: province, then city, then county, each list fetched when the one above is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Division

LABELS: tuple[str | Promise, ...] = (_("Province"), _("City"), _("County or district"))
PREFIX = "level_"


@dataclass(frozen=True, slots=True)
class Level:
    """One select: what can be chosen there, and what is."""

    name: str
    label: str | Promise
    choices: list[Division]
    chosen: str


def code_in(typed: Mapping[str, str]) -> str:
    """The deepest place chosen in the picker's selects."""
    for depth in reversed(range(len(LABELS))):
        if code := typed.get(f"{PREFIX}{depth}", ""):
            return code[:6]
    return ""


def levels(code: str) -> list[Level]:
    """The selects for the place chosen so far, the next open one included. Two statements."""
    chosen = parties.lineage(code)
    below = parties.divisions_below_each(chosen)
    above = ["", *chosen]
    return [
        Level(f"{PREFIX}{depth}", label, below[up], chosen[depth] if depth < len(chosen) else "")
        for depth, (label, up) in enumerate(zip(LABELS, above, strict=False))
        if up in below
    ]


def division_picker(request: HttpRequest) -> HttpResponse:
    """The selects again after the one named by `changed` was changed: what was below it is chosen anew."""
    kept = {
        name: str(code)
        for name, code in request.GET.items()
        if name.startswith(PREFIX) and name <= request.GET.get("changed", name)
    }
    return render(request, "components/_division_picker.html", {"levels": levels(code_in(kept))})
