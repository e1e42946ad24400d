"""Where allauth asks us: making people, who is calling, and how second factors are kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Person
from huopan.infra import clock
from huopan.infra.callers import client_address
from huopan.infra.sealing import seal, unseal
from huopan.kernel.actor import VISITOR
from huopan.web.languages import language_after_sign_in

SECOND_FACTOR = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def save_user(self, request: HttpRequest, user: Person, form: BaseForm, commit: bool = True) -> Person:  # noqa: ARG002, FBT001, FBT002 - allauth's shape
        """Sign-up goes through the same action as every other way in."""
        given: dict[str, Any] = form.cleaned_data
        return parties.register_person(
            email=given["email"],
            full_name=given["full_name"],
            password=given["password1"],
            language=get_language() or "zh-hans",
            person=user,
            by=VISITOR,
            at=clock.now(),
        )

    def post_login(self, request: HttpRequest, user: Person, **given: Any) -> HttpResponse:
        """The greeting is read on the next page, in the language that page speaks."""
        with translation.override(language_after_sign_in(request, user)):
            answer: HttpResponse = super().post_login(request, user, **given)
            return answer

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom rate limits count: never what a client claims beyond our own proxies."""
        return client_address(request)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors are sealed, so that a copy of the database signs in nowhere."""

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=SECOND_FACTOR)
