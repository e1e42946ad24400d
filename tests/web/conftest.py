"""Readers of pages: a visitor, and people signed in for an organisation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from tests.factories.parties import an_actor

SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A client that acts for `party` in `role`, reading English."""

    def signed_in(party: Party, role: str = "owner") -> Client:
        actor: Actor = an_actor(party, role)
        client = Client(headers={"accept-language": "en"})
        client.force_login(_person(actor))
        session = client.session
        session["party_id"] = party.pk
        session["language"] = "en"
        session.save()
        return client

    return signed_in


def _person(actor: Actor) -> object:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=actor.person_id)
