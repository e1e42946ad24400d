"""The reader's language: chosen on this browser, else the signed-in person's, else what the browser asks for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_language

from huopan.domains.parties.models import Person

SESSION_KEY = "language"


class LanguageMiddleware(LocaleMiddleware):
    """Django's, with the person's own language where this browser has not chosen one."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if _is_chosen_here(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        language = request.session.get(SESSION_KEY)
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = get_language()


def language_after_sign_in(request: HttpRequest, person: Person) -> str:
    """What the next page will speak to `person`: this browser's choice, else theirs."""
    return get_language() or person.language if _is_chosen_here(request) else person.language


def remember_language(sender: object, request: HttpRequest, user: Person, **_kwargs: Any) -> None:  # noqa: ARG001 - a signal
    """At sign-in: the session speaks the person's language from the next page on."""
    request.session[SESSION_KEY] = user.language


def _is_chosen_here(request: HttpRequest) -> bool:
    return settings.LANGUAGE_COOKIE_NAME in request.COOKIES
