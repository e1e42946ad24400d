from __future__ import annotations

import json
import logging

import pytest
import structlog

from huopan.infra import journal
from huopan.infra.requests import set_request_id

CANARIES = {
    "an API key": ("hp_Zq8rT2kLmN4pXw7c", "used key hp_Zq8rT2kLmN4pXw7c twice"),
    "a bearer token": ("eyJhbGciOi.J9.abc", "Authorization: Bearer eyJhbGciOi.J9.abc"),
    "a phone": ("13812345678", "call 13812345678 now"),
    "an e-mail": ("wang@example.cn", "sent to wang@example.cn"),
    "a password in a URL": ("s3cr3tpw", "postgresql://huopan:s3cr3tpw@db:5432/x"),
    "a password in text": ("hunter2hunter2", "password='hunter2hunter2'"),
    "a private key": ("MIIEvQIBADANB", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANB\n-----END PRIVATE KEY-----"),
}


@pytest.fixture
def logger() -> structlog.stdlib.BoundLogger:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    journal.configure({"level": "INFO", "format": "json"})
    yield structlog.get_logger("test")
    root.handlers[:], root.level = before


@pytest.mark.parametrize(("secret", "text"), CANARIES.values(), ids=CANARIES)
def test_secrets_never_reach_the_log(secret: str, text: str, logger, capsys) -> None:
    logger.info("said", detail=text, nested={"inner": [text]})
    logging.getLogger("django").warning("from elsewhere: %s", text)
    logger.error("broke", exc_info=RuntimeError(text))
    written = capsys.readouterr().err
    assert written.count("\n") == 3
    assert secret not in written


def test_value_of_a_secret_key_is_hidden_whatever_it_looks_like(logger, capsys) -> None:
    logger.info("said", sandbox_secret="plain", recipient={"name": "王"}, order_number="SO261123K7Q2M9XA")
    line = json.loads(capsys.readouterr().err)
    assert line["sandbox_secret"] == line["recipient"] == journal.HIDDEN
    assert line["order_number"] == "SO261123K7Q2M9XA"


def test_line_carries_the_request_id(logger, capsys) -> None:
    set_request_id("abc12345")
    logger.info("said")
    set_request_id("")
    assert json.loads(capsys.readouterr().err)["request_id"] == "abc12345"


def test_amounts_and_times_are_not_taken_for_phones() -> None:
    assert journal.clean_text("1790000000.123 and 138123456789012") == "1790000000.123 and 138123456789012"
