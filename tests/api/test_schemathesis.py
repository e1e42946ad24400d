"""The document is a promise: whatever it allows is answered as it says, and nothing makes a 500."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.config import SchemathesisConfig

from huopan.api.v1 import document
from huopan.config.wsgi import application
from huopan.domains.parties.rules.scopes import TRADE_SCOPES
from tests.api.surface import caller_of
from tests.factories.parties import a_party

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What the schema allows, the trade may still refuse: a credit code's check digit, somebody else's cursor, a NUL (400).
REFUSED_BY_RULES = ["2xx", "400", "401", "403", "404", "409", "422"]
CONFIG = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": REFUSED_BY_RULES}}})
EXAMPLES = int(os.environ.get("HUOPAN_API_EXAMPLES", "5"))

schema = schemathesis.openapi.from_dict(document(), config=CONFIG)
schema.app = application
bounded = hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _unhurried(settings: Any) -> None:
    generous = {"api_requests_per_minute": 10**6, "api_visitor_requests_per_minute": 10**6}
    settings.HUOPAN = settings.HUOPAN.model_copy(update=generous)


@pytest.fixture(autouse=True)
def _keep_the_connection() -> Iterator[None]:
    """The application is called bare; as with Django's client, a request must not end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def owner() -> dict[str, str]:
    return caller_of(a_party("factory"), set(TRADE_SCOPES)).headers


@schema.parametrize()
@bounded
def test_an_owner_gets_what_the_document_says(case: schemathesis.Case, owner: dict[str, str]) -> None:
    case.call_and_validate(headers=owner)


# Every other operation asks a visitor to sign in, which test_access.py walks.
@schema.include(lambda context: {} in context.operation.definition.raw.get("security", [])).parametrize()
@bounded
def test_a_visitor_gets_what_the_document_says(case: schemathesis.Case) -> None:
    case.call_and_validate()
