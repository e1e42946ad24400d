"""Row 27: what people and secrets look like never reaches the log, neither when all goes well nor when it breaks."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from huopan.infra import journal
from tests.api.test_orders import caller, fill
from tests.factories.orders import NOON, SHENZHEN, a_buyer, a_sku, relay
from tests.factories.parties import a_division

pytestmark = pytest.mark.django_db
ADDRESS = {name: value for name, value in SHENZHEN.as_json().items() if name != "division_name"}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged, as production writes it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    journal.configure({"level": "DEBUG", "format": "json"})
    log = io.StringIO()
    root.handlers[0].setStream(log)
    yield log
    root.handlers[:], root.level = before


def test_purchase_leaves_nobodys_name_phone_address_or_key_in_the_log(written, monkeypatch) -> None:
    a_division()
    buyer = a_buyer()
    shop = caller(buyer)
    secret = shop.headers["Authorization"].removeprefix("Bearer ")
    fill(shop, a_sku())
    assert shop.post("/purchases", {"address": ADDRESS}).status_code == 201
    fill(shop, a_sku())

    def breaks(**_asked: object) -> None:
        raise RuntimeError(f"cannot send to {ADDRESS['phone']} with {secret}")

    monkeypatch.setattr("huopan.domains.orders.actions.place_purchase", breaks)
    assert shop.post("/purchases", {"address": ADDRESS}).status_code == 500
    relay(NOON)
    log = written.getvalue()
    assert '"path": "/api/v1/purchases"' in log
    assert "cannot send to [phone]" in log
    leaked = [word for word in (SHENZHEN.phone, SHENZHEN.contact_name, SHENZHEN.detail, secret) if word in log]
    assert leaked == []
