"""From routers to addresses: one API whose every answer, good or bad, has the same form."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from ninja import NinjaAPI
from ninja.operation import Operation

from huopan.api import problems
from huopan.api.base import Router
from huopan.api.parsing import StrictParser


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def on_exception(self, request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
        return problems.problem_of(request, exc if isinstance(exc, Exception) else exc())


def build(routers: Iterable[Router], *, title: str, version: str, description: str) -> Api:
    built = Api(
        title=title,
        version=version,
        description=description,
        urls_namespace=f"api-{version}",
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
    )
    for router in routers:
        built.add_router("", router)
    return built


def addresses(api: Api) -> Iterator[URLPattern | URLResolver]:
    """The routes of `api`, and at last one that answers everything else.

    Longer routes are kept by their first part, so that finding one means trying a dozen and not all of them."""
    deeper: dict[str, list[URLPattern]] = defaultdict(list)
    for router in api._get_bound_routers():
        for route in router.urls_paths(router.prefix):
            head, slash, rest = str(route.pattern).partition("/")
            found = path(rest or head, _surfaced(route.callback), name=route.name)
            if slash:
                deeper[head + slash].append(found)
            else:
                yield found
    for head, routes in deeper.items():
        yield path(head, include(routes))
    yield re_path("", _unknown_address)


def _surfaced(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """`view`, with nothing but problems for errors and with the rate headers on every answer."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            response = cast("HttpResponse", view(request, **values))
        except Exception as error:  # noqa: BLE001 - the last line: nothing leaks
            response = problems.problem_of(request, error)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = _not_allowed(response["Allow"])
        for name, value in getattr(request, "rate", {}).items():
            response[name] = value
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _not_allowed(allowed: str) -> HttpResponse:
    response = problems.refusal_problem(problems.MethodNotAllowedError(allowed=allowed))
    response["Allow"] = allowed
    return response


def _unknown_address(_request: HttpRequest) -> HttpResponse:
    return problems.refusal_problem(problems.UnknownAddressError())


_unknown_address.csrf_exempt = True  # type: ignore[attr-defined]
