from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from huopan.api.reference import subjects
from huopan.api.samples import curl, sample
from huopan.api.v1 import document

pytestmark = pytest.mark.django_db


def test_the_exported_document_is_the_served_one() -> None:
    printed = StringIO()
    call_command("api_schema", stdout=printed)
    served = Client().get("/api/v1/openapi.json")
    assert json.loads(printed.getvalue()) == served.json()
    assert served.json()["openapi"] == "3.1.0"


def test_every_operation_is_on_the_page_with_a_command() -> None:
    page = Client().get("/api/v1/docs").content.decode()
    for methods in document()["paths"].values():
        for operation in methods.values():
            assert f'<article id="{operation["operationId"]}"' in page


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids))


def test_every_operation_says_what_it_does_in_a_sentence() -> None:
    silent = [
        operation["operationId"]
        for methods in document()["paths"].values()
        for operation in methods.values()
        if not operation.get("description", "").strip()
        and operation["summary"] == operation["operationId"].replace("_", " ").title()
    ]
    assert silent == []


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


@pytest.mark.parametrize(("language", "word"), [("en", "Search the reference"), ("zh-hans", "搜索参考文档")])
def test_the_page_speaks_the_readers_language(language: str, word: str) -> None:
    assert word in Client().get("/api/v1/docs", headers={"Accept-Language": language}).content.decode()


def test_a_sample_follows_references_alternatives_and_limits() -> None:
    schemas = {"Line": {"properties": {"sku_id": {"type": "integer", "minimum": 5}, "note": {"type": "string"}}}}
    schema = {
        "properties": {
            "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
            "until": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            "kind": {"enum": ["plain", "loud"]},
        }
    }
    assert sample(schema, schemas) == {
        "lines": [{"sku_id": 5, "note": "text"}],
        "until": "2026-11-23",
        "kind": "plain",
    }


def test_a_schema_that_holds_itself_has_a_sample() -> None:
    schemas = {"Node": {"properties": {"child": {"$ref": "#/components/schemas/Node"}}}}
    assert "child" in sample({"$ref": "#/components/schemas/Node"}, schemas)


def test_a_command_survives_quotes() -> None:
    command = curl(method="post", url="http://x/y", body={"text": "it's"}, is_write=True, is_public=False)
    assert "it'\\''s" in command
    assert "Idempotency-Key" in command


def test_subjects_keep_every_operation() -> None:
    shown = sum(len(entries) for entries in subjects(document(), "http://x").values())
    assert shown == sum(len(methods) for methods in document()["paths"].values())
