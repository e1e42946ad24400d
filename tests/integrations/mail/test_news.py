from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from huopan.domains.search import actions as search
from huopan.domains.search.models import SavedSearch
from huopan.domains.search.ports import NewsLetter
from huopan.domains.search.rules import Filters
from huopan.integrations.mail.news import send_news
from tests.factories.catalog import EPOCH
from tests.factories.parties import a_party, an_actor


@pytest.mark.parametrize(
    ("language", "subject"),
    [("zh-hans", "您保存的搜索有 1 件新货：保温杯"), ("en", "1 new offer in your saved search: 保温杯")],
)
def test_a_letter_speaks_the_readers_language_and_links_what_is_new(language: str, subject: str) -> None:
    send_news(NewsLetter("a@example.com", language, "保温杯", ((7, "保温杯新款"),), "s3cret"))
    letter = mail.outbox[0]
    assert letter.subject == subject
    assert "保温杯新款\n" in letter.body
    assert "/offers/7/" in letter.body
    assert "/letters/s3cret/stop/" in letter.extra_headers["List-Unsubscribe"]


def test_words_cannot_break_the_head_of_a_letter() -> None:
    send_news(NewsLetter("a@example.com", "en", "cup\nBcc: b@example.com", ((7, "cup"),), "s"))
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.django_db
def test_the_foot_of_a_letter_stops_it_after_asking() -> None:
    buyer = an_actor(a_party())
    saved = search.save_search(words="杯", filters=Filters(), by=buyer, at=EPOCH)
    send_news(NewsLetter("a@example.com", "en", "杯", ((7, "cup"),), saved.secret))
    address = re.search(r"(/letters/\S+)", mail.outbox[0].body)
    assert address is not None
    assert Client().get(address.group(1)).status_code == 200
    assert SavedSearch.objects.get().is_alerting
    assert Client().post(address.group(1)).status_code == 200
    assert not SavedSearch.objects.get().is_alerting
