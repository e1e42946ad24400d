"""Pages travel compressed; the same page never twice at the same length to rely on."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

PACKED = {"accept-encoding": "gzip, br"}


@pytest.mark.django_db
def test_a_page_is_compressed_for_who_takes_it() -> None:
    answer = Client().get("/", headers=PACKED)
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert b"</html>" in gzip.decompress(answer.content)
    assert "Content-Encoding" not in Client().get("/").headers


@pytest.mark.django_db
def test_lengths_are_padded_at_random() -> None:
    # The name field of gzip's header holds the padding.
    assert len({gzip_name(Client().get("/accounts/login/", headers=PACKED).content) for _ in range(12)}) > 1


@pytest.mark.django_db
def test_what_programs_ask_for_goes_as_it_is() -> None:
    assert "Content-Encoding" not in Client().get("/api/v1/offers", headers=PACKED).headers


def gzip_name(packed: bytes) -> bytes:
    assert packed[3] & 8, "a name stands in the header"
    return packed[10 : packed.index(b"\0", 10)]
