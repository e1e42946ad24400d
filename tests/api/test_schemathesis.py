"""The document is a promise: whatever it allows is answered as it says, and nothing makes a 500."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import CheckContext

from huopan.api.v1 import document
from huopan.config.wsgi import application
from huopan.domains.parties.rules.scopes import TRADE_SCOPES
from tests.api.surface import caller_of
from tests.factories.parties import a_party

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

schema = schemathesis.openapi.from_dict(document())
schema.app = application
BOUNDED = hypothesis_settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
