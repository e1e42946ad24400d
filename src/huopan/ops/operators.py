"""`huopan operator add`: the first person who may open the console."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


class NotAddedError(Exception):
    """Why the person could not be added, in a sentence."""


def add(*, email: str, name: str, password: str) -> None:
    """Raises NotAddedError for a weak password or an address that is taken."""
    people = get_user_model()
    try:
        validate_password(password, people(email=email, full_name=name))
        with transaction.atomic():
            people.objects.create_superuser(email, password, full_name=name)
    except ValidationError as weak:
        raise NotAddedError(" ".join(weak.messages)) from weak
    except IntegrityError as taken:
        raise NotAddedError(f"{email} is taken; choose another address.") from taken
