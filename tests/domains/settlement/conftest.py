from __future__ import annotations

from dataclasses import dataclass

import pytest

from huopan.domains.parties.models import Party
from huopan.domains.settlement.ports import PROVIDERS
from tests.factories.parties import a_party
from tests.factories.settlement import FakeProvider


@dataclass(frozen=True)
class Traders:
    buyer: Party
    factory: Party
    trader: Party


@pytest.fixture
def traders(db: None) -> Traders:
    return Traders(a_party("buyer"), a_party("factory"), a_party("trader"))


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    fake = FakeProvider()
    monkeypatch.setitem(PROVIDERS, fake.code, fake)
    return fake
