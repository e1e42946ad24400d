from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.notifications import letting_webhooks_reach
from tests.factories.receivers import Receiver, a_receiver


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with a_receiver() as running:
        letting_webhooks_reach(settings, running.port)
        yield running
