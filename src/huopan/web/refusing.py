"""A refusal on a page: said in place where the page can, on a page of its own where nobody caught it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from huopan.kernel.refusal import ForbiddenError, RefusedError, said
from huopan.web.acting import ActingRequest

STATUS_OF_KIND = {"conflict": 409, "invalid": 422, "unknown": 404, "forbidden": 403, "busy": 503}


class NotApprovedYetError(RefusedError):
    kind = "forbidden"
    sentence = said("The platform still checks your organisation; once it is approved, this opens to you.")


def status_of(refusal: RefusedError) -> int:
    return STATUS_OF_KIND[refusal.kind]


class RefusalMiddleware:
    """Answers refusals that no page caught: a toast for htmx, else a page with the sentence and ways on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RefusedError):
            return None
        return refused(cast("ActingRequest", request), exception)


def refused(request: ActingRequest, refusal: RefusedError) -> HttpResponse:
    """The refusal on its own. An organisation that waits for approval lacks no role, only patience."""
    if isinstance(refusal, ForbiddenError) and request.standing and request.standing.state == "pending":
        refusal = NotApprovedYetError()
    template = "components/refusal.html" if request.htmx else "components/refused.html"
    return render(request, template, {"refusal": refusal}, status=status_of(refusal))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is none of this browser's any more, as after signing in elsewhere. htmx shows nothing of a
    403, so it is told to load the page anew, with a fresh token or the way to sign in."""
    if not HtmxDetails(request):
        return csrf_failure(request, reason)
    messages.warning(request, _("This page was open too long and is new now; please do it once more."))
    return HttpResponseClientRefresh()
