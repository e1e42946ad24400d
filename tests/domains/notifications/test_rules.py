from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from huopan.domains.notifications.rules import (
    Verdict,
    asked_wait,
    is_wanted,
    next_attempt_at,
    public_body,
    public_type,
    unknown_types,
    verdict_of,
)

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_type_is_spelled_for_the_outside() -> None:
    assert public_type("orders.OrderPaid") == "orders.order_paid"


def test_nothing_personal_leaves() -> None:
    payload = {
        "order_id": 7, "number": "SO1", "amount_fen": 12, "is_late": True, "sku_ids": [1, 2],
        "person_id": 9, "contact_name": "张三", "phone": "138", "address": {"detail": "x"}, "text": "你好",
        "reason": "破了", "email": "a@b.cn", "because": "words", "offer_id": {"nested": "张三"}, "account_number": "62",
    }  # fmt: skip
    body = public_body("orders.OrderPaid", payload, AT)
    assert body == {
        "type": "orders.order_paid",
        "timestamp": "2026-11-23T08:00:00+00:00",
        "data": {"order_id": 7, "number": "SO1", "amount_fen": 12, "is_late": True, "sku_ids": [1, 2]},
    }


def test_endpoint_hears_what_it_listed() -> None:
    assert is_wanted([], "orders.order_paid")
    assert is_wanted(["orders.*"], "orders.order_paid")
    assert not is_wanted(["orders.*"], "logistics.parcel_lost")
    assert unknown_types(["orders.*", "orders.x", "no.*"], ["orders.order_paid"]) == ["orders.x", "no.*"]


def test_schedule_is_that_of_standard_webhooks() -> None:
    waits = []
    for attempts in range(1, 10):
        again_at = next_attempt_at(attempts, AT, timedelta(0))
        assert again_at
        waits.append((again_at - AT).total_seconds())
    assert waits == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert next_attempt_at(10, AT, timedelta(0)) is None


def test_receiver_may_ask_for_a_longer_wait_and_not_for_a_shorter() -> None:
    assert next_attempt_at(1, AT, timedelta(minutes=15)) == AT + timedelta(minutes=15)
    assert next_attempt_at(2, AT, timedelta(seconds=1)) == AT + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (format_datetime(AT + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(AT - timedelta(seconds=90), usegmt=True), 0),
        ("99999999999999999999", 86400),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("１２", 0),
        ("Mon, 23 Nov 2026 08:01:30", 0),
    ],
)
def test_retry_after_is_read_within_reason(text: str, seconds: int) -> None:
    assert asked_wait(text, AT) == timedelta(seconds=seconds)


def test_only_two_hundreds_are_deliveries() -> None:
    assert [verdict_of(status) for status in (200, 204, 302, 410, 500, None)] == [
        Verdict.DELIVERED,
        Verdict.DELIVERED,
        Verdict.FAILED,
        Verdict.GONE,
        Verdict.FAILED,
        Verdict.FAILED,
    ]
