"""Decisions of the operator's people: a verb in the address, perhaps a reason in the form, and what is told after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from huopan.infra.clock import now
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.submitting import submitted


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of the thing `pk`; `because` is empty where the form asks for no reason."""

    pk: int
    because: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    does: Callable[[Judgement], object]
    told: str | Promise


def judged(
    request: ActingRequest, pk: int, deed: Deed | None, *, page: str, shown: Callable[[RefusedError], HttpResponse]
) -> HttpResponse:
    """Do it once and go to `page`, the name of the thing's address; a refusal of ours is shown by `shown`."""
    if deed is None:
        raise Http404

    def work() -> str:
        deed.does(Judgement(pk, request.POST.get("because", ""), request.actor, now()))
        return reverse(page, args=[pk])

    return submitted(request, work=work, in_place=shown, told=str(deed.told))
