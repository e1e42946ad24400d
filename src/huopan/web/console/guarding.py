"""The console's door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from huopan.web.acting import ActingRequest, for_party

Params = ParamSpec("Params")
Page = Callable[Concatenate[ActingRequest, Params], HttpResponse]


def must_be_operator(by: Actor) -> None:
    """The console is nobody else's: they are told that nothing is here."""
    if not by.is_operator:
        raise UnknownError(what=_("page"))


def for_operator(*scopes: str) -> Callable[[Page[Params]], Page[Params]]:
    """A page for the operator's people who have one of `scopes`; everybody's there for none. Others find nothing."""

    def dress(page: Page[Params]) -> Page[Params]:
        @wraps(page)
        def guarded(request: ActingRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            must_be_operator(request.actor)
            if scopes and not any(request.actor.may(scope) for scope in scopes):
                raise ForbiddenError(scope=scopes[0])
            return page(request, *args, **kwargs)

        return for_party()(guarded)

    return dress
