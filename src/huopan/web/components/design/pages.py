"""The living page of the design language, for everyone, without a statement to the database."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huopan.web.components.design import tokens
from huopan.web.components.design.examples import EXAMPLES
from huopan.web.components.design.samples import samples
from huopan.web.components.states import TONES

SCHEMES = ("light", "dark")


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Everything in the reader's own scheme, or in the one asked for by `?scheme=`."""
    asked = request.GET.get("scheme", "")
    shown = {"scheme": f"scheme-{asked}" if asked in SCHEMES else "", "schemes": _schemes(asked), **_scales()}
    return render(request, "components/design/page.html", {"examples": EXAMPLES, **shown, **samples()})


def _schemes(asked: str) -> list[SimpleNamespace]:
    words = {"": _("System"), "light": _("Light"), "dark": _("Dark")}
    return [
        SimpleNamespace(href=f"?scheme={each}", label=word, count=None, is_current=each == asked)
        for each, word in words.items()
    ]


def _scales() -> dict[str, Any]:
    return {
        "colours": tokens.colours(),
        "type_sizes": tokens.lengths("text-"),
        "gaps": tokens.lengths("gap-"),
        "both": [f"scheme-{each}" for each in SCHEMES],
        "tones": list(TONES),
    }
