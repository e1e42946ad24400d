"""What a person decides for themselves."""

from __future__ import annotations

from django.db import transaction

from huopan.domains.parties.models import Person
from huopan.domains.parties.policies import must_be_signed_in
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

LANGUAGES = ("zh-hans", "en")


class LanguageUnknownError(RefusedError):
    kind = "invalid"
    sentence = said("Huopan does not speak “{language}” yet; choose Chinese or English.")


@transaction.atomic
def choose_language(*, language: str, by: Actor) -> None:
    """Remember the language `by`'s person reads. Raises LanguageUnknownError, SignInFirstError."""
    must_be_signed_in(by)
    if language not in LANGUAGES:
        raise LanguageUnknownError(language=language)
    Person.objects.filter(pk=by.person_id).update(language=language)
