"""Whether the tour is open: it signs anybody in as the demo's people, which a real market must never do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpResponse

from huopan.web.acting import ActingRequest

Params = ParamSpec("Params")
Page = Callable[Concatenate[ActingRequest, Params], HttpResponse]


def is_open() -> bool:
    """Only where it was switched on and no real money moves; infra.preflight refuses to serve it to the world."""
    return bool(settings.HUOPAN.demo) and settings.HUOPAN.payment_provider == "sandbox"


def only_in_the_demo(page: Page[Params]) -> Page[Params]:
    """Elsewhere the page does not exist."""

    @wraps(page)
    def guarded(request: ActingRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if not is_open():
            raise Http404
        return page(request, *args, **kwargs)

    return guarded
