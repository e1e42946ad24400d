"""Who a session belongs to."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from huopan.domains.parties.models import Person
from huopan.web.acting import person_on_a_page


class PeopleWithStandings(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's, which reads a session's person and whom they act for by one statement."""

    def get_user(self, user_id: Any) -> Person | None:
        """None for somebody unknown or no longer active."""
        return person_on_a_page(user_id)
