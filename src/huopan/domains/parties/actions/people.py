"""A person's account."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from huopan.domains.parties.events import PersonBarred, PersonReadmitted, PersonRegistered
from huopan.domains.parties.models import Person
from huopan.infra.outbox.announcing import announce, note
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said


class EmailTakenError(RefusedError):
    sentence = said("There is an account for {email} already; sign in with it, or reset its password.")


class NotAnEmailError(RefusedError):
    kind = "invalid"
    sentence = said("“{email}” is not an e-mail address; it looks like name@company.cn.")


class WeakPasswordError(RefusedError):
    kind = "invalid"
    sentence = said("Choose another password: {reasons}")


@transaction.atomic
def register_person(
    *,
    email: str,
    full_name: str,
    by: Actor,
    at: datetime,
    password: str | None = None,
    language: str = "zh-hans",
    person: Person | None = None,
) -> Person:
    """Make an account; without a password it cannot sign in until one is set. `person`: an unsaved row to fill.

    Raises NotAnEmailError, WeakPasswordError, EmailTakenError."""
    person = person or Person()
    person.email, person.full_name = email_address(email), full_name.strip()
    person.language, person.joined_at = language, at
    _set_password(person, password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise EmailTakenError(email=person.email) from None
    announce(PersonRegistered(person_id=person.pk, at=at), by=by)
    return person


@transaction.atomic
def reveal_person(*, person_id: int, by: Actor, at: datetime) -> Person:
    """A person's name, e-mail and phone in full, for whoever runs the platform; who looked is kept.

    Raises ForbiddenError without "operate", UnknownError."""
    by.must("operate")
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise UnknownError(what=str(Person._meta.verbose_name))
    note(name="parties.PersonRevealed", aggregate="person", aggregate_id=person_id, payload={}, by=by, at=at)
    return person


@transaction.atomic
def bar_person(*, person_id: int, by: Actor, at: datetime) -> None:
    """Keep a person from signing in and from acting through keys; their roles stay. Again changes nothing.

    Raises ForbiddenError without "operate", UnknownError."""
    if _set_active(person_id, by, is_active=False):
        announce(PersonBarred(person_id=person_id, at=at), by=by)


@transaction.atomic
def readmit_person(*, person_id: int, by: Actor, at: datetime) -> None:
    """Undo bar_person. Again changes nothing. Raises ForbiddenError without "operate", UnknownError."""
    if _set_active(person_id, by, is_active=True):
        announce(PersonReadmitted(person_id=person_id, at=at), by=by)


def note_sign_in(*, person_id: int, at: datetime) -> None:
    """Keep in the trail that a person signed in."""
    by = Actor(person_id=person_id, role="person")
    note(name="parties.SignedIn", aggregate="person", aggregate_id=person_id, payload={}, by=by, at=at)


def email_address(text: str) -> str:
    """The address in lower case, as it is compared and stored. Raises NotAnEmailError."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise NotAnEmailError(email=text) from None
    return email


def _set_active(person_id: int, by: Actor, *, is_active: bool) -> bool:
    by.must("operate")
    person = Person.objects.filter(pk=person_id)
    if person.exclude(is_active=is_active).update(is_active=is_active):
        return True
    if not person.exists():
        raise UnknownError(what=str(Person._meta.verbose_name))
    return False


def _set_password(person: Person, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise WeakPasswordError(reasons=" ".join(weak.messages)) from None
    person.set_password(password)
