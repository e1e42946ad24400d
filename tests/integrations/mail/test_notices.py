"""Every kind of notice as a letter, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from huopan.domains.notifications.ports import NoticeLetter, Told
from huopan.domains.notifications.queries import place_of
from huopan.domains.notifications.rules import KINDS
from huopan.integrations.mail.notices import send_notices

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CHINESE = re.compile(r"[一-鿿]")
# Whatever an event may say, and what must never stand in a subject line.
FACTS: dict[str, Any] = {
    "number": "SO261123JCDH3RHH",
    "order_number": "SO261123K7Q2M9XA",
    "reference": "SO261123K7Q2M9XA",
    "because": "Mr-Zhang-13812341234",
    "quantity": 500,
    "skus": 2,
    "total_fen": 123_450,
    "refund_fen": 123_450,
    "released_fen": 123_450,
    "amount_fen": 123_450,
    "offer_id": 7,
    "demand_id": 7,
    "party_id": 7,
    "credential_kind": "iso9001",
    "plan_zh": "诚信会员",
    "plan_en": "Trusted member",
    "from_day": "2026-12-01",
    "until_day": "2027-11-30",
    "valid_until": "2026-12-31",
    "title_zh": "保温杯",
    "title_en": "Vacuum cup",
    "party_zh": "张三丰五金厂",
    "party_en": "Zhang San Hardware",
    "due_at": "2026-11-24T09:30:00+08:00",
}


def a_letter(*kinds: str, language: str) -> NoticeLetter:
    told = tuple(Told(n, kind, FACTS, "第一公司", "Company One", AT) for n, kind in enumerate(kinds, start=1))
    return NoticeLetter("reader@example.com", language, "notice-5", "s3cret", told)


def html_of(letter: Any) -> str:
    return str(letter.alternatives[0][0])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_whole_letter(kind: str, language: str) -> None:
    send_notices(a_letter(kind, language=language))
    [letter] = mail.outbox
    text, html = letter.body, html_of(letter)
    assert "{" not in letter.subject + text
    assert bool(CHINESE.search(letter.subject)) is (language != "en")
    told = text.splitlines()[1]
    assert bool(CHINESE.search(told)) is (language != "en"), told
    assert told in html.replace("&#x27;", "'").replace("&quot;", '"')
    for body in (text, html):
        assert reverse("market:open_notice", args=[1]) in body
        assert reverse("market:stop_notices", args=["s3cret"]) in body
        assert reverse("market:notice_choices") in body
    assert place_of(kind, FACTS).startswith("/")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_personal_stands_in_the_subject(kind: str) -> None:
    send_notices(a_letter(kind, language="zh-hans"))
    subject = mail.outbox[0].subject
    for fact in ("1234", "13812341234", "张三丰", "保温杯", "SO26"):
        assert fact not in subject


@pytest.mark.parametrize(
    ("language", "subject"), [("zh-hans", "货盘上有 3 条新通知"), ("en", "3 things are new on Huopan")]
)
def test_what_comes_together_is_counted_and_told_one_by_one(language: str, subject: str) -> None:
    send_notices(a_letter("order_shipped", "sold_out", "payout_paid", language=language))
    letter = mail.outbox[0]
    assert letter.subject == subject
    assert [reverse("market:open_notice", args=[n]) in letter.body for n in (1, 2, 3)] == [True] * 3


def test_mail_programs_can_stop_it_by_one_click_and_know_it_again() -> None:
    for _ in range(2):
        send_notices(a_letter("order_shipped", language="en"))
    first, second = (letter.message() for letter in mail.outbox)
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/notices/stop/s3cret/" in first["List-Unsubscribe"]
    assert first["Message-ID"] == second["Message-ID"]
