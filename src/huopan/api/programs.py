"""The short way in for programs: a request that shows a key needs no session, no form's token and no page's extras."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import resolve

from huopan.api.auth import bearer

PREFIX = "/api/v1/"
REFERENCE = ("/api/v1/docs", "/api/v1/openapi.json")


class ProgramMiddleware(LocaleMiddleware):
    """Answers the API where a key is shown: in the language it asks for, past all middleware below.

    Whoever shows a key is never looked up by cookie (auth.py), so that nothing a cookie could do is lost. An endpoint
    turns every error into an answer by itself."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_by_program(request):
            return cast("HttpResponseBase", self.get_response(request))
        self.process_request(request)
        match = request.resolver_match = resolve(request.path_info, settings.ROOT_URLCONF)
        return self.process_response(request, match.func(request, *match.args, **match.kwargs))


def _is_by_program(request: HttpRequest) -> bool:
    path = request.path_info
    return path.startswith(PREFIX) and path not in REFERENCE and bearer(request) is not None
