"""Version 1: the routers of every room under one roof."""

from __future__ import annotations

import functools
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from huopan.api import building, openapi, reference

ROOMS = (
    "parties",
    "membership",
    "catalog",
    "settlement",
    "logistics",
    "production",
    "orders",
    "after_sale",
    "notifications",
    "search",
)

DESCRIPTION = """Find goods of many suppliers, buy them in one go, pay once, follow each order to the courier's scan.

Amounts are integers: `*_fen` is 1/100 yuan, `*_hao` 1/10,000 yuan. Times carry their zone. Lists come in pages: pass
`next` back as `cursor`. Every change takes an `Idempotency-Key`: a retry with the same key is answered, not repeated.
Refusals are `application/problem+json` with a stable `code` and a sentence in the language of `Accept-Language`."""

api = building.build(
    [import_module(f"huopan.api.{room}").router for room in ROOMS if find_spec(f"huopan.api.{room}")],
    title="Huopan API",
    version="1.0.0",
    description=DESCRIPTION,
)


@functools.cache
def document() -> dict[str, Any]:
    return openapi.document(api)


def openapi_json(_request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def reference_page(request: HttpRequest) -> HttpResponse:
    page = {
        "document": document(),
        "subjects": reference.subjects(document(), settings.HUOPAN.base_url.rstrip("/")),
        "refusals": {status: text for status, (_name, _code, text) in openapi.MEANINGS.items()},
    }
    return render(request, "api/reference.html", page)


app_name = "api-v1"
urlpatterns = [
    path("openapi.json", openapi_json, name="openapi"),
    path("docs", reference_page, name="docs"),
    *building.addresses(api),
]
