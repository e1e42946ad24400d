"""What the trail keeps about accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Person
from huopan.infra import clock


@receiver(user_logged_in)
def note_sign_in(sender: object, user: Person, **_given: Any) -> None:  # noqa: ARG001 - a signal's shape
    parties.note_sign_in(person_id=user.pk, at=clock.now())
