"""`@reads` and `@writes`: an endpoint is a plain function from a request to a schema; the rest is done here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseBase
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback
from pydantic import BaseModel

from huopan.api import problems, throttling
from huopan.api.auth import UPLOAD, Door, content_type_of
from huopan.api.base import Asking, Schema
from huopan.infra.idempotency import replaying

EndpointT = TypeVar("EndpointT", bound=Callable[..., Any])
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)
NO_CONTENT = 204
WRITTEN_KEY = re.compile(r"[!-~]{1,120}")


def reads(*scopes: str, public: bool = False) -> Callable[[EndpointT], EndpointT]:
    """Any one of `scopes` opens the operation; without any, every member of a party; `public`: visitors too."""
    return _behind(Door(scopes=scopes, is_public=public), _read)


def writes(
    *scopes: str, public: bool = False, personal: bool = False, prepared: bool = False
) -> Callable[[EndpointT], EndpointT]:
    """The same for a change: done once per Idempotency-Key, in one transaction with the answer that is kept.

    `personal`: the key belongs to the person alone, as the change may alter which party they act for.
    `prepared`: the endpoint does what is slow and writes nothing, before the transaction, and returns the change."""
    door = Door(scopes=scopes, is_public=public, is_write=True, is_personal=personal, is_prepared=prepared)
    return _behind(door, _write)


def _behind(door: Door, surface: Callable[..., Any]) -> Callable[[EndpointT], EndpointT]:
    def mark(endpoint: EndpointT) -> EndpointT:
        endpoint.door = door  # type: ignore[attr-defined]
        contribute_operation_callback(endpoint, lambda operation: _install(operation, door, surface))
        return endpoint

    return mark


def _install(operation: Operation, door: Door, surface: Callable[..., Any]) -> None:
    """The signature has been read by now, so the function may be replaced by its surface."""
    guard = replace(door, content_type=content_type_of(operation))
    operation.auth_param = guard
    operation.auth_callbacks = [guard]
    operation.view_func = surface(operation.view_func, next(iter(operation.response_models)), guard)


def _read(endpoint: Callable[..., Any], status: int, _door: Door) -> Callable[..., HttpResponseBase]:
    def answer(request: Asking, **values: Any) -> HttpResponseBase:
        result = endpoint(request, **values)
        if isinstance(result, HttpResponseBase):
            return result
        return _response(replaying.Answer(status, _json(result)))

    return _named(answer, endpoint)


def _write(endpoint: Callable[..., Any], status: int, door: Door) -> Callable[..., HttpResponse]:
    def answer(request: Asking, **values: Any) -> HttpResponse:
        asked = {"key": _key(request), "fingerprint": replaying.fingerprint_of(*_asked(request, door))}
        change = endpoint(request, **values) if door.is_prepared else partial(endpoint, request, **values)
        kept = replaying.once(
            **asked,
            asker=_asker(request),
            at=request.at,
            is_silent=status == NO_CONTENT,
            work=lambda: _answered(status, change()),
        )
        return _response(kept)

    return _named(answer, endpoint)


def _named(answer: Callable[..., ResponseT], endpoint: Callable[..., Any]) -> Callable[..., ResponseT]:
    answer.__name__, answer.__module__ = endpoint.__name__, endpoint.__module__
    return answer


def _answered(status: int, result: BaseModel | None) -> replaying.Answer:
    if not isinstance(result, Schema) or not result.shown_once:
        return replaying.Answer(status, _json(result))
    kept = result.model_copy(update=dict.fromkeys(result.shown_once))
    return replaying.Answer(status, _json(result), kept_body=_json(kept))


def _json(result: BaseModel | None) -> str:
    return "" if result is None else result.model_dump_json()


def _response(answer: replaying.Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if answer.status == NO_CONTENT:
        del response["Content-Type"]
    if answer.is_replay:
        response["Idempotent-Replayed"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _key(request: Asking) -> str:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not WRITTEN_KEY.fullmatch(key):
        raise problems.KeyMissingError
    return str(key)


def _asker(request: Asking) -> str:
    actor = replace(request.actor, party_id=0) if request.door.is_personal else request.actor
    return throttling.asker(request, actor)


def _asked(request: Asking, door: Door) -> Iterator[str | bytes]:
    """What the same key may only repeat. A multipart body is parsed and gone; its fields and files still tell."""
    yield f"{request.method} {request.get_full_path()}"
    if door.content_type != UPLOAD:
        yield request.body
        return
    yield request.POST.urlencode()
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            yield f"{name} {file.name}"
            yield file.read()
            file.seek(0)
